// SPDX-License-Identifier: GPL-3.0-or-later
// Where a text is typed or pasted; however long the paste, the window stays alive.
#pragma once

#include <QFrame>
#include <QPlainTextEdit>

namespace vitrine {

/// The editor inside the field. Text beyond the limit is not taken, and tooMuch() says how much there was.
class TextEdit : public QPlainTextEdit {
    Q_OBJECT
public:
    /// Longer than the longest context of any model this program reads, and quick to lay out.
    static constexpr qsizetype maxCharacters = 40'000;

    using QPlainTextEdit::QPlainTextEdit;

    /// Replaces the whole text as one step that can be undone.
    void replaceText(const QString& text);

Q_SIGNALS:
    void submitted(); ///< Ctrl+Enter
    void longTextComing(); ///< just before a text is inserted that takes time to lay out
    void tooMuch(qsizetype given);
    void focusChanged(bool focused);

protected:
    void insertFromMimeData(const QMimeData* source) override;
    bool canInsertFromMimeData(const QMimeData* source) const override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void insertLimited(QTextCursor& cursor, const QString& text, qsizetype room);
};

/// A rounded card around the editor that grows from two lines to six.
class TextField : public QFrame {
    Q_OBJECT
public:
    explicit TextField(QWidget* parent = nullptr);

    TextEdit* edit() const { return m_edit; }
    QString text() const;
    void setText(const QString& text);

private:
    void setLines(int lines);
    void fitHeight();
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

    TextEdit* m_edit;
};

} // namespace vitrine
