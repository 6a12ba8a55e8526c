// SPDX-License-Identifier: GPL-3.0-or-later
// "Show as table": the numbers behind any chart, for eyes, clipboards and screen readers.
#pragma once

#include "ui/charts/chart.h"

#include <QDialog>

class QTableView;

namespace vitrine {

/// A sortable, copyable table in a window of its own. Shows the numbers as they were when it was opened.
class TableDialog : public QDialog {
    Q_OBJECT
public:
    TableDialog(const QString& title, const ChartTable& table, QWidget* parent = nullptr);

    /// The selected rows (all, when none are) as lines of tab-separated cells with the header, ready for a spreadsheet.
    QString copyText() const;

private:
    QTableView* m_view;
};

} // namespace vitrine
