// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens and their ids.
#pragma once

#include "core/runtime/progress.h"
#include "core/text/tokenizers/piece_trie.h"
#include "core/text/tokenizers/token_table.h"

#include <optional>
#include <utility>

namespace vitrine {

class JsonField;
struct JsonMember;

/// All tokens of a model. Constant after construction.
class Vocabulary {
public:
    /// How tokens are looked for: as a whole, or all that a text begins with.
    enum class Index { Whole, Prefixes };

    /// The largest id + 1.
    int size() const { return static_cast<int>(m_starts.size()); }
    /// The token, or an empty string for an id without one. Valid as long as the vocabulary, but not when it is moved.
    std::string_view tokenOf(int id) const { return id >= 0 && id < size() ? textOf(id) : std::string_view(); }
    /// The id, or −1.
    int find(std::string_view token) const
    {
        const auto text = [this](int id) { return textOf(id); };
        return m_index == Index::Whole ? m_table.find(token, text) : m_trie.find(token, text);
    }
    std::optional<int> idOf(std::string_view token) const;
    /// Bytes of the longest token. Only with Index::Whole.
    std::size_t longest() const { return m_table.longest(); }
    /// Calls `found(bytes, id)` for every token that `text` begins with, the shortest first. Only with Index::Prefixes.
    template <typename Found> void forEachPrefix(std::string_view text, Found&& found) const
    {
        m_trie.forEachPrefix(text, [this](int id) { return textOf(id); }, found);
    }

    static constexpr std::size_t maxEntries = 10'000'000;
    static constexpr std::size_t maxHole = 1'000'000;

private:
    friend class VocabularyBuilder;
    static constexpr std::uint32_t none = 0xFFFFFFFF; ///< the start of an id without a token

    std::string_view textOf(int id) const
    {
        const std::uint32_t start = m_starts[static_cast<std::size_t>(id)];
        return start == none ? std::string_view() : m_texts.at(start);
    }

    TokenTexts m_texts;
    std::vector<std::uint32_t> m_starts; ///< by id
    Index m_index = Index::Whole;
    TokenTable m_table;
    PieceTrie m_trie;
};

/// Takes tokens as they are read. All have ids of their own, or none has and they are numbered.
class VocabularyBuilder {
public:
    VocabularyBuilder() = default;
    /// Room for the tokens of a file of so many bytes; memory is taken when it is used.
    explicit VocabularyBuilder(std::size_t fileBytes);

    /// Adds a token of at most maxTokenBytes, whose id is the number of those before it. An empty one keeps its number.
    void add(std::string_view token);
    /// Adds a token with its id, below maxEntries + maxHole.
    void add(std::string_view token, int id);

    std::size_t size() const { return m_starts.size(); }

    /// For tokens with ids. Throws Refusal(MalformedFile) that begins with `place` ("tokenizer.json: model.vocab.")
    /// when a token or an id stands there twice, or when ids leave holes of more than maxHole altogether.
    Vocabulary build(std::string_view place, const std::string& file, const Progress& progress = {}) &&;

    /// Tokens that stand there twice: the earlier ones keep their number without a token.
    struct Repeated {
        std::size_t count = 0;
        std::string first; ///< one of them
    };

    /// For numbered tokens; of equal ones the last counts.
    Vocabulary build(Vocabulary::Index index, Repeated& repeated, const Progress& progress = {}) &&;

private:
    static void fillIndex(Vocabulary& vocabulary, std::size_t entries, Repeated& repeated, const Progress& progress);

    TokenTexts m_texts;
    std::vector<std::uint32_t> m_starts; ///< by order
    std::vector<int> m_ids; ///< by order; empty: numbered
};

/// Takes one member of {"token": id, …}. Throws Refusal(MalformedFile, TooLarge) naming file and token.
void takeToken(const JsonMember& member, std::string_view file, VocabularyBuilder& tokens);

/// The vocabulary of the tokens taken from `object`, which stands for {"token": id, …}. Holes are told in `warnings`;
/// Refusal(MalformedFile) for no entry, no object, a token or an id given twice or an id too large.
Vocabulary makeVocabulary(const JsonField& object, std::string_view file, VocabularyBuilder&& tokens,
    std::vector<std::string>& warnings, const Progress& progress = {});

// Models over whole words cannot read any text without a token for what they do not know.

/// The id of the unknown token. Throws Refusal(MalformedFile): "vocab.txt: the unknown token '[UNK]' is missing, …".
int findUnknownToken(const Vocabulary& vocabulary, std::string_view token, std::string_view file);

// vocab.txt: one token a line, its id the number of the line.

/// Reads vocab.txt. A byte order mark and the CR of CRLF are dropped, other white space belongs to the token, blank
/// lines keep their number, and of equal lines the last one counts, with a warning. Throws Refusal: MalformedFile when
/// there is no token, BadEncoding for a line that is not UTF-8, TooLarge above ten million lines, 256 MB or
/// maxTokenBytes a line.
Vocabulary readVocabularyFile(
    std::string_view bytes, std::vector<std::string>& warnings, const Progress& progress = {});

} // namespace vitrine
