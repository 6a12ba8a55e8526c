// SPDX-License-Identifier: GPL-3.0-or-later
// Narrow on purpose: an icon with a word under it.
#include "ui/window/page_bar.h"

#include "ui/support/theme.h"

#include <QAction>
#include <QToolButton>
#include <QVBoxLayout>

namespace vitrine {

PageBar::PageBar(QWidget* parent)
    : QFrame(parent)
{
    setProperty("look", QStringLiteral("bar"));
    setObjectName(QStringLiteral("pageBar"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 8);
    layout->setSpacing(0);
    layout->addStretch(1);
}

void PageBar::addPage(QAction* action)
{
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setIconSize({ 22, 22 });
    button->setProperty("look", QStringLiteral("page"));
    button->setFont(textFont(TextRole::Small));
    button->setText(action->iconText());
    button->setAccessibleName(action->iconText());
    button->setFocusPolicy(Qt::TabFocus);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setMinimumSize(72, 62);
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->insertWidget(column->count() - 1, button);
}

} // namespace vitrine
