// SPDX-License-Identifier: GPL-3.0-or-later
// BERT's words: runs between white space, each punctuation mark a word of its own.
#pragma once

#include "core/text/pipeline/pre_tokenizer.h"

namespace vitrine {

class BertPreTokenizer : public PreTokenizer {
public:
    void apply(PreTokens& text) const override;
    bool splitsAtWhiteSpace() const override { return true; }
};

} // namespace vitrine
