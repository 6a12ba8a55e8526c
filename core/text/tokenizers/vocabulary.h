// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens and their ids.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine {

class JsonField;

/// Finds ids by text without making a string. The texts must outlive the table.
class TokenTable {
public:
    TokenTable() = default;
    /// Room for `count` texts.
    explicit TokenTable(std::size_t count);

    /// Adds a text that is not there yet.
    void insert(std::string_view text, int id);
    /// The id, or -1.
    int find(std::string_view text) const;
    /// Bytes of the longest text: longer ones need not be looked for.
    std::size_t longest() const { return m_longest; }

private:
    struct Slot {
        std::string_view text;
        std::uint32_t hash = 0;
        int id = -1; ///< -1: free
    };

    std::vector<Slot> m_slots; ///< a power of two, at most half full; linear probing
    std::size_t m_longest = 0;
};

/// All tokens of a model. Not copied, because the table refers to the strings.
class Vocabulary {
public:
    /// `entries`: token and id; ids are different, not negative, and leave no hole of more than maxHole ids altogether.
    explicit Vocabulary(std::vector<std::pair<std::string, int>> entries);
    Vocabulary(Vocabulary&&) = default;
    Vocabulary& operator=(Vocabulary&&) = default;
    Vocabulary(const Vocabulary&) = delete;
    Vocabulary& operator=(const Vocabulary&) = delete;

    /// The largest id + 1.
    int size() const { return static_cast<int>(m_tokens.size()); }
    /// The token, or an empty string for an id without one.
    const std::string& tokenOf(int id) const;
    std::optional<int> idOf(std::string_view token) const;
    const TokenTable& table() const { return m_table; }

    static constexpr std::size_t maxEntries = 10'000'000;
    static constexpr std::size_t maxHole = 1'000'000;

private:
    std::vector<std::string> m_tokens;
    TokenTable m_table;
};

/// Reads {"token": id, …}. Holes are told in `warnings`; Refusal(MalformedFile) for no entry, a wrong type, an id given
/// twice or too large.
Vocabulary readVocabulary(const JsonField& object, std::vector<std::string>& warnings);

// Models over whole words cannot read any text without a token for what they do not know.

/// The id of the unknown token. Throws Refusal(MalformedFile): "vocab.txt: the unknown token '[UNK]' is missing, …".
int findUnknownToken(const Vocabulary& vocabulary, std::string_view token, std::string_view file);

// vocab.txt: one token a line, its id the number of the line.

/// Reads vocab.txt. A byte order mark and the CR of CRLF are dropped, other white space belongs to the token, blank
/// lines keep their number, and of equal lines the last one counts, with a warning. Throws Refusal: MalformedFile when
/// there is no token, BadEncoding for a line that is not UTF-8, TooLarge above ten million lines or 256 MB.
Vocabulary readVocabularyFile(std::string_view bytes, std::vector<std::string>& warnings);

} // namespace vitrine
