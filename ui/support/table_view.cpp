// SPDX-License-Identifier: GPL-3.0-or-later
// A plain table view with the usual keys.
#include "ui/support/table_view.h"

#include "ui/support/table_model.h"

#include <QAction>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine {

TableDialog::TableDialog(const QString& title, const ChartTable& table, QWidget* parent)
    : QDialog(parent)
    , m_view(new QTableView(this))
{
    setObjectName(QStringLiteral("tableDialog"));
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    auto* sorted = new QSortFilterProxyModel(this);
    sorted->setSourceModel(new TableModel(table, this));
    sorted->setSortRole(TableModel::SortRole);
    m_view->setObjectName(QStringLiteral("table"));
    m_view->setAccessibleName(title);
    m_view->setModel(sorted);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(-1, Qt::AscendingOrder);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setAlternatingRowColors(false);
    m_view->verticalHeader()->hide();
    // Measuring every cell of a large table would hold the window up; the first rows are like the others.
    m_view->horizontalHeader()->setResizeContentsPrecision(200);
    m_view->resizeColumnsToContents();
    for (int column = 0; column < sorted->columnCount(); ++column)
        m_view->setColumnWidth(column, std::clamp(m_view->columnWidth(column), 48, 320));

    auto* copy = new QAction(tr("&Copy"), m_view);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setText(copyText()); });
    m_view->addAction(copy);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* copyAll = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
    connect(copyAll, &QPushButton::clicked, copy, &QAction::trigger);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(16);
    layout->addWidget(m_view);
    layout->addWidget(buttons);
    resize(720, 480);
}

QString TableDialog::copyText() const
{
    const auto* model = m_view->model();
    QList<int> rows;
    for (const QModelIndex& index : m_view->selectionModel()->selectedRows())
        rows << index.row();
    std::sort(rows.begin(), rows.end());
    const bool all = rows.isEmpty();
    for (int row = 0; all && row < model->rowCount(); ++row)
        rows << row;
    QString text;
    const auto addLine = [&](const auto& cell) {
        for (int column = 0; column < model->columnCount(); ++column)
            text += (column > 0 ? QStringLiteral("\t") : QString()) + cell(column).toString();
        text += QLatin1Char('\n');
    };
    addLine([&](int column) { return model->headerData(column, Qt::Horizontal); });
    for (const int row : rows)
        addLine([&](int column) { return model->index(row, column).data(TableModel::OriginalRole); });
    return text;
}

} // namespace vitrine
