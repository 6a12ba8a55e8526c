// SPDX-License-Identifier: GPL-3.0-or-later
// How small a step in embedding space changes an answer. No tensor library in this header.
#pragma once

#include "core/io/corpus/corpus.h"
#include "core/models/predict.h"
#include "core/results/robustness.h"

#include <optional>
#include <string>
#include <vector>

namespace vitrine {

/// What to compute: for a text, for labelled texts, or both.
struct RobustnessQuestion {
    std::optional<TextInput> input; ///< the text to analyse
    std::string label; ///< the label of the loss: a name or an index; empty: the predicted label
    std::vector<CorpusRow> corpus {}; ///< labelled texts whose accuracy is measured
    std::vector<std::string> methods { "fgm", "vat" }; ///< also "random", for the corpus
    std::vector<double> sizes { 0.1, 0.2, 0.5, 1, 2, 5 }; ///< lengths of steps in embedding units; 0 is added
    double size = 0.5; ///< the step whose divergence and quantile are reported
    int directions = 100; ///< number of random directions
    double xi = 0.1; ///< length of the step at which the search for the "vat" direction takes gradients
    int iterations = 5; ///< of that search
    bool special = false; ///< move [CLS] and [SEP] too
    int seed = 1;
    std::vector<double> start {}; ///< where the search for "vat" starts, (L·E) row by row; empty: at random
};

/// Throws Refusal: BadArgument (neither text nor corpus, an unknown label or method, an invalid size, a model that does
/// not choose one of several labels, a text that has only special tokens), what encodeInput() throws; Cancelled.
Robustness robustness(const LoadedModel& model, const RobustnessQuestion& question, const Progress& progress = {});

} // namespace vitrine
