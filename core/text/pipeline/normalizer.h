// SPDX-License-Identifier: GPL-3.0-or-later
// A step that rewrites text before it is cut into words.
#pragma once

#include "core/text/unicode/characters.h"

#include <memory>

namespace vitrine {

class JsonField;

/// Constant after construction. Rewritten characters keep the original bytes that the published tokenizers give them.
class Normalizer {
public:
    virtual ~Normalizer() = default;

    virtual void apply(Characters& text) const = 0;

    /// True when a text may be cut behind a blank and its parts rewritten one by one.
    virtual bool isLocal() const { return true; }
    /// True when blanks are put around Chinese characters, so that a text may be cut before each of them.
    virtual bool separatesIdeographs() const { return false; }
    virtual bool lowersCase() const { return false; }
};

/// One step after the other.
std::unique_ptr<Normalizer> makeNormalizerSequence(std::vector<std::unique_ptr<Normalizer>> steps);

/// Builds the step from its object in tokenizer.json. Throws Refusal(UnsupportedTokenizer) naming a step that is not
/// known.
std::unique_ptr<Normalizer> makeNormalizer(const JsonField& step);

} // namespace vitrine
