// SPDX-License-Identifier: GPL-3.0-or-later
// Words are cut first and written as bytes afterwards, in one pass over the characters.
#include "core/text/pipeline/byte_level.h"

#include "core/io/json/json_field.h"
#include "core/text/pipeline/gpt2_words.h"
#include "core/text/pipeline/split.h"
#include "core/text/unicode/code_points.h"

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

void ByteLevelPreTokenizer::apply(PreTokens& text) const
{
    if (m_options.addPrefixSpace)
        prependBlanks(text);
    if (m_options.useRegex)
        SplitPreTokenizer(matchGpt2Words(), SplitBehavior::Isolated).apply(text);
    Characters bytes;
    bytes.reserve(text.characters.size());
    for (CharacterRange& piece : text.pieces) {
        const auto first = static_cast<std::uint32_t>(bytes.size());
        for (std::uint32_t i = piece.first; i < piece.last; ++i)
            appendBytes(text.characters[i], bytes);
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

} // namespace vitrine
