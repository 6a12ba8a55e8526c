// SPDX-License-Identifier: GPL-3.0-or-later
// A training run: what went in, how it went, what came out. The same document grows while the run goes on.
#pragma once

#include "core/results/evaluation.h"
#include "core/results/provenance.h"

#include <optional>
#include <string>
#include <vector>

namespace vitrine {

/// One setting as it was used; names are those of the command line.
struct TrainingSetting {
    std::string name;
    std::string value;

    static void fields(auto& visit, auto& setting)
    {
        visit("name", setting.name);
        visit("value", setting.value);
    }
    bool operator==(const TrainingSetting&) const = default;
};

/// What the training file held, and what of it was used.
struct TrainingData {
    long rows = 0; ///< texts read
    long used = 0; ///< texts trained on
    long duplicates = 0; ///< left out: the same text stands earlier
    long contradicting = 0; ///< left out: the same text stands there with two labels
    long leaked = 0; ///< left out: shares its text, or 20 characters in a row, with a validation or test text
    long bad = 0; ///< rows that cannot be read, or whose label is no label
    long unlabelled = 0; ///< texts used without a label
    long validation = 0; ///< texts
    long tokens = 0; ///< of the texts trained on, special tokens included
    int vocabulary = 0; ///< entries
    double unknownShare = 0; ///< of these tokens

    static void fields(auto& visit, auto& data)
    {
        visit("rows", data.rows);
        visit("used", data.used);
        visit("duplicates", data.duplicates);
        visit("contradicting", data.contradicting);
        visit("leaked", data.leaked);
        visit("bad", data.bad);
        visit("unlabelled", data.unlabelled);
        visit("validation", data.validation);
        visit("tokens", data.tokens);
        visit("vocabulary", data.vocabulary);
        visit("unknown_share", data.unknownShare);
    }
    bool operator==(const TrainingData&) const = default;
};

/// Means over the steps since the point before.
struct TrainingPoint {
    long step = 0; ///< optimiser steps done
    double epoch = 0; ///< passes over the data done
    double loss = 0; ///< cross-entropy on the training texts
    double penalty = 0; ///< what the regulariser added
    double rate = 0; ///< learning rate
    double gradientNorm = 0; ///< before clipping

    static void fields(auto& visit, auto& point)
    {
        visit("step", point.step);
        visit("epoch", point.epoch);
        visit("loss", point.loss);
        visit("penalty", point.penalty);
        visit("rate", point.rate);
        visit("gradient_norm", point.gradientNorm);
    }
    bool operator==(const TrainingPoint&) const = default;
};

/// The validation texts after so many steps.
struct ValidationPoint {
    long step = 0;
    double epoch = 0;
    double loss = 0; ///< mean cross-entropy
    Proportion accuracy;

    static void fields(auto& visit, auto& point)
    {
        visit("step", point.step);
        visit("epoch", point.epoch);
        visit("loss", point.loss);
        visit("accuracy", point.accuracy);
    }
    bool operator==(const ValidationPoint&) const = default;
};

/// Accuracy on texts that had no part in the training.
struct TrainingTest {
    std::string name; ///< "test" (the whole file), "clean" (what does not occur in the training file as published)
    Proportion accuracy;
    double loss = 0; ///< mean cross-entropy

    static void fields(auto& visit, auto& test)
    {
        visit("name", test.name);
        visit("accuracy", test.accuracy);
        visit("loss", test.loss);
    }
    bool operator==(const TrainingTest&) const = default;
};

/// What the run was expected to need, and what it took.
struct TrainingCost {
    double forecastSeconds = 0; ///< before the first step, from a timed step; 0: not made
    double seconds = 0; ///< of all parts of the run so far
    long long forecastBytes = 0; ///< kept for the backward pass in the largest step
    long long bytes = 0; ///< measured; 0: not measured

    static void fields(auto& visit, auto& cost)
    {
        visit("forecast_seconds", cost.forecastSeconds);
        visit("seconds", cost.seconds);
        visit("forecast_bytes", cost.forecastBytes);
        visit("bytes", cost.bytes);
    }
    bool operator==(const TrainingCost&) const = default;
};

/// Answer to `train`; as a partial answer, the run so far.
struct Training {
    static constexpr const char* kind = "training";

    Provenance provenance; ///< the model is the one that came out; empty while training
    std::vector<TrainingSetting> settings;
    std::vector<std::string> labels; ///< (C)
    long long parameters = 0; ///< trainable values
    TrainingData data;
    long step = 0;
    long steps = 0; ///< planned
    std::vector<TrainingPoint> points;
    std::vector<ValidationPoint> validation;
    std::vector<TrainingTest> tests;
    TrainingCost cost;
    long bestStep = 0; ///< whose weights are kept: the best validation accuracy, then the lower loss
    std::string state; ///< "running", "finished", "stopped-early", "diverged"
    std::string output; ///< the folder, as it was given; empty in shared documents
    long resumedFrom = 0; ///< step a broken run went on from; 0: begun anew

    static void fields(auto& visit, auto& training)
    {
        visit(training.provenance);
        visit("settings", training.settings);
        visit("labels", training.labels);
        visit("parameters", training.parameters);
        visit("data", training.data);
        visit("step", training.step);
        visit("steps", training.steps);
        visit("points", training.points);
        visit("validation", training.validation);
        visit("tests", training.tests);
        visit("cost", training.cost);
        visit("best_step", training.bestStep);
        visit("state", training.state);
        visit("output", training.output);
        visit("resumed_from", training.resumedFrom);
    }
    bool operator==(const Training&) const = default;
};

} // namespace vitrine
