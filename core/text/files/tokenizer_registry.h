// SPDX-License-Identifier: GPL-3.0-or-later
// The kinds of tokenizers, one row each.
#pragma once

#include "core/text/files/tokenizer_settings.h"
#include "core/text/pipeline/pipeline.h"

namespace vitrine {

class JsonField;
struct ModelParts;

/// A `model` of tokenizer.json.
struct TokenModelEntry {
    std::string_view type;
    std::unique_ptr<TokenModel> (*make)(
        const JsonField& model, ModelParts&& parts, std::vector<std::string>& warnings, const Progress& progress);
};

/// Every model that can be read.
const std::vector<TokenModelEntry>& tokenModelRegistry();

/// A way to read a tokenizer from a family's own files, where there is no tokenizer.json.
struct TokenizerFileEntry {
    std::string_view file; ///< the file that must be there
    std::string_view family; ///< whose file it is; empty: of any family
    Pipeline (*read)(const TokenizerFiles& files, const TokenizerSettings& settings, const Progress& progress);
};

/// In the order of preference.
const std::vector<TokenizerFileEntry>& tokenizerFileRegistry();

} // namespace vitrine
