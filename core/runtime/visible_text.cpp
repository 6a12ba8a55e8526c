// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8 is decoded here by hand: this room stands below every library.
#include "core/runtime/visible_text.h"

#include <array>
#include <cstdint>
#include <utility>

namespace vitrine {
namespace {

constexpr char32_t replacement = 0xFFFD;
constexpr std::string_view ellipsis = "…";

/// Categories Cc, Cf, Zl and Zp of Unicode, and tags; not U+200D, which joins emoji.
constexpr std::array<std::pair<char32_t, char32_t>, 23> steering { {
    { 0x00, 0x1F },
    { 0x7F, 0x9F },
    { 0xAD, 0xAD },
    { 0x600, 0x605 },
    { 0x61C, 0x61C },
    { 0x6DD, 0x6DD },
    { 0x70F, 0x70F },
    { 0x890, 0x891 },
    { 0x8E2, 0x8E2 },
    { 0x180E, 0x180E },
    { 0x200B, 0x200C },
    { 0x200E, 0x200F },
    { 0x2028, 0x202E },
    { 0x2060, 0x2064 },
    { 0x2066, 0x206F },
    { 0xFEFF, 0xFEFF },
    { 0xFFF9, 0xFFFB },
    { 0x110BD, 0x110BD },
    { 0x110CD, 0x110CD },
    { 0x13430, 0x1343F },
    { 0x1BCA0, 0x1BCA3 },
    { 0x1D173, 0x1D17A },
    { 0xE0001, 0xE007F },
} };

bool steers(char32_t code)
{
    for (const auto& [first, last] : steering) {
        if (code >= first && code <= last)
            return true;
    }
    return false;
}

/// Takes one character from the front of `text`, which is not empty.
std::pair<char32_t, std::string_view> taken(std::string_view& text)
{
    const auto lead = std::uint8_t(text[0]);
    const std::size_t length = lead < 0x80 ? 1
        : lead < 0xC2                      ? 0
        : lead < 0xE0                      ? 2
        : lead < 0xF0                      ? 3
        : lead < 0xF5                      ? 4
                                           : 0;
    char32_t code = length == 1 ? lead : length == 0 ? replacement : lead & (0x7F >> length);
    bool valid = length > 0 && length <= text.size();
    for (std::size_t i = 1; valid && i < length; ++i) {
        const auto byte = std::uint8_t(text[i]);
        valid = (byte & 0xC0) == 0x80;
        code = code << 6 | (byte & 0x3F);
    }
    valid = valid && !(length == 3 && (code < 0x800 || (code >= 0xD800 && code < 0xE000)))
        && !(length == 4 && (code < 0x10000 || code > 0x10FFFF));
    const std::string_view bytes = text.substr(0, valid ? length : 1);
    text.remove_prefix(bytes.size());
    return valid ? std::pair(code, bytes) : std::pair(replacement, std::string_view("\uFFFD"));
}

void append(std::string& out, char32_t code, std::string_view bytes)
{
    if (code == '\n' || code == '\t') {
        out += ' ';
    } else if (steers(code)) {
        constexpr std::string_view digits = "0123456789ABCDEF";
        out += "<U+";
        for (int shift = code > 0xFFFF ? 20 : 12; shift >= 0; shift -= 4)
            out += digits[std::size_t(code >> shift & 15)];
        out += '>';
    } else {
        out += bytes;
    }
}

bool continues(char byte) { return (std::uint8_t(byte) & 0xC0) == 0x80; }

} // namespace

std::string visible(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const auto [code, bytes] = taken(text);
        append(out, code, bytes);
    }
    return out;
}

std::string shown(std::string_view text, std::size_t most)
{
    std::string out;
    for (std::size_t count = 0; !text.empty(); ++count) {
        if (count == most)
            return out += ellipsis;
        const auto [code, bytes] = taken(text);
        append(out, code, bytes);
    }
    return out;
}

std::string bounded(std::string sentence, std::size_t bytes)
{
    if (sentence.size() <= bytes)
        return sentence;
    std::size_t head = (bytes - ellipsis.size()) / 2;
    std::size_t tail = sentence.size() - (bytes - ellipsis.size() - head);
    while (head > 0 && continues(sentence[head]))
        --head;
    while (tail < sentence.size() && continues(sentence[tail]))
        ++tail;
    return sentence.substr(0, head).append(ellipsis).append(sentence, tail);
}

} // namespace vitrine
