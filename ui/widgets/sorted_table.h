// SPDX-License-Identifier: GPL-3.0-or-later
// A sortable, copyable table of texts and numbers.
#pragma once

#include "ui/widgets/table_data.h"

#include <QTableView>

class QSortFilterProxyModel;

namespace vitrine {

/// Rows keep the table's order until a header is clicked. Ctrl+C copies.
class SortedTable : public QTableView {
    Q_OBJECT
public:
    explicit SortedTable(QWidget* parent = nullptr);

    /// Shows `table`, columns as wide as their content, within reason.
    void setTable(const TableData& table);
    /// Shows only rows whose cell in `column` is `text`; all when it is empty.
    void showOnly(int column, const QString& text);
    /// The selected rows (all shown, when none are) as lines of tab-separated cells with the header, ready for a
    /// spreadsheet.
    QString copyText() const;
    void copy() const;

private:
    QSortFilterProxyModel* m_sorted;
};

} // namespace vitrine
