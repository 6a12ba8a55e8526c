// SPDX-License-Identifier: GPL-3.0-or-later
// Characters nobody can see, made visible: text of unknown origin may hide what it does to the line it stands in.
#pragma once

#include <QString>

#include <vector>

namespace vitrine {

/// A stretch of text to draw as it is, or the name of one invisible character to draw in a small box.
struct VisibleRun {
    QString text;
    bool boxed = false;
};

/// Cuts `text` into runs. Control and format characters, white space other than a single inner space and lone
/// surrogates are boxed; joiners inside a character (emoji families, Indic clusters) and variation selectors stay where
/// they work.
std::vector<VisibleRun> visibleRuns(const QString& text);

/// The same in one line, boxes as "⟨RLO⟩", isolated from the text around it (U+2068 … U+2069) when it is right-to-left.
QString visibleText(const QString& text);

} // namespace vitrine
