// SPDX-License-Identifier: GPL-3.0-or-later
// "Show as table": the numbers behind any chart, for eyes, clipboards and screen readers.
#pragma once

#include "ui/widgets/sorted_table.h"

#include <QDialog>

namespace vitrine {

/// A table in a window of its own. Shows the numbers as they were when it was opened.
class TableDialog : public QDialog {
    Q_OBJECT
public:
    TableDialog(const QString& title, const TableData& table, QWidget* parent = nullptr);

    QString copyText() const { return m_view->copyText(); }

private:
    SortedTable* m_view;
};

} // namespace vitrine
