// SPDX-License-Identifier: GPL-3.0-or-later
// The words of GPT-2: a regular expression that needs no machine.
#pragma once

#include "core/text/pipeline/split.h"

namespace vitrine {

/// As tokenizer files write it.
constexpr std::string_view gpt2WordExpression
    = R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

/// Every match of the expression is a match; together they are the whole piece.
SplitPattern matchGpt2Words();

} // namespace vitrine
