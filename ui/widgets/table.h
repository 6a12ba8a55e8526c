// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of texts and numbers: the data, the item model, a table that sorts and copies, and a window that shows one.
#pragma once

#include <QAbstractTableModel>
#include <QDialog>
#include <QStringList>
#include <QTableView>

#include <vector>

class QSortFilterProxyModel;

namespace vitrine {

/// The numbers behind a chart, as text in the C locale with full precision, for "show as table", CSV and screen
/// readers.
struct TableData {
    QStringList header;
    std::vector<QStringList> rows;
};

/// Shows texts as they are in the table, controls made visible; sorts numbers as numbers through SortRole.
class TableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    static constexpr int SortRole = Qt::UserRole; ///< double where the cell is a number, else the text
    static constexpr int OriginalRole = Qt::UserRole + 1; ///< the text itself, for copying

    explicit TableModel(TableData table, QObject* parent = nullptr)
        : QAbstractTableModel(parent)
        , m_table(std::move(table))
    {
    }

    int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_table.rows.size());
    }
    int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_table.header.size());
    }
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    int alignment(int column) const;

    TableData m_table;
};

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
