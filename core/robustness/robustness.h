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

/// What is asked; a text, labelled texts, or both.
struct RobustnessQuestion {
    std::optional<TextInput> input; ///< the text to look at
    std::string label; ///< whose loss is meant: a name or an index; empty: the predicted one
    std::vector<CorpusRow> corpus {}; ///< labelled texts whose accuracy is measured
    std::vector<std::string> methods { "fgm", "vat" }; ///< also "random", for the corpus
    std::vector<double> sizes { 0.1, 0.2, 0.5, 1, 2, 5 }; ///< lengths of steps in embedding units; 0 is added
    double size = 0.5; ///< the step whose divergence and quantile are reported
    int directions = 100; ///< random ones
    double xi = 0.1; ///< probing step of the search for the virtual direction
    int iterations = 5; ///< of that search
    bool special = false; ///< move [CLS] and [SEP] too
    int seed = 1;
    std::vector<double> start {}; ///< where the virtual search starts, (L·E) row by row; empty: at random
};

/// Throws Refusal: BadArgument (nothing asked, an unknown label or method, a size that is none, a model that does not
/// choose one of several labels, a text all of whose tokens are special), what encodeInput() throws; Cancelled.
Robustness robustness(const LoadedModel& model, const RobustnessQuestion& question, const Progress& progress = {});

} // namespace vitrine
