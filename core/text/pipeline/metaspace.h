// SPDX-License-Identifier: GPL-3.0-or-later
// SentencePiece's words: blanks become ▁, and each word begins with its own.
#pragma once

#include "core/text/pipeline/pre_tokenizer.h"

namespace vitrine {

class JsonField;

/// Which pieces get a ▁ in front where they have none. It shares the place of the character that follows.
enum class PrependScheme {
    Always,
    First, ///< only the piece at the very beginning of the original text
    Never,
};

struct MetaspaceOptions {
    char32_t replacement = U'▁';
    PrependScheme prepend = PrependScheme::Always;
    bool split = true; ///< cut before each ▁
};

class MetaspacePreTokenizer : public PreTokenizer {
public:
    explicit MetaspacePreTokenizer(const MetaspaceOptions& options = {})
        : m_options(options)
    {
    }

    void cut(PreTokens& text, const StepLimits& limits) const override;

private:
    MetaspaceOptions m_options;
};

/// Reads the newer spelling (prepend_scheme, split) and the older one (str_rep, add_prefix_space).
std::unique_ptr<PreTokenizer> makeMetaspace(const JsonField& step);

} // namespace vitrine
