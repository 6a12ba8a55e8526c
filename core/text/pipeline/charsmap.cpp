// SPDX-License-Identifier: GPL-3.0-or-later
// Strict decoding: unused bits at the end must be zero.
#include "core/text/pipeline/charsmap.h"

#include "core/io/files/utf8.h"
#include "core/io/json/json_field.h"
#include "core/runtime/error.h"
#include "core/text/pipeline/normalizer.h"
#include "core/text/unicode/code_points.h"
#include "core/text/unicode/graphemes.h"

#include <cstdint>

namespace vitrine {

std::optional<std::string> fromBase64(std::string_view text)
{
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (text.size() % 4 != 0)
        return std::nullopt;
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text.substr(0, text.size() - padding)) {
        const std::size_t value = alphabet.find(c);
        if (value == std::string_view::npos)
            return std::nullopt;
        bits = (bits << 6) | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes.push_back(static_cast<char>((bits >> count) & 0xFF));
            bits &= (1u << count) - 1;
        }
    }
    if (bits != 0)
        return std::nullopt;
    return bytes;
}

// The file may hold anything: every index is checked, and a walk that leaves the table finds nothing.

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
                + " that a table of characters may have; download the file again.");
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

// Places follow by count (placeByCount()), which is not the same as by cluster where a replacement is shorter or
// longer.

namespace {

constexpr std::size_t longestClusterBytes = 5;

void appendReplacement(std::string_view text, int replaced, std::vector<RewrittenCharacter>& out)
{
    int left = replaced;
    for (std::size_t at = 0; at < text.size(); --left)
        out.push_back({ readUtf8(text, at), left > 0 ? 1 : 0 });
    if (left > 0 && !out.empty())
        out.back().consumed += left;
}

} // namespace

void PrecompiledNormalizer::rewrite(Characters& text, const StepLimits& limits) const
{
    PeriodicCheck check(limits.progress());
    std::vector<RewrittenCharacter> out;
    out.reserve(text.size());
    bool modified = false;
    std::size_t nextCheck = text.size() + charactersAlways;
    GraphemeBoundaries boundaries;
    std::string utf8;
    const auto replace = [&](int characters) {
        const auto found = m_charsmap.find(utf8);
        if (found) {
            if (found->size() > 64)
                limits.check(out.size() + found->size() / 4); // as many characters at least
            appendReplacement(*found, characters, out);
            modified = true;
        }
        return found.has_value();
    };
    for (std::size_t first = 0, last = 0; first < text.size(); first = last) {
        check();
        if (out.size() > nextCheck) {
            limits.check(out.size());
            nextCheck = out.size() + 4096;
        }
        utf8.clear();
        do
            appendUtf8(text[last++].codePoint, utf8);
        while (last < text.size() && !boundaries.isBoundary(text[last - 1].codePoint, text[last].codePoint));
        if (utf8.size() <= longestClusterBytes && replace(static_cast<int>(last - first)))
            continue;
        for (std::size_t i = first; i < last; ++i) {
            utf8.clear();
            appendUtf8(text[i].codePoint, utf8);
            if (!replace(1))
                out.push_back({ text[i].codePoint, 1 });
        }
    }
    if (modified)
        placeByCount(text, out);
}

std::unique_ptr<Normalizer> makePrecompiled(const JsonField& step)
{
    const JsonField field = step.at("precompiled_charsmap");
    const auto bytes = fromBase64(field.string());
    if (!bytes)
        field.refuse("be base64");
    return std::make_unique<PrecompiledNormalizer>(
        Charsmap(*bytes, "tokenizer.json: " + field.path(), "tokenizer.json"));
}

} // namespace vitrine
