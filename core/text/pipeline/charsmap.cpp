// SPDX-License-Identifier: GPL-3.0-or-later
// The file may hold anything: every index is checked, and a walk that leaves the table finds nothing.
#include "core/text/pipeline/charsmap.h"

#include "core/io/files/utf8.h"
#include "core/runtime/error.h"
#include "core/text/unicode/code_points.h"

namespace vitrine {
namespace {

// A unit of Darts-clone's double array.
bool hasLeaf(std::uint32_t unit) { return (unit >> 8 & 1) != 0; }
std::uint32_t labelOf(std::uint32_t unit) { return unit & (std::uint32_t(1) << 31 | 0xFF); }
std::uint32_t valueOf(std::uint32_t unit) { return unit & ~(std::uint32_t(1) << 31); }
std::uint32_t offsetOf(std::uint32_t unit) { return unit >> 10 << ((unit & 1u << 9) >> 6); }

std::uint32_t readUnit(std::string_view bytes)
{
    std::uint32_t unit = 0;
    for (std::size_t i = 0; i < 4; ++i)
        unit |= std::uint32_t(static_cast<unsigned char>(bytes[i])) << (8 * i);
    return unit;
}

} // namespace

Charsmap::Charsmap(std::string_view bytes, std::string_view place, std::string_view file)
{
    const auto refuse = [&](ErrorCode code, const std::string& what) {
        throw Refusal(code, std::string(place) + what, std::string(file));
    };
    if (bytes.size() > maxBytes) {
        refuse(ErrorCode::TooLarge,
            " has " + std::to_string(bytes.size()) + " bytes, more than the " + std::to_string(maxBytes)
                + " that a table of characters may have.");
    }
    const std::size_t trieBytes = bytes.size() < 4 ? 0 : readUnit(bytes);
    if (bytes.size() < 5 || trieBytes >= bytes.size() - 4 || trieBytes % 4 != 0) {
        refuse(ErrorCode::MalformedFile,
            " gives its trie " + std::to_string(trieBytes) + " bytes of " + std::to_string(bytes.size())
                + "; download the file again.");
    }
    for (std::size_t at = 4; at < 4 + trieBytes; at += 4)
        m_units.push_back(readUnit(bytes.substr(at)));
    m_texts = bytes.substr(4 + trieBytes);
    if (m_texts.back() != '\0' || !isUtf8(m_texts))
        refuse(ErrorCode::MalformedFile,
            " has replacements that are no UTF-8 text ending in NUL; download the file again.");
}

std::optional<std::string_view> Charsmap::find(std::string_view utf8) const
{
    if (m_units.empty())
        return std::nullopt;
    std::uint32_t at = offsetOf(m_units[0]);
    for (const char c : utf8) {
        const std::uint32_t byte = static_cast<unsigned char>(c);
        at ^= byte;
        if (byte == 0 || at >= m_units.size() || labelOf(m_units[at]) != byte)
            return std::nullopt;
        const std::uint32_t unit = m_units[at];
        at ^= offsetOf(unit);
        if (hasLeaf(unit))
            return at < m_units.size() ? textAt(valueOf(m_units[at])) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<std::string_view> Charsmap::textAt(std::uint32_t offset) const
{
    if (offset >= m_texts.size() || isUtf8Continuation(m_texts[offset]))
        return std::nullopt;
    const std::string_view text = std::string_view(m_texts).substr(offset);
    return text.substr(0, text.find('\0'));
}

} // namespace vitrine
