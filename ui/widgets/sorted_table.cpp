// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sorted_table.h"

#include "ui/widgets/table_model.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QRegularExpression>
#include <QSortFilterProxyModel>

#include <algorithm>

namespace vitrine {

SortedTable::SortedTable(QWidget* parent)
    : QTableView(parent)
    , m_sorted(new QSortFilterProxyModel(this))
{
    m_sorted->setSortRole(TableModel::SortRole);
    m_sorted->setFilterRole(TableModel::OriginalRole);
    setModel(m_sorted);
    setSortingEnabled(true);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setWordWrap(false);
    setShowGrid(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(26);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    // Measuring every cell of a large table would hold the window up; the first rows are like the others.
    horizontalHeader()->setResizeContentsPrecision(200);
    auto* copy = new QAction(tr("&Copy"), this);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, &SortedTable::copy);
    addAction(copy);
    setContextMenuPolicy(Qt::ActionsContextMenu);
}

void SortedTable::setTable(const TableData& table)
{
    auto* former = m_sorted->sourceModel();
    m_sorted->setSourceModel(new TableModel(table, m_sorted));
    delete former;
    sortByColumn(-1, Qt::AscendingOrder);
    horizontalHeader()->setStretchLastSection(false); // on again below: the rest is measured anew
    resizeColumnsToContents();
    for (int column = 0; column < m_sorted->columnCount(); ++column)
        setColumnWidth(column, std::clamp(columnWidth(column) + 8, 56, 420));
    horizontalHeader()->setStretchLastSection(true);
}

void SortedTable::showOnly(int column, const QString& text)
{
    m_sorted->setFilterKeyColumn(column);
    m_sorted->setFilterRegularExpression(
        text.isEmpty() ? QString() : QRegularExpression::anchoredPattern(QRegularExpression::escape(text)));
}

QString SortedTable::copyText() const
{
    QList<int> rows;
    for (const QModelIndex& index : selectionModel()->selectedRows())
        rows << index.row();
    std::sort(rows.begin(), rows.end());
    const bool all = rows.isEmpty();
    for (int row = 0; all && row < m_sorted->rowCount(); ++row)
        rows << row;
    QString text;
    const auto addLine = [&](const auto& cell) {
        for (int column = 0; column < m_sorted->columnCount(); ++column)
            text += (column > 0 ? QStringLiteral("\t") : QString()) + cell(column).toString();
        text += QLatin1Char('\n');
    };
    addLine([&](int column) { return m_sorted->headerData(column, Qt::Horizontal); });
    for (const int row : rows)
        addLine([&](int column) { return m_sorted->index(row, column).data(TableModel::OriginalRole); });
    return text;
}

void SortedTable::copy() const { QGuiApplication::clipboard()->setText(copyText()); }

} // namespace vitrine
