// SPDX-License-Identifier: GPL-3.0-or-later
// GPT-2's way to read any text: cut into words, then every byte of a word is written as a visible character.
#pragma once

#include "core/text/pipeline/pre_tokenizer.h"
#include "core/text/pipeline/split.h"

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

    void cut(PreTokens& text, const StepLimits& limits) const override;
    bool splitsBeforeBlanks() const override { return m_options.useRegex; }

private:
    ByteLevelOptions m_options;
};

/// Builds the step from `ByteLevel` of tokenizer.json.
std::unique_ptr<PreTokenizer> makeByteLevel(const JsonField& step);

// The words of GPT-2: a regular expression that needs no machine.

/// As tokenizer files write it.
constexpr std::string_view gpt2WordExpression
    = R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

/// Every match of the expression is a match; together they are the whole piece.
SplitPattern matchGpt2Words();

} // namespace vitrine
