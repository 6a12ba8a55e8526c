// SPDX-License-Identifier: GPL-3.0-or-later
// All roads by which foreign text reaches a widget lead through here.
#include "ui/widgets/plain_text.h"

#include "ui/support/visible_text.h"
#include <QEvent>
#include <QPainter>
#include <QStyle>
#include <QVariant>

#include <cstring>

namespace vitrine {

namespace {

/// The first `most` characters of `text`, with "…" where more stood.
QString cut(const QString& text, qsizetype most)
{
    if (text.size() <= most)
        return text;
    auto start = text.left(most);
    if (start.back().isHighSurrogate())
        start.chop(1);
    return start + QChar(0x2026);
}

} // namespace

QString isolated(const QString& text)
{
    const auto visible = visibleText(cut(text, longestName));
    return visible.startsWith(QChar(0x2068)) ? visible : QChar(0x2068) + visible + QChar(0x2069);
}

QString plainToolTip(const QString& text)
{
    return text.isEmpty()
        ? QString()
        : QStringLiteral("<p>%1</p>")
              .arg(cut(text, longestLabel).toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>")));
}

QString withoutMnemonic(const QString& text)
{
    return cut(text, longestLabel).replace(QLatin1Char('&'), QLatin1String("&&"));
}

QString shortened(const QString& text, int maxLength)
{
    auto line = text.left(maxLength + 1).simplified();
    if (text.size() <= maxLength)
        return line;
    line.truncate(maxLength);
    if (!line.isEmpty() && line.back().isHighSurrogate())
        line.chop(1);
    return line.trimmed() + QChar(0x2026);
}

PlainLabel::PlainLabel(const QString& text, QWidget* parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setOpenExternalLinks(false);
    setText(text);
}

void PlainLabel::setText(const QString& text) { QLabel::setText(cut(text, longestLabel)); }

PlainLabel* PlainLabel::make(const QString& text, const char* look, QWidget* parent)
{
    auto* label = new PlainLabel(text, parent);
    label->setProperty("look", QLatin1String(look));
    if (std::strcmp(look, "heading") == 0)
        label->setRole(TextRole::Heading);
    else if (std::strcmp(look, "title") == 0)
        label->setRole(TextRole::Title);
    return label;
}

void PlainLabel::setRole(TextRole role)
{
    m_role = role;
    setFont(textFont(role));
}

void PlainLabel::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange && m_role) // the text was magnified
        setFont(textFont(*m_role));
}

void PlainLabel::setElided(bool elided)
{
    m_elided = elided;
    setWordWrap(false);
    setSizePolicy(elided ? QSizePolicy::Ignored : QSizePolicy::Preferred, QSizePolicy::Preferred);
    updateGeometry();
    update();
}

QSize PlainLabel::minimumSizeHint() const
{
    const auto hint = QLabel::minimumSizeHint();
    return m_elided ? QSize(24, hint.height()) : hint;
}

void PlainLabel::paintEvent(QPaintEvent* event)
{
    if (!m_elided) {
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter(this);
    const auto area = contentsRect();
    const auto shown = fontMetrics().elidedText(text(), Qt::ElideRight, area.width());
    const auto tip = shown == text() ? QString() : plainToolTip(text());
    if (tip != toolTip())
        setToolTip(tip);
    style()->drawItemText(
        &painter, area, int(alignment()) | Qt::TextSingleLine, palette(), isEnabled(), shown, foregroundRole());
}

void setStyleProperty(QWidget* widget, const char* name, const QVariant& value)
{
    if (widget->property(name) == value)
        return;
    widget->setProperty(name, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

void setLook(QWidget* widget, const char* look) { setStyleProperty(widget, "look", QLatin1String(look)); }

} // namespace vitrine
