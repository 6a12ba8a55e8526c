// SPDX-License-Identifier: GPL-3.0-or-later
// GPT-2's way to read any text: words, then their bytes, each written as a character that can be seen.
#pragma once

#include "core/text/pipeline/pre_tokenizer.h"

namespace vitrine {

class JsonField;

struct ByteLevelOptions {
    bool addPrefixSpace = true; ///< a piece that does not begin with a blank gets one
    bool useRegex = true; ///< cut into words; false: only write bytes
};

/// Every byte of a character has the character's place in the original text.
class ByteLevelPreTokenizer : public PreTokenizer {
public:
    explicit ByteLevelPreTokenizer(ByteLevelOptions options)
        : m_options(options)
    {
    }

    void apply(PreTokens& text) const override;
    bool splitsBeforeBlanks() const override { return m_options.useRegex; }

private:
    ByteLevelOptions m_options;
};

/// Builds the step from `ByteLevel` of tokenizer.json.
std::unique_ptr<PreTokenizer> makeByteLevel(const JsonField& step);

} // namespace vitrine
