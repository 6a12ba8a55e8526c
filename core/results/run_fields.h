// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of the documents of long runs: training and robustness. Internal to the codec.
#pragma once

#include "core/results/field_owner.h"
#include "core/results/robustness.h"
#include "core/results/training.h"

namespace vitrine {

void fields(auto& visit, Is<TrainingSetting> auto& setting)
{
    visit("name", setting.name);
    visit("value", setting.value);
}

void fields(auto& visit, Is<TrainingData> auto& data)
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

void fields(auto& visit, Is<TrainingPoint> auto& point)
{
    visit("step", point.step);
    visit("epoch", point.epoch);
    visit("loss", point.loss);
    visit("penalty", point.penalty);
    visit("rate", point.rate);
    visit("gradient_norm", point.gradientNorm);
}

void fields(auto& visit, Is<ValidationPoint> auto& point)
{
    visit("step", point.step);
    visit("epoch", point.epoch);
    visit("loss", point.loss);
    visit("accuracy", point.accuracy);
}

void fields(auto& visit, Is<TrainingTest> auto& test)
{
    visit("name", test.name);
    visit("accuracy", test.accuracy);
    visit("loss", test.loss);
}

void fields(auto& visit, Is<TrainingCost> auto& cost)
{
    visit("forecast_seconds", cost.forecastSeconds);
    visit("seconds", cost.seconds);
    visit("forecast_bytes", cost.forecastBytes);
    visit("bytes", cost.bytes);
}

void fields(auto& visit, Is<Training> auto& training)
{
    fields(visit, training.provenance);
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

void fields(auto& visit, Is<Sensitivity> auto& sensitivity)
{
    visit("method", sensitivity.method);
    visit("tokens", sensitivity.tokens);
    visit("gradient_norm", sensitivity.gradientNorm);
    visit("divergence", sensitivity.divergence);
    visit("quantile", sensitivity.quantile);
    visit("directions", sensitivity.directions);
}

void fields(auto& visit, Is<SensitivityStep> auto& step)
{
    visit("size", step.size);
    visit("probabilities", step.probabilities);
    visit("loss", step.loss);
}

void fields(auto& visit, Is<SensitivityCurve> auto& curve)
{
    visit("method", curve.method);
    visit("steps", curve.steps);
    visit("flips_at", curve.flipsAt);
}

void fields(auto& visit, Is<RobustAccuracy> auto& accuracy)
{
    visit("method", accuracy.method);
    visit("size", accuracy.size);
    visit("accuracy", accuracy.accuracy);
}

void fields(auto& visit, Is<Robustness> auto& robustness)
{
    fields(visit, robustness.provenance);
    visit("encoding", robustness.encoding);
    visit("label", robustness.label);
    visit("prediction", robustness.prediction);
    visit("size", robustness.size);
    visit("embedding_norm", robustness.embeddingNorm);
    visit("sensitivities", robustness.sensitivities);
    visit("curves", robustness.curves);
    visit("accuracies", robustness.accuracies);
    visit("rows", robustness.rows);
}

void fields(auto& visit, Is<HeadReplacement> auto& replacement)
{
    visit("layer", replacement.layer);
    visit("head", replacement.head);
    visit("by", replacement.by);
}

void fields(auto& visit, Is<CorpusOutcome> auto& outcome)
{
    visit("loss", outcome.loss);
    visit("accuracy", outcome.accuracy);
}

void fields(auto& visit, Is<Surgery> auto& surgery)
{
    visit("replacements", surgery.replacements);
    visit("logits", surgery.logits);
    visit("outcome", surgery.outcome);
    visit("loss_change", surgery.lossChange);
    visit("loss_change_error", surgery.lossChangeError);
    visit("accuracy_change", surgery.accuracyChange);
    visit("flipped", surgery.flipped);
}

void fields(auto& visit, Is<HeadSurgery> auto& surgery)
{
    fields(visit, surgery.provenance);
    visit("prediction", surgery.prediction);
    visit("texts", surgery.texts);
    visit("labelled", surgery.labelled);
    visit("seed", surgery.seed);
    visit("untouched", surgery.untouched);
    visit("surgeries", surgery.surgeries);
}

} // namespace vitrine
