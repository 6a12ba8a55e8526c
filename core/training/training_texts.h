// SPDX-License-Identifier: GPL-3.0-or-later
// The texts of a run, as they are left when repeats, contradictions and leaks are out.
#pragma once

#include "core/results/training.h"
#include "core/runtime/progress.h"
#include "core/training/training_settings.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vitrine {

/// One text; UTF-8.
struct LabelledText {
    std::string text;
    std::optional<std::string> pair;
    int label = -1; ///< class; -1: none
};

/// What a run is made of.
struct TrainingTexts {
    std::vector<std::string> labels; ///< (C) names
    std::vector<LabelledText> train;
    std::vector<LabelledText> unlabelled;
    std::vector<LabelledText> valid;
    std::vector<LabelledText> test;
    std::vector<bool> clean; ///< of test: shares nothing with the training file as published
    TrainingData counts;
    std::vector<std::string> warnings;
    std::string sha256; ///< over all texts and labels: the same run needs the same
};

/// Reads them. `known` are the classes of a model to fine-tune: labels that name them, or their indices, keep their
/// place; else the values of the training file in ascending order are the classes. Throws Refusal: BadArgument (no text
/// is labelled, one class, names that do not fit, nothing left), and what readCorpus() throws.
TrainingTexts readTrainingTexts(
    const TrainingSettings& settings, const std::vector<std::string>& known, const Progress& progress);

// Order by a seed, the same on every machine and with every standard library.

/// 0 … count−1, shuffled (Fisher & Yates) by the generator splitmix64 from `seed`.
std::vector<std::size_t> randomOrder(std::size_t count, std::uint64_t seed);

} // namespace vitrine
