// SPDX-License-Identifier: GPL-3.0-or-later
// One token that cannot be found makes the whole word unknown: that is what models were trained with.
#include "core/text/tokenizers/word_piece.h"

#include "core/io/json/json_field.h"
#include "core/text/tokenizers/model_parts.h"

#include <algorithm>
#include <limits>

namespace vitrine {
namespace {

/// Tokens of up to so many bytes are looked for length by length, which is the fastest way for all usual vocabularies.
constexpr std::size_t shortBytes = 128;

bool continues(std::string_view token, std::string_view prefix)
{
    return token.size() > prefix.size() && token.starts_with(prefix);
}

/// Ids of the tokens with the prefix; each text once, because of equal tokens only one has its id.
std::vector<int> idsWith(const Vocabulary& vocabulary, std::string_view prefix)
{
    std::vector<int> ids;
    for (int id = 0; id < vocabulary.size(); ++id) {
        if (continues(vocabulary.tokenOf(id), prefix))
            ids.push_back(id);
    }
    return ids;
}

std::array<std::uint16_t, 256> longestOf(const Vocabulary& vocabulary, std::string_view prefix)
{
    std::array<std::uint16_t, 256> longest {};
    for (const int id : idsWith(vocabulary, prefix)) {
        const std::string_view text = vocabulary.tokenOf(id).substr(prefix.size());
        std::uint16_t& bytes = longest[static_cast<unsigned char>(text.front())];
        bytes = std::max(bytes, static_cast<std::uint16_t>(text.size()));
    }
    return longest;
}

PieceTrie trieOf(const Vocabulary& vocabulary, std::string_view prefix)
{
    if (vocabulary.longest() <= shortBytes)
        return {};
    const auto textOf = [&](int id) { return vocabulary.tokenOf(id).substr(prefix.size()); };
    std::vector<int> ids = idsWith(vocabulary, prefix);
    std::sort(ids.begin(), ids.end(), [&](int a, int b) { return textOf(a) < textOf(b); });
    return PieceTrie(ids, textOf);
}

TokenTable continuationsOf(const Vocabulary& vocabulary, std::string_view prefix)
{
    if (vocabulary.longest() > shortBytes)
        return TokenTable();
    const std::vector<int> ids = idsWith(vocabulary, prefix);
    TokenTable table(ids.size());
    for (const int id : ids)
        table.insert(id, [&](int other) { return vocabulary.tokenOf(other).substr(prefix.size()); });
    return table;
}

} // namespace

WordPiece::WordPiece(Vocabulary vocabulary, const WordPieceOptions& options, std::string_view file)
    : m_vocabulary(std::move(vocabulary))
    , m_prefixBytes(options.continuationPrefix.size())
    , m_continuations(continuationsOf(m_vocabulary, options.continuationPrefix))
    , m_longest(longestOf(m_vocabulary, {}))
    , m_longestContinuation(longestOf(m_vocabulary, options.continuationPrefix))
    , m_starts(trieOf(m_vocabulary, {}))
    , m_continuationStarts(trieOf(m_vocabulary, options.continuationPrefix))
    , m_maxWordCharacters(options.maxWordCharacters)
    , m_unknown(findUnknownToken(m_vocabulary, options.unknownToken, file))
{
}

/// The longest token at character `first`; the id −1 when there is none.
WordToken WordPiece::longestAt(const Word& word, std::uint32_t first) const
{
    const std::size_t start = word.starts[first];
    const std::uint32_t characters = word.characters();
    const auto tokenOf = [this](int id) { return m_vocabulary.tokenOf(id); };
    const auto continuationOf = [this](int id) { return continuation(id); };
    WordToken token { -1, first, first };
    if (m_vocabulary.longest() > shortBytes) {
        const auto keep = [&](std::size_t bytes, int id) {
            while (word.starts[token.last] < start + bytes)
                ++token.last;
            token.id = id;
        };
        if (first == 0)
            m_starts.forEachPrefix(word.utf8, tokenOf, keep);
        else
            m_continuationStarts.forEachPrefix(word.utf8.substr(start), continuationOf, keep);
        return token;
    }
    const std::size_t longest
        = (first == 0 ? m_longest : m_longestContinuation)[static_cast<unsigned char>(word.utf8[start])];
    while (token.last < characters && word.starts[token.last + 1] - start <= longest)
        ++token.last;
    for (; token.last > first; --token.last) {
        const std::string_view text = word.utf8.substr(start, word.starts[token.last] - start);
        token.id = first == 0 ? m_vocabulary.find(text) : m_continuations.find(text, continuationOf);
        if (token.id >= 0)
            break;
    }
    return token;
}

void WordPiece::tokenize(const Word& word, std::vector<WordToken>& out, const Progress* progress) const
{
    PeriodicCheck check(progress);
    const std::uint32_t characters = word.characters();
    const std::size_t before = out.size();
    std::uint32_t first = characters > m_maxWordCharacters ? characters : 0;
    while (first < characters) {
        check();
        const WordToken token = longestAt(word, first);
        if (token.id < 0)
            break;
        out.push_back(token);
        first = token.last;
    }
    if (first < characters || out.size() == before) {
        out.resize(before);
        out.push_back({ m_unknown, 0, characters });
    }
}

std::unique_ptr<TokenModel> makeWordPiece(
    const JsonField& model, ModelParts&& parts, std::vector<std::string>& warnings, const Progress& progress)
{
    WordPieceOptions options;
    if (const auto unknown = model.find("unk_token"))
        options.unknownToken = unknown->string();
    if (const auto prefix = model.find("continuing_subword_prefix"))
        options.continuationPrefix = prefix->string();
    if (const auto longest = model.find("max_input_chars_per_word"))
        options.maxWordCharacters
            = static_cast<std::uint32_t>(longest->integer(0, std::numeric_limits<std::int32_t>::max()));
    return std::make_unique<WordPiece>(
        makeVocabulary(model.at("vocab"), "tokenizer.json", std::move(parts.tokens), warnings, progress), options,
        "tokenizer.json");
}

// The simplest model: each word is one token or unknown.

WordLevel::WordLevel(Vocabulary vocabulary, std::string_view unknownToken, std::string_view file)
    : m_vocabulary(std::move(vocabulary))
    , m_unknown(findUnknownToken(m_vocabulary, unknownToken, file))
{
}

void WordLevel::tokenize(const Word& word, std::vector<WordToken>& out, const Progress*) const
{
    const int id = m_vocabulary.find(word.utf8);
    out.push_back({ id < 0 ? m_unknown : id, 0, word.characters() });
}

std::unique_ptr<TokenModel> makeWordLevel(
    const JsonField& model, ModelParts&& parts, std::vector<std::string>& warnings, const Progress& progress)
{
    const auto unknown = model.find("unk_token");
    return std::make_unique<WordLevel>(
        makeVocabulary(model.at("vocab"), "tokenizer.json", std::move(parts.tokens), warnings, progress),
        unknown ? unknown->string() : "<unk>", "tokenizer.json");
}

} // namespace vitrine
