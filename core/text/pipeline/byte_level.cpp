// SPDX-License-Identifier: GPL-3.0-or-later
// Words are cut first and written as bytes afterwards, in one pass over the characters.
#include "core/text/pipeline/byte_level.h"

#include "core/io/json/json_field.h"
#include "core/text/pipeline/split.h"
#include "core/text/unicode/code_points.h"
#include "core/text/unicode/unicode.h"

#include <array>

namespace vitrine {
namespace {

void prependBlanks(PreTokens& text)
{
    PreTokens out;
    out.characters.reserve(text.characters.size() + text.pieces.size());
    for (const CharacterRange piece : text.pieces) {
        const auto first = static_cast<std::uint32_t>(out.characters.size());
        const Character& front = text.characters[piece.first];
        if (front.codePoint != ' ')
            out.characters.push_back({ ' ', front.begin, front.end });
        out.characters.insert(
            out.characters.end(), text.characters.begin() + piece.first, text.characters.begin() + piece.last);
        out.pieces.push_back({ first, static_cast<std::uint32_t>(out.characters.size()) });
    }
    text = std::move(out);
}

void appendBytes(const Character& c, Characters& out)
{
    if (c.codePoint < 0x80) {
        out.push_back({ byteCharacter(static_cast<unsigned char>(c.codePoint)), c.begin, c.end });
        return;
    }
    std::string utf8;
    appendUtf8(c.codePoint, utf8);
    for (const char byte : utf8)
        out.push_back({ byteCharacter(static_cast<unsigned char>(byte)), c.begin, c.end });
}

} // namespace

void ByteLevelPreTokenizer::cut(PreTokens& text, const StepLimits& limits) const
{
    if (m_options.addPrefixSpace)
        prependBlanks(text);
    if (m_options.useRegex)
        SplitPreTokenizer(matchGpt2Words(), SplitBehavior::Isolated).apply(text, limits);
    Characters bytes;
    bytes.reserve(text.characters.size());
    for (CharacterRange& piece : text.pieces) {
        const auto first = static_cast<std::uint32_t>(bytes.size());
        for (std::uint32_t i = piece.first; i < piece.last; ++i) {
            appendBytes(text.characters[i], bytes);
            if ((i & 4095u) == 4095u)
                limits.check(bytes.size());
        }
        piece = { first, static_cast<std::uint32_t>(bytes.size()) };
    }
    text.characters = std::move(bytes);
}

std::unique_ptr<PreTokenizer> makeByteLevel(const JsonField& step)
{
    const auto flag = [&step](std::string_view key) {
        const auto field = step.find(key);
        return !field || field->boolean();
    };
    return std::make_unique<ByteLevelPreTokenizer>(ByteLevelOptions { flag("add_prefix_space"), flag("use_regex") });
}

// Of several white-space characters before a word all but the last are one piece; the last, if it is a blank, joins the
// word.

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
