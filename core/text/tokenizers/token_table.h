// SPDX-License-Identifier: GPL-3.0-or-later
// Where the texts of tokens stand, and which token has a given text: four bytes and a few beside the text itself, since
// vocabularies have up to ten million.
#pragma once

#include "core/runtime/seeded_hash.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Longest text of a token, in bytes; longer ones are refused. The longest of published vocabularies have a few
/// hundred.
inline constexpr std::size_t maxTokenBytes = 4096;

/// Texts one behind the other, each with its length before it.
class TokenTexts {
public:
    /// Room for so many bytes of texts and lengths; memory is taken when it is used.
    void reserve(std::size_t bytes) { m_bytes.reserve(bytes); }

    /// Appends a text of at most maxTokenBytes. Returns where at() finds it.
    std::uint32_t add(std::string_view text)
    {
        const auto start = static_cast<std::uint32_t>(m_bytes.size());
        m_bytes.push_back(static_cast<char>(text.size() & 0xFF));
        m_bytes.push_back(static_cast<char>(text.size() >> 8));
        m_bytes.append(text);
        return start;
    }

    std::string_view at(std::uint32_t start) const
    {
        const char* place = m_bytes.data() + start;
        const auto byte = [place](int i) { return static_cast<std::size_t>(static_cast<unsigned char>(place[i])); };
        return { place + 2, byte(0) | byte(1) << 8 };
    }

    /// Bytes that are taken, lengths included: at() of this is the end.
    std::uint32_t size() const { return static_cast<std::uint32_t>(m_bytes.size()); }
    /// The text behind the one at `start`.
    std::uint32_t after(std::uint32_t start) const { return start + 2 + static_cast<std::uint32_t>(at(start).size()); }

private:
    std::string m_bytes;
};

/// Finds ids by text. The texts stand elsewhere: `textOf(id)` gives them. A file that names the texts cannot make them
/// collide.
class TokenTable {
public:
    /// Room for `count` texts.
    explicit TokenTable(std::size_t count = 0)
        : m_seed(SeededHash()("seed"))
        , m_factor(SeededHash()("factor") | 1)
        , m_slots(std::bit_ceil(count + count / 2 + 1), vacant)
    {
    }

    /// Adds the text of `id`, below 2²⁴ − 1. The id that had an equal text before, which it replaces, or −1.
    template <typename TextOf> int insert(int id, TextOf&& textOf)
    {
        const std::string_view text = textOf(id);
        const std::uint64_t hash = hashOf(text);
        m_longest = std::max(m_longest, text.size());
        std::size_t at = hash & (m_slots.size() - 1);
        for (; m_slots[at] != vacant; at = (at + 1) & (m_slots.size() - 1)) {
            if (m_slots[at] >> idBits == tagOf(hash) && textOf(idIn(m_slots[at])) == text) {
                const int before = idIn(m_slots[at]);
                m_slots[at] = slotOf(hash, id);
                return before;
            }
        }
        m_slots[at] = slotOf(hash, id);
        return -1;
    }

    /// The id, or −1.
    template <typename TextOf> int find(std::string_view text, TextOf&& textOf) const
    {
        if (text.size() > m_longest)
            return -1;
        const std::uint64_t hash = hashOf(text);
        for (std::size_t at = hash & (m_slots.size() - 1);; at = (at + 1) & (m_slots.size() - 1)) {
            const std::uint32_t slot = m_slots[at];
            if (slot == vacant)
                return -1;
            if (slot >> idBits == tagOf(hash) && textOf(idIn(slot)) == text)
                return idIn(slot);
        }
    }

    /// Bytes of the longest text: longer ones need not be looked for.
    std::size_t longest() const { return m_longest; }

private:
    static constexpr int idBits = 24;
    static constexpr std::uint32_t vacant = 0xFFFFFFFF;

    /// Nearly all words and parts of words are short. Their bytes make one number, which a secret factor spreads.
    std::uint64_t hashOf(std::string_view text) const
    {
        const std::size_t size = text.size();
        if (size == 0 || size > 8)
            return SeededHash()(text);
        const auto at = [&text](std::size_t i) -> std::uint64_t { return static_cast<unsigned char>(text[i]); };
        const auto four = [&text](std::size_t i) {
            std::uint32_t bytes;
            std::memcpy(&bytes, text.data() + i, 4);
            return std::uint64_t(bytes);
        };
        const std::uint64_t bytes
            = size >= 4 ? four(0) | four(size - 4) << 32 : at(0) | at(size / 2) << 8 | at(size - 1) << 16;
        std::uint64_t mixed = (bytes ^ (m_seed + size)) * m_factor;
        mixed = (mixed ^ mixed >> 32) * 0x9E3779B97F4A7C15u;
        return mixed ^ mixed >> 32;
    }

    static std::uint32_t tagOf(std::size_t hash) { return static_cast<std::uint32_t>(hash >> 56); }
    static int idIn(std::uint32_t slot) { return static_cast<int>(slot & 0xFFFFFF); }
    static std::uint32_t slotOf(std::size_t hash, int id)
    {
        return tagOf(hash) << idBits | static_cast<std::uint32_t>(id);
    }

    std::uint64_t m_seed; ///< of short texts
    std::uint64_t m_factor;
    std::vector<std::uint32_t> m_slots; ///< eight bits of the hash and an id; two thirds full at most, linear probing
    std::size_t m_longest = 0;
};

} // namespace vitrine
