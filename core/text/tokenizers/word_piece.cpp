// SPDX-License-Identifier: GPL-3.0-or-later
// One token that cannot be found makes the whole word unknown: that is what models were trained with.
#include "core/text/tokenizers/word_piece.h"

#include "core/io/json/json_field.h"
#include "core/text/tokenizers/vocabulary.h"

#include <algorithm>
#include <limits>

namespace vitrine {
namespace {

TokenTable continuationsOf(const Vocabulary& vocabulary, std::string_view prefix)
{
    const auto continues
        = [prefix](const std::string& token) { return token.size() > prefix.size() && token.starts_with(prefix); };
    std::size_t count = 0;
    for (int id = 0; id < vocabulary.size(); ++id)
        count += continues(vocabulary.tokenOf(id)) ? 1 : 0;
    TokenTable table(count);
    for (int id = 0; id < vocabulary.size(); ++id) {
        const std::string& token = vocabulary.tokenOf(id);
        // Of equal tokens only one stands in the table.
        if (continues(token) && vocabulary.idOf(token) == id)
            table.insert(std::string_view(token).substr(prefix.size()), id);
    }
    return table;
}

} // namespace

WordPiece::WordPiece(Vocabulary vocabulary, const WordPieceOptions& options, std::string_view file)
    : m_vocabulary(std::move(vocabulary))
    , m_continuations(continuationsOf(m_vocabulary, options.continuationPrefix))
    , m_maxWordCharacters(options.maxWordCharacters)
    , m_unknown(findUnknownToken(m_vocabulary, options.unknownToken, file))
{
}

void WordPiece::tokenize(const Word& word, std::vector<WordToken>& out) const
{
    const std::uint32_t characters = word.characters();
    const std::size_t before = out.size();
    std::uint32_t first = characters > m_maxWordCharacters ? characters : 0;
    while (first < characters) {
        const TokenTable& table = first == 0 ? m_vocabulary.table() : m_continuations;
        const std::size_t start = word.starts[first];
        std::uint32_t last = characters;
        while (last > first && word.starts[last] - start > table.longest())
            --last;
        int id = -1;
        for (; last > first; --last) {
            id = table.find(word.utf8.substr(start, word.starts[last] - start));
            if (id >= 0)
                break;
        }
        if (id < 0)
            break;
        out.push_back({ id, first, last });
        first = last;
    }
    if (first < characters || out.size() == before) {
        out.resize(before);
        out.push_back({ m_unknown, 0, characters });
    }
}

std::unique_ptr<TokenModel> makeWordPiece(const JsonField& model, std::vector<std::string>& warnings)
{
    WordPieceOptions options;
    if (const auto unknown = model.find("unk_token"))
        options.unknownToken = unknown->string();
    if (const auto prefix = model.find("continuing_subword_prefix"))
        options.continuationPrefix = prefix->string();
    if (const auto longest = model.find("max_input_chars_per_word"))
        options.maxWordCharacters
            = static_cast<std::uint32_t>(longest->integer(0, std::numeric_limits<std::int32_t>::max()));
    return std::make_unique<WordPiece>(readVocabulary(model.at("vocab"), warnings), options, "tokenizer.json");
}

// The simplest model: each word is one token or unknown.

WordLevel::WordLevel(Vocabulary vocabulary, std::string_view unknownToken, std::string_view file)
    : m_vocabulary(std::move(vocabulary))
    , m_unknown(findUnknownToken(m_vocabulary, unknownToken, file))
{
}

void WordLevel::tokenize(const Word& word, std::vector<WordToken>& out) const
{
    const int id = m_vocabulary.table().find(word.utf8);
    out.push_back({ id < 0 ? m_unknown : id, 0, word.characters() });
}

std::unique_ptr<TokenModel> makeWordLevel(const JsonField& model, std::vector<std::string>& warnings)
{
    const auto unknown = model.find("unk_token");
    return std::make_unique<WordLevel>(
        readVocabulary(model.at("vocab"), warnings), unknown ? unknown->string() : "<unk>", "tokenizer.json");
}

} // namespace vitrine
