// SPDX-License-Identifier: GPL-3.0-or-later
// The large parts of `model` in tokenizer.json, taken while the file is read. What kind of model it is may stand behind
// them.
#pragma once

#include "core/text/tokenizers/merges.h"
#include "core/text/tokenizers/unigram.h"
#include "core/text/tokenizers/vocabulary.h"

namespace vitrine {

struct ModelParts {
    VocabularyBuilder tokens; ///< of a `vocab` that is an object
    ScoredPieces pieces; ///< of a `vocab` that is a list
    MergeList merges;
};

} // namespace vitrine
