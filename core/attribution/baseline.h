// SPDX-License-Identifier: GPL-3.0-or-later
// Where a path starts: what "nothing" means for a text. Only word embeddings are replaced; positions and segments stay.
#pragma once

#include "core/attribution/explained_function.h"
#include "core/models/opening/loaded_model.h"
#include "core/runtime/parameters.h"
#include "core/runtime/progress.h"

#include <functional>
#include <string>

namespace vitrine {

/// One baseline, or several whose results are averaged.
struct Baseline {
    std::string name; ///< as it was asked for; of a file its name without the folder
    int count = 1;
    std::function<at::Tensor(int index)> words; ///< x' number index, (1, L, E)
};

/// The parameters "baseline" and "seed".
std::vector<ParamSpec> baselineParameters();

/// `text` is "pad", "mask", "unk", "zero", "zero-all", "pad-all", "mean", "text:…", "sample:N", "corpus:FILE" or
/// "corpus:N:FILE". The ones without "-all" keep the special tokens that the tokenizer added.
/// * sample: N random texts; each replaces every ordinary token by one drawn evenly from the vocabulary, with `seed`.
/// * corpus: expected gradients (Erion and others 2021). N rows of FILE (16; all where there are fewer) are drawn with
///   `seed`, without replacement. Only the tokens of their texts are used. A longer row is cut to the ordinary tokens
///   of `encoding`, a shorter one is repeated from its beginning.
/// Throws Refusal: BadArgument (an unknown name, a token that this vocabulary lacks, a file whose drawn rows have no
/// tokens), what InputFile and CorpusReader throw; Cancelled. `model`, `encoding` and `function` must outlive the
/// result.
Baseline resolveBaseline(const LoadedModel& model, const Encoding& encoding, const ExplainedFunction& function,
    const std::string& text, std::uint64_t seed, const Progress& progress = {});

/// x with the rows of all ordinary (not added) tokens replaced: by `replacement` (1, 1, E) or (1, L, E). Returns (1, L,
/// E).
at::Tensor replaceOrdinary(const Encoding& encoding, const at::Tensor& x, const at::Tensor& replacement);

/// The id of "pad", "mask" or "unk". Throws Refusal: BadArgument when the vocabulary has none, VocabularyMismatch when
/// the network has no row for it; `asked` says by which argument it was wanted.
int specialTokenId(const LoadedModel& model, const std::string& name, const std::string& asked);

} // namespace vitrine
