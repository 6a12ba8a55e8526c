// SPDX-License-Identifier: GPL-3.0-or-later
// Questions about single code points, answered as the published tokenizers answer them (see unicode_tables.h).
#pragma once

#include <vector>

namespace vitrine {

/// One of the 25 white-space characters of Unicode. U+200B, U+FEFF and U+180E are none.
bool isWhiteSpace(char32_t c);

/// Removed by BertNormalizer's clean_text: controls except tab, LF and CR, old format characters, private use, U+FFFD.
bool isDroppedByBert(char32_t c);

/// An accent to BertNormalizer (once decomposed).
bool isBertAccent(char32_t c);

/// Any combining mark, as the stand-alone step StripAccents sees it.
bool isMark(char32_t c);

/// ASCII punctuation and symbols, and punctuation of all scripts.
bool isPunctuation(char32_t c);

/// The eight blocks that BERT puts blanks around: Chinese characters, but neither Kana nor Hangul.
bool isIdeograph(char32_t c);

/// A number of any script (Nd, Nl, No).
bool isNumber(char32_t c);

/// `\p{N}` of regular expressions, which knows a few numbers less.
bool isRegexNumber(char32_t c);

/// A letter of any script, `\p{L}`.
bool isLetter(char32_t c);

/// `\w` of regular expressions.
bool isWordCharacter(char32_t c);

/// Simple lower case, without context. U+0130 is the one character that becomes two: `i` and combiningDotAbove.
char32_t lowerCase(char32_t c);
constexpr char32_t dottedI = 0x130;
constexpr char32_t combiningDotAbove = 0x307;

/// Canonical combining class, 0 for starters.
int combiningClass(char32_t c);

/// Appends the full canonical (or compatibility) decomposition of `c`, which may be `c` itself.
void decompose(char32_t c, bool compatibility, std::vector<char32_t>& out);

/// The character that the two make together, or 0.
char32_t compose(char32_t first, char32_t second);

} // namespace vitrine
