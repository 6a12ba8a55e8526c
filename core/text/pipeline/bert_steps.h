// SPDX-License-Identifier: GPL-3.0-or-later
// BERT's two steps: the normalizer, and cutting at white space and punctuation.
#pragma once

#include "core/text/pipeline/normalizer.h"
#include "core/text/pipeline/pre_tokenizer.h"

namespace vitrine {

struct BertNormalizerOptions {
    bool cleanText = true; ///< drop controls, make all white space blanks
    bool separateIdeographs = true; ///< a blank before and after each Chinese character
    bool stripAccents = true; ///< decompose and drop accents
    bool lowerCase = true;
};

/// The four steps in the order of the options.
class BertNormalizer : public Normalizer {
public:
    explicit BertNormalizer(BertNormalizerOptions options)
        : m_options(options)
    {
    }

    void rewrite(Characters& text, const StepLimits& limits) const override;
    bool separatesIdeographs() const override { return m_options.separateIdeographs; }
    bool lowersCase() const override { return m_options.lowerCase; }

private:
    BertNormalizerOptions m_options;
};

// BERT's words: runs between white space, each punctuation mark a word of its own.

class BertPreTokenizer : public PreTokenizer {
public:
    void cut(PreTokens& text, const StepLimits& limits) const override;
    bool splitsAtWhiteSpace() const override { return true; }
};

} // namespace vitrine
