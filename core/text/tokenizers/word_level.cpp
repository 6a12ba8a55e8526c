// SPDX-License-Identifier: GPL-3.0-or-later
// The simplest model: each word is one token or unknown.
#include "core/text/tokenizers/word_level.h"

#include "core/io/json/json_field.h"
#include "core/text/tokenizers/unknown_token.h"

namespace vitrine {

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
