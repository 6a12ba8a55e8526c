// SPDX-License-Identifier: GPL-3.0-or-later
// What align and nearest share: how masses and costs are named, and where words and vectors come from.
#pragma once

#include "core/service/dispatcher.h"
#include "core/words/word_bag.h"

#include <string>
#include <vector>

namespace vitrine {

/// "model", "vectors", "layer", "cost", "max-length".
std::vector<ParamSpec> wordParameters();
/// "mass"; attribution scores are among the choices when asked for.
ParamSpec massParameter(bool attribution);

CostKind costKind(const Parameters& parameters);
MassKind massKind(const Parameters& parameters);

/// The words of `texts` from the vector file or the model. Throws Refusal, Cancelled.
WordTexts wordsOf(const Call& call, const Parameters& parameters, const std::vector<std::string>& texts);

/// The head of a document about them: without a model when a file gave the vectors.
Provenance wordProvenance(const Call& call, const Parameters& parameters, std::vector<std::string> warnings);

} // namespace vitrine
