// SPDX-License-Identifier: GPL-3.0-or-later
// One text, three readings: shown with its controls visible, sorted as a number where it is one, copied as it is.
#include "ui/widgets/table.h"

#include "ui/support/visible_text.h"

#include <QAction>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPushButton>
#include <QRegularExpression>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

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

TableDialog::TableDialog(const QString& title, const TableData& table, QWidget* parent)
    : QDialog(parent)
    , m_view(new SortedTable(this))
{
    setObjectName(QStringLiteral("tableDialog"));
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    m_view->setObjectName(QStringLiteral("table"));
    m_view->setAccessibleName(title);
    m_view->setTable(table);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole), &QPushButton::clicked, m_view,
        &SortedTable::copy);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(16);
    layout->addWidget(m_view);
    layout->addWidget(buttons);
    resize(720, 480);
}

} // namespace vitrine
