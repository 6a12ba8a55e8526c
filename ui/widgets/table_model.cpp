// SPDX-License-Identifier: GPL-3.0-or-later
// One text, three readings: shown with its controls visible, sorted as a number where it is one, copied as it is.
#include "ui/widgets/table_model.h"

#include "ui/support/visible_text.h"

#include <algorithm>

namespace vitrine {

QVariant TableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const QString& text = m_table.rows[std::size_t(index.row())].value(index.column());
    bool isNumber = false;
    const double number = text.toDouble(&isNumber); // C locale, as the table is
    switch (role) {
    case Qt::DisplayRole:
        return visibleText(text);
    case SortRole:
        return isNumber ? QVariant(number) : QVariant(text);
    case OriginalRole:
        return text;
    case Qt::TextAlignmentRole:
        return alignment(index.column());
    default:
        return {};
    }
}

/// A column is right-aligned, its title too, when its first cell that says something is a number.
int TableModel::alignment(int column) const
{
    constexpr std::size_t maxRows = 50;
    bool isNumber = false;
    for (std::size_t row = 0; row < std::min(maxRows, m_table.rows.size()); ++row) {
        const auto cell = m_table.rows[row].value(column);
        if (cell.isEmpty() || cell == QStringLiteral("—"))
            continue;
        cell.toDouble(&isNumber);
        break;
    }
    return int((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal)
        return alignment(section);
    if (role != Qt::DisplayRole)
        return {};
    return orientation == Qt::Horizontal ? QVariant(m_table.header.value(section)) : QVariant(section + 1);
}

} // namespace vitrine
