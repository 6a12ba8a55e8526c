// SPDX-License-Identifier: GPL-3.0-or-later
// A paste is cut before the editor sees it: laying out a megabyte in one line takes it the better part of a second.
#include "ui/window/text_field.h"

#include "ui/support/theme.h"
#include "ui/widgets/plain_text.h"

#include <QAbstractTextDocumentLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QTextCursor>

#include <cmath>

namespace vitrine {

namespace {

constexpr qsizetype longText = 2000; // characters that are sure to fill the field
constexpr int minLines = 2;
constexpr int maxLines = 6;

} // namespace

/// Puts as much of `text` at `cursor` as has room.
void TextEdit::insertLimited(QTextCursor& cursor, const QString& text, qsizetype room)
{
    auto kept = text.left(std::max<qsizetype>(room, 0));
    if (kept.size() < text.size() && !kept.isEmpty() && kept.back().isHighSurrogate())
        kept.chop(1);
    if (kept.size() > longText)
        Q_EMIT longTextComing();
    cursor.insertText(kept);
    if (kept.size() < text.size())
        Q_EMIT tooMuch(text.size());
}

void TextEdit::replaceText(const QString& text)
{
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    cursor.select(QTextCursor::Document);
    insertLimited(cursor, text, maxCharacters);
    cursor.endEditBlock();
    setTextCursor(cursor);
}

bool TextEdit::canInsertFromMimeData(const QMimeData* source) const { return source->hasText() && !source->hasUrls(); }

void TextEdit::insertFromMimeData(const QMimeData* source)
{
    const auto text = source->text();
    auto cursor = textCursor();
    const auto selected = cursor.selectionEnd() - cursor.selectionStart();
    insertLimited(cursor, text, maxCharacters - (document()->characterCount() - 1 - selected));
    ensureCursorVisible();
}

void TextEdit::keyPressEvent(QKeyEvent* event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && event->modifiers().testFlag(Qt::ControlModifier)) {
        Q_EMIT submitted();
        return;
    }
    if (event->key() == Qt::Key_Escape) { // cancels what runs, further up
        event->ignore();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void TextEdit::focusInEvent(QFocusEvent* event)
{
    QPlainTextEdit::focusInEvent(event);
    Q_EMIT focusChanged(true);
}

void TextEdit::focusOutEvent(QFocusEvent* event)
{
    QPlainTextEdit::focusOutEvent(event);
    Q_EMIT focusChanged(false);
}

TextField::TextField(QWidget* parent)
    : QFrame(parent)
    , m_edit(new TextEdit)
{
    setProperty("look", QStringLiteral("card"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->addWidget(m_edit);
    m_edit->setObjectName(QStringLiteral("textEdit"));
    m_edit->setAccessibleName(tr("Text"));
    m_edit->setAccessibleDescription(tr("The text to explain. Ctrl+Enter explains it."));
    m_edit->setPlaceholderText(tr("Type or paste a text, then press Ctrl+Enter"));
    m_edit->setFrameShape(QFrame::NoFrame);
    m_edit->setTabChangesFocus(true);
    m_edit->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_edit->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto font = textFont(TextRole::Body);
    font.setPointSizeF(font.pointSizeF() * 1.15);
    m_edit->setFont(font);
    m_edit->document()->setDocumentMargin(4);
    connect(
        m_edit, &TextEdit::focusChanged, this, [this](bool focused) { setStyleProperty(this, "focused", focused); });
    connect(m_edit->document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
        &TextField::fitHeight);
    // A long text is laid out once: height and width are final before it comes.
    connect(m_edit, &TextEdit::longTextComing, this, [this] {
        m_edit->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
        setLines(maxLines);
    });
    fitHeight();
}

QString TextField::text() const { return m_edit->toPlainText(); }

void TextField::setText(const QString& text)
{
    if (text != this->text())
        m_edit->replaceText(text);
}

void TextField::setLines(int lines)
{
    const int height
        = int(std::ceil(lines * m_edit->fontMetrics().lineSpacing() + 2 * m_edit->document()->documentMargin())) + 2;
    m_edit->setFixedHeight(height);
}

/// QPlainTextEdit measures its document in lines, not in pixels.
void TextField::fitHeight()
{
    const bool isLong = m_edit->document()->characterCount() > longText;
    if (!isLong)
        m_edit->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setLines(isLong ? maxLines : std::clamp(int(std::ceil(m_edit->document()->size().height())), minLines, maxLines));
}

void TextField::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitHeight();
}

void TextField::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    fitHeight();
}

} // namespace vitrine
