// SPDX-License-Identifier: GPL-3.0-or-later
// Tokenizers for tests: from the reference folders, or from a few lines.
#pragma once

#include "core/text/tokenizers/tokenizer.h"
#include "tests/support/reference.h"

#include <sstream>

namespace vitrine {

/// All bytes of a file of the reference data.
inline std::string referenceBytes(const std::string& inside)
{
    std::ifstream file(referencePath(inside), std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

/// The tokenizer files of a folder of the reference data. Without tokenizer.json when `useJson` is false.
inline TokenizerFiles referenceTokenizerFiles(const std::string& folder, bool useJson = true)
{
    TokenizerFiles files;
    for (const std::string& name : tokenizerFileNames()) {
        const std::string path = folder + "/" + name;
        if (std::filesystem::exists(referencePath(path)) && (useJson || name != "tokenizer.json"))
            files[name] = referenceBytes(path);
    }
    return files;
}

/// BERT's tokenizer over [PAD] 0, [UNK] 1, [CLS] 2, [SEP] 3, [MASK] 4 and `lines` from 5 on.
inline TokenizerFiles smallVocabulary(const std::string& lines, const std::string& config = "{}")
{
    return { { "vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n" + lines }, { "tokenizer_config.json", config } };
}

/// tokenizer.json around a WordPiece vocabulary of the same tokens, with steps given as JSON text.
inline TokenizerFiles smallPipeline(const nlohmann::json& steps, const std::vector<std::string>& tokens)
{
    nlohmann::json vocabulary { { "[UNK]", 0 } };
    for (const std::string& token : tokens)
        vocabulary[token] = vocabulary.size();
    nlohmann::json document { { "model",
        { { "type", "WordPiece" }, { "unk_token", "[UNK]" }, { "vocab", vocabulary } } } };
    document.update(steps);
    return { { "tokenizer.json", document.dump() } };
}

/// Offsets as one flat list, as the reference data have them.
inline std::vector<int> flatOffsets(const Encoding& encoding)
{
    std::vector<int> flat;
    for (const auto& [begin, end] : encoding.offsets)
        flat.insert(flat.end(), { begin, end });
    return flat;
}

} // namespace vitrine
