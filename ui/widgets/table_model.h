// SPDX-License-Identifier: GPL-3.0-or-later
// A chart's table as an item model.
#pragma once

#include "ui/widgets/table_data.h"

#include <QAbstractTableModel>

namespace vitrine {

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

} // namespace vitrine
