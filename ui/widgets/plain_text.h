// SPDX-License-Identifier: GPL-3.0-or-later
// Text of unknown origin (labels, file names, messages) on its way to the screen: never markup, never a mnemonic.
#pragma once

#include "ui/support/theme.h"

#include <QLabel>
#include <QString>

#include <optional>

namespace vitrine {

/// Longest foreign name in a line, and longest text of a label, a tool tip or a menu, in UTF-16 units. Laying out a
/// name of a megabyte takes seconds, and nobody could read it.
inline constexpr int longestName = 500;
inline constexpr int longestLabel = 4000;

/// At most `longestName` of `text` in one line between U+2068 and U+2069, so that its direction stays its own;
/// invisible characters are shown.
QString isolated(const QString& text);
/// At most `longestLabel` of `text` for tool tips, which would otherwise guess that text is markup.
QString plainToolTip(const QString& text);
/// For menus and buttons, where & would underline a letter.
QString withoutMnemonic(const QString& text);
/// At most `maxLength` characters of `text`, in one line, with "…" where it was cut.
QString shortened(const QString& text, int maxLength);

/// A label that is always plain text. When elided it gives way to narrow spaces, and its tool tip holds the whole.
class PlainLabel : public QLabel {
    Q_OBJECT
public:
    explicit PlainLabel(const QString& text = {}, QWidget* parent = nullptr);

    /// `look` of the style sheet ("muted", "heading", "title", …); sets the font of that role too.
    static PlainLabel* make(const QString& text, const char* look, QWidget* parent = nullptr);

    /// Shows at most `longestLabel` of `text`.
    void setText(const QString& text);
    /// The font of `role`, also after the text was magnified.
    void setRole(TextRole role);
    void setElided(bool elided);
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    bool m_elided = false;
    std::optional<TextRole> m_role;
};

/// Changes the dynamic property `name` and lets the style sheet see it.
void setLook(QWidget* widget, const char* look);
void setStyleProperty(QWidget* widget, const char* name, const QVariant& value);

} // namespace vitrine
