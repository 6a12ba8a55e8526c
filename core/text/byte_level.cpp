// SPDX-License-Identifier: GPL-3.0-or-later
// Words are cut first and written as bytes afterwards, in one pass over the characters.
#include "core/text/byte_level.h"

#include "core/io/json_field.h"
#include "core/text/code_points.h"
#include "core/text/gpt2_words.h"
#include "core/text/split.h"

#include <array>

namespace vitrine {
namespace {

    constexpr std::array<char16_t, 256> byteCharacters = [] {
        std::array<char16_t, 256> characters {};
        char16_t next = 0x100;
        for (unsigned byte = 0; byte < 256; ++byte) {
            const bool isSeen = (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
            characters[byte] = isSeen ? static_cast<char16_t>(byte) : next++;
        }
        return characters;
    }();

    void prependBlanks(PreTokens& text)
    {
        PreTokens out;
        out.characters.reserve(text.characters.size() + text.pieces.size());
        for (const CharacterRange piece : text.pieces) {
            const auto first = static_cast<std::uint32_t>(out.characters.size());
            const Character& front = text.characters[piece.first];
            if (front.codePoint != ' ')
                out.characters.push_back({ ' ', front.begin, front.end });
            out.characters.insert(out.characters.end(), text.characters.begin() + piece.first, text.characters.begin() + piece.last);
            out.pieces.push_back({ first, static_cast<std::uint32_t>(out.characters.size()) });
        }
        text = std::move(out);
    }

    void appendBytes(const Character& c, Characters& out)
    {
        if (c.codePoint < 0x80) {
            out.push_back({ byteCharacters[c.codePoint], c.begin, c.end });
            return;
        }
        std::string utf8;
        appendUtf8(c.codePoint, utf8);
        for (const char byte : utf8)
            out.push_back({ byteCharacters[static_cast<unsigned char>(byte)], c.begin, c.end });
    }

} // namespace

char32_t byteCharacter(unsigned char byte) { return byteCharacters[byte]; }

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
