// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_view.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace vitrine {

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
