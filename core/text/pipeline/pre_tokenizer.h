// SPDX-License-Identifier: GPL-3.0-or-later
// A step that cuts normalised text into words before the vocabulary is asked.
#pragma once

#include "core/text/pipeline/step_limits.h"
#include "core/text/unicode/code_points.h"

#include <memory>
#include <vector>

namespace vitrine {

class JsonField;

/// Text and the pieces it was cut into so far, in text order. A step may also rewrite the characters.
struct PreTokens {
    Characters characters;
    std::vector<CharacterRange> pieces;
};

/// Constant after construction.
class PreTokenizer {
public:
    virtual ~PreTokenizer() = default;

    /// Cuts every piece further; empty pieces are left out. Throws Refusal(TooLarge) when the text grows beyond
    /// `limits`; Cancelled.
    void apply(PreTokens& text, const StepLimits& limits = {}) const
    {
        cut(text, limits);
        limits.check(text.characters.size());
    }

    /// True when all white space separates pieces and is dropped, so that a text may be cut behind a blank beforehand.
    virtual bool splitsAtWhiteSpace() const { return false; }
    /// True when a blank behind a character that is no white space always begins a piece, so that a text may be cut
    /// there beforehand.
    virtual bool splitsBeforeBlanks() const { return false; }

protected:
    virtual void cut(PreTokens& text, const StepLimits& limits) const = 0;
};

/// Builds the step from its object in tokenizer.json. Throws Refusal(UnsupportedTokenizer) naming a step that is not
/// known.
std::unique_ptr<PreTokenizer> makePreTokenizer(const JsonField& step);

} // namespace vitrine
