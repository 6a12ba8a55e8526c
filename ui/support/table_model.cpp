// SPDX-License-Identifier: GPL-3.0-or-later
// One text, three readings: shown with its controls visible, sorted as a number where it is one, copied as it is.
#include "ui/support/table_model.h"

#include "ui/charts/visible_text.h"

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
        return int(isNumber ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    return orientation == Qt::Horizontal ? QVariant(m_table.header.value(section)) : QVariant(section + 1);
}

} // namespace vitrine
