// SPDX-License-Identifier: GPL-3.0-or-later
// Of several white-space characters before a word all but the last are one piece; the last, if it is a blank, joins the
// word.
#include "core/text/pipeline/gpt2_words.h"

#include "core/text/unicode/unicode.h"

#include <array>

namespace vitrine {
namespace {

using Piece = std::span<const Character>;

enum class Kind { Letter, Number, Space, Other };

Kind kindOf(const Character& c)
{
    if (isLetter(c.codePoint))
        return Kind::Letter;
    if (isWhiteSpace(c.codePoint))
        return Kind::Space;
    return isRegexNumber(c.codePoint) ? Kind::Number : Kind::Other;
}

/// Characters of the English ending that the piece has at `first`, or 0.
std::size_t contraction(Piece piece, std::size_t first)
{
    static constexpr std::array<std::u32string_view, 7> endings { U"'s", U"'t", U"'re", U"'ve", U"'m", U"'ll", U"'d" };
    if (piece[first].codePoint != '\'')
        return 0;
    for (const std::u32string_view ending : endings) {
        std::size_t same = 1;
        while (same < ending.size() && first + same < piece.size() && piece[first + same].codePoint == ending[same])
            ++same;
        if (same == ending.size())
            return same;
    }
    return 0;
}

std::size_t endOfRun(Piece piece, std::size_t first, Kind kind)
{
    while (first < piece.size() && kindOf(piece[first]) == kind)
        ++first;
    return first;
}

/// End of the word that begins at `first`.
std::size_t endOfWord(Piece piece, std::size_t first)
{
    if (const std::size_t length = contraction(piece, first))
        return first + length;
    const bool hasBlank = piece[first].codePoint == ' ' && first + 1 < piece.size();
    const std::size_t begin = hasBlank ? first + 1 : first;
    if (const Kind kind = kindOf(piece[begin]); kind != Kind::Space)
        return endOfRun(piece, begin + 1, kind);
    const std::size_t end = endOfRun(piece, begin + 1, Kind::Space);
    return end == piece.size() || end == first + 1 ? end : end - 1;
}

} // namespace

SplitPattern matchGpt2Words()
{
    return [](Piece piece, std::vector<SplitPart>& parts) {
        for (std::size_t first = 0; first < piece.size();) {
            const std::size_t last = endOfWord(piece, first);
            parts.push_back({ { static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last) }, true });
            first = last;
        }
    };
}

} // namespace vitrine
