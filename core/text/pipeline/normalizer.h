// SPDX-License-Identifier: GPL-3.0-or-later
// A step that rewrites text before it is cut into words.
#pragma once

#include "core/text/pipeline/step_limits.h"
#include "core/text/unicode/code_points.h"

#include <memory>

namespace vitrine {

class JsonField;

/// Constant after construction. Rewritten characters keep the original bytes that the published tokenizers give them.
class Normalizer {
public:
    virtual ~Normalizer() = default;

    /// Rewrites `text`. Throws Refusal(TooLarge) when it grows beyond `limits`, whatever it held then is lost;
    /// Cancelled.
    void apply(Characters& text, const StepLimits& limits = {}) const
    {
        rewrite(text, limits);
        limits.check(text.size());
    }

    /// True when a text may be cut behind a blank and its parts rewritten one by one.
    virtual bool isLocal() const { return true; }
    /// True when blanks are put around Chinese characters, so that a text may be cut before each of them.
    virtual bool separatesIdeographs() const { return false; }
    virtual bool lowersCase() const { return false; }

protected:
    /// A step that can make much of little asks `limits` before it does; one that takes long asks now and then.
    virtual void rewrite(Characters& text, const StepLimits& limits) const = 0;
};

/// One step after the other.
std::unique_ptr<Normalizer> makeNormalizerSequence(std::vector<std::unique_ptr<Normalizer>> steps);

/// Builds the step from its object in tokenizer.json. Throws Refusal(UnsupportedTokenizer) naming a step that is not
/// known.
std::unique_ptr<Normalizer> makeNormalizer(const JsonField& step);

// Published tokenizers find the place of a rewritten character by counting, also where that is not where it came from.

/// A new character and how many old ones it stands for; 0 when it shares the place of the one before.
struct RewrittenCharacter {
    char32_t codePoint;
    int consumed;
};

/// Gives the new characters the places of the old ones in `text`, which is not empty, and puts them there.
void placeByCount(Characters& text, const std::vector<RewrittenCharacter>& rewritten);

} // namespace vitrine
