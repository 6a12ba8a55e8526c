// SPDX-License-Identifier: GPL-3.0-or-later
// Implements Table 3-7 of the Unicode standard: the second bytes that each lead byte allows.
#include "core/io/files/utf8.h"

namespace vitrine {

int utf8SequenceLength(std::string_view text)
{
    const auto byte = [text](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const auto continues = [&byte](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
    const unsigned lead = byte(0);
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4 || !continues(1))
        return 0;
    if (lead < 0xE0)
        return 2;
    const unsigned second = byte(1);
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90)
        || (lead == 0xF4 && second > 0x8F) || !continues(2))
        return 0;
    if (lead < 0xF0)
        return 3;
    return continues(3) ? 4 : 0;
}

bool isUtf8(std::string_view text)
{
    while (!text.empty()) {
        const int length = utf8SequenceLength(text);
        if (length == 0)
            return false;
        text.remove_prefix(std::size_t(length));
    }
    return true;
}

std::string toUtf8(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const int length = utf8SequenceLength(text);
        if (length == 0)
            result += "\xEF\xBF\xBD";
        else
            result += text.substr(0, std::size_t(length));
        text.remove_prefix(length == 0 ? 1 : std::size_t(length));
    }
    return result;
}

std::string shortened(std::string_view text, std::size_t bytes)
{
    if (text.size() <= bytes)
        return std::string(text);
    std::size_t end = bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return std::string(text.substr(0, end)) + "…";
}

} // namespace vitrine
