// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/find_bar.h"

#include "ui/support/icons.h"
#include "ui/widgets/plain_text.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

namespace vitrine {

FindBar::FindBar(QWidget* parent)
    : QFrame(parent)
    , m_line(new QLineEdit)
    , m_note(PlainLabel::make({}, "muted"))
{
    setObjectName(QStringLiteral("findBar"));
    setProperty("look", QStringLiteral("card"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->addWidget(m_line, 1);
    layout->addWidget(m_note);
    auto* close = new QToolButton;
    close->setIcon(lineIcon(QStringLiteral("close")));
    close->setAccessibleName(tr("Close the search"));
    layout->addWidget(close);
    m_line->setPlaceholderText(tr("Find a token, Enter for the next"));
    m_line->setAccessibleName(tr("Find a token"));
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_line, &QLineEdit::textEdited, this, [this](const QString& text) { Q_EMIT searched(text, false); });
    connect(m_line, &QLineEdit::returnPressed, this, [this] { Q_EMIT searched(m_line->text(), true); });
    hide();
}

void FindBar::open()
{
    show();
    m_line->selectAll();
    m_line->setFocus(Qt::ShortcutFocusReason);
}

void FindBar::setFound(bool found) { m_note->setText(found || m_line->text().isEmpty() ? QString() : tr("not found")); }

} // namespace vitrine
