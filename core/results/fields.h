// SPDX-License-Identifier: GPL-3.0-or-later
// Which fields each document has and what they are called: said once, used for reading and for writing. Internal to the codec.
#pragma once

#include "core/results/alignment.h"
#include "core/results/attention.h"
#include "core/results/attribution.h"
#include "core/results/description.h"
#include "core/results/evaluation.h"
#include "core/results/head_surgery.h"
#include "core/results/model_card.h"
#include "core/results/nearest.h"
#include "core/results/parity.h"
#include "core/results/refusal_document.h"
#include "core/results/robustness.h"
#include "core/results/self_check.h"
#include "core/results/tokenization.h"
#include "core/results/training.h"

#include <concepts>
#include <type_traits>

namespace vitrine {

/// T, const or not: fields() is called with a const object for writing and another one for reading.
template <typename Argument, typename T>
concept Is = std::same_as<std::remove_const_t<Argument>, T>;

void fields(auto& visit, Is<EngineStamp> auto& stamp)
{
    visit("version", stamp.version);
    visit("libtorch", stamp.libtorch);
    visit("device", stamp.device);
    visit("dtype", stamp.dtype);
    visit("threads", stamp.threads);
}

void fields(auto& visit, Is<ModelStamp> auto& stamp)
{
    visit("name", stamp.name);
    visit("id", stamp.id);
    visit("sha256", stamp.sha256);
    visit("family", stamp.family);
}

void fields(auto& visit, Is<DocumentHead> auto& head)
{
    visit("engine", head.engine);
    visit("model", head.model);
    visit("warnings", head.warnings);
}

void fields(auto& visit, Is<Encoding> auto& encoding)
{
    visit("text", encoding.text);
    visit("pair", encoding.pair);
    visit("ids", encoding.ids);
    visit("tokens", encoding.tokens);
    visit("offsets", encoding.offsets);
    visit("special", encoding.special);
    visit("segments", encoding.segments);
    visit("words", encoding.words);
    visit("graphemes", encoding.graphemes);
    visit("truncated_at", encoding.truncatedAt);
    visit("dropped_tokens", encoding.droppedTokens);
}

void fields(auto& visit, Is<Tokenization> auto& tokenization)
{
    fields(visit, tokenization.head);
    visit("encoding", tokenization.encoding);
}

void fields(auto& visit, Is<Prediction> auto& prediction)
{
    fields(visit, prediction.head);
    visit("encoding", prediction.encoding);
    visit("problem", prediction.problem);
    visit("logits", prediction.logits);
    visit("probabilities", prediction.probabilities);
    visit("labels", prediction.labels);
    visit("label", prediction.label);
    visit("label_index", prediction.labelIndex);
}

void fields(auto& visit, Is<Target> auto& target)
{
    visit("index", target.index);
    visit("label", target.label);
    visit("quantity", target.quantity);
    visit("other_index", target.otherIndex);
    visit("other_label", target.otherLabel);
}

void fields(auto& visit, Is<Certificate> auto& certificate)
{
    visit("at_input", certificate.atInput);
    visit("at_baseline", certificate.atBaseline);
    visit("difference", certificate.difference);
    visit("sum", certificate.sum);
    visit("raw_residual", certificate.rawResidual);
    visit("relative_residual", certificate.relativeResidual);
    visit("token_error", certificate.tokenError);
    visit("evaluations", certificate.evaluations);
    visit("tolerance", certificate.tolerance);
    visit("met", certificate.met);
}

void fields(auto& visit, Is<PathProfile> auto& path)
{
    visit("alpha", path.alpha);
    visit("value", path.value);
}

void fields(auto& visit, Is<Attribution> auto& attribution)
{
    fields(visit, attribution.head);
    visit("method", attribution.method);
    visit("rule", attribution.rule);
    visit("draft", attribution.draft);
    visit("encoding", attribution.encoding);
    visit("target", attribution.target);
    visit("baseline", attribution.baseline);
    visit("scores", attribution.scores);
    visit("certificate", attribution.certificate);
    visit("path", attribution.path);
    visit("prediction", attribution.prediction);
}

void fields(auto& visit, Is<HeadStatistics> auto& statistics)
{
    visit("layer", statistics.layer);
    visit("head", statistics.head);
    visit("entropy", statistics.entropy);
    visit("diagonal", statistics.diagonal);
    visit("previous", statistics.previous);
    visit("next", statistics.next);
    visit("first", statistics.first);
    visit("special", statistics.special);
}

void fields(auto& visit, Is<ScorePart> auto& part)
{
    visit("id", part.id);
    visit("title", part.title);
    visit("help", part.help);
    visit("weight", part.weight);
}

void fields(auto& visit, Is<ScoreInfluence> auto& influence)
{
    visit("layer", influence.layer);
    visit("head", influence.head);
    visit("matrix", influence.matrix);
    visit("parts", influence.parts);
}

void fields(auto& visit, Is<Attention> auto& attention)
{
    fields(visit, attention.head);
    visit("encoding", attention.encoding);
    visit("maps", attention.maps);
    visit("layers", attention.layers);
    visit("heads", attention.heads);
    visit("statistics", attention.statistics);
    visit("prediction", attention.prediction);
    visit("influence", attention.influence);
}

void fields(auto& visit, Is<TensorNote> auto& tensor)
{
    visit("name", tensor.name);
    visit("dtype", tensor.dtype);
    visit("shape", tensor.shape);
    visit("use", tensor.use);
    visit("read_as", tensor.readAs);
    visit("not_finite", tensor.notFinite);
}

void fields(auto& visit, Is<ModelSizes> auto& sizes)
{
    visit("layers", sizes.layers);
    visit("heads", sizes.heads);
    visit("hidden", sizes.hidden);
    visit("intermediate", sizes.intermediate);
    visit("vocabulary", sizes.vocabulary);
    visit("positions", sizes.positions);
    visit("embedding", sizes.embedding);
    visit("max_tokens", sizes.maxTokens);
    visit("parameters", sizes.parameters);
    visit("file_bytes", sizes.fileBytes);
    visit("memory_bytes", sizes.memoryBytes);
    visit("memory_available", sizes.memoryAvailable);
}

void fields(auto& visit, Is<Ability> auto& ability)
{
    visit("id", ability.id);
    visit("available", ability.available);
    visit("why", ability.why);
}

void fields(auto& visit, Is<ModelCard> auto& card)
{
    fields(visit, card.head);
    visit("path", card.path);
    visit("title", card.title);
    visit("architecture", card.architecture);
    visit("weights_format", card.weightsFormat);
    visit("weights_dtype", card.weightsDtype);
    visit("activation", card.activation);
    visit("tokenizer", card.tokenizer);
    visit("problem", card.problem);
    visit("labels", card.labels);
    visit("sizes", card.sizes);
    visit("abilities", card.abilities);
    visit("tensors", card.tensors);
    visit("missing", card.missing);
}

void fields(auto& visit, Is<BuiltInModel> auto& model)
{
    visit("name", model.name);
    visit("title", model.title);
    visit("language", model.language);
    visit("family", model.family);
    visit("parameters", model.parameters);
    visit("bytes", model.bytes);
    visit("accuracy", model.accuracy);
    visit("accuracy_low", model.accuracyLow);
    visit("accuracy_high", model.accuracyHigh);
    visit("test_set", model.testSet);
    visit("trained_on", model.trainedOn);
    visit("licence", model.licence);
}

void fields(auto& visit, Is<ParamChoice> auto& choice)
{
    visit("value", choice.value);
    visit("title", choice.title);
}

void fields(auto& visit, Is<ParamSpec> auto& spec)
{
    visit("name", spec.name);
    visit("title", spec.title);
    visit("kind", spec.kind);
    visit("default", spec.defaultValue);
    visit("help", spec.help);
    visit("minimum", spec.minimum);
    visit("maximum", spec.maximum);
    visit("choices", spec.choices);
    visit("open", spec.open);
}

void fields(auto& visit, Is<MethodDescription> auto& method)
{
    visit("id", method.id);
    visit("title", method.title);
    visit("help", method.help);
    visit("completeness", method.completeness);
    visit("parameters", method.parameters);
}

void fields(auto& visit, Is<Description> auto& description)
{
    visit("requests", description.requests);
    visit("attribution_methods", description.attributionMethods);
}

void fields(auto& visit, Is<Greeting> auto& greeting)
{
    visit("engine", greeting.engine);
    visit("devices", greeting.devices);
    visit("why_no_gpu", greeting.whyNoGpu);
    visit("models", greeting.models);
}

void fields(auto& visit, Is<Proportion> auto& share)
{
    visit("correct", share.correct);
    visit("count", share.count);
    visit("value", share.value);
    visit("low", share.low);
    visit("high", share.high);
}

void fields(auto& visit, Is<Evaluation> auto& evaluation)
{
    fields(visit, evaluation.head);
    visit("labels", evaluation.labels);
    visit("confusion", evaluation.confusion);
    visit("accuracy", evaluation.accuracy);
    visit("rows", evaluation.rows);
    visit("unlabelled", evaluation.unlabelled);
    visit("unknown_label", evaluation.unknownLabel);
    visit("unpredicted", evaluation.unpredicted);
}

void fields(auto& visit, Is<CheckRow> auto& row)
{
    visit("name", row.name);
    visit("largest_difference", row.largestDifference);
    visit("tolerance", row.tolerance);
    visit("passed", row.passed);
    visit("seconds", row.seconds);
    visit("note", row.note);
}

void fields(auto& visit, Is<SelfCheck> auto& check)
{
    fields(visit, check.head);
    visit("checks", check.checks);
}

void fields(auto& visit, Is<ParityRow> auto& row)
{
    visit("text", row.text);
    visit("pair", row.pair);
    visit("expected", row.expected);
    visit("logits", row.logits);
    visit("difference", row.difference);
    visit("note", row.note);
}

void fields(auto& visit, Is<Parity> auto& parity)
{
    fields(visit, parity.head);
    visit("reference", parity.reference);
    visit("tolerance", parity.tolerance);
    visit("largest_difference", parity.largestDifference);
    visit("compared", parity.compared);
    visit("beyond", parity.beyond);
    visit("passed", parity.passed);
    visit("rows", parity.rows);
}

void fields(auto& visit, Is<VectorsNote> auto& vectors)
{
    visit("source", vectors.source);
    visit("name", vectors.name);
    visit("layer", vectors.layer);
    visit("width", vectors.width);
    visit("words", vectors.words);
}

void fields(auto& visit, Is<AlignmentSide> auto& side)
{
    visit("text", side.text);
    visit("tokens", side.tokens);
    visit("offsets", side.offsets);
    visit("places", side.places);
    visit("token_indices", side.tokenIndices);
    visit("counts", side.counts);
    visit("mass", side.mass);
    visit("contribution", side.contribution);
    visit("derivative", side.derivative);
    visit("derivative_times_input", side.derivativeTimesInput);
    visit("unknown", side.unknown);
    visit("encoding", side.encoding);
}

void fields(auto& visit, Is<Flow> auto& flow)
{
    visit("left", flow.left);
    visit("right", flow.right);
    visit("mass", flow.mass);
    visit("cost", flow.cost);
}

void fields(auto& visit, Is<AlignmentBounds> auto& bounds)
{
    visit("centroid", bounds.centroid);
    visit("relaxed_left", bounds.relaxedLeft);
    visit("relaxed_right", bounds.relaxedRight);
    visit("relaxed", bounds.relaxed);
    visit("su", bounds.su);
}

void fields(auto& visit, Is<TransportCertificate> auto& certificate)
{
    visit("dual_left", certificate.dualLeft);
    visit("dual_right", certificate.dualRight);
    visit("dual_value", certificate.dualValue);
    visit("gap", certificate.gap);
    visit("dual_infeasibility", certificate.dualInfeasibility);
    visit("marginal_error", certificate.marginalError);
    visit("pivots", certificate.pivots);
    visit("status", certificate.status);
}

void fields(auto& visit, Is<SinkhornNote> auto& sinkhorn)
{
    visit("regularisation", sinkhorn.regularisation);
    visit("cost", sinkhorn.cost);
    visit("gap", sinkhorn.gap);
    visit("marginal_error", sinkhorn.marginalError);
    visit("iterations", sinkhorn.iterations);
    visit("converged", sinkhorn.converged);
}

void fields(auto& visit, Is<Alignment> auto& alignment)
{
    fields(visit, alignment.head);
    visit("measure", alignment.measure);
    visit("cost_kind", alignment.costKind);
    visit("mass_kind", alignment.massKind);
    visit("vectors", alignment.vectors);
    visit("left", alignment.left);
    visit("right", alignment.right);
    visit("cost", alignment.cost);
    visit("plan", alignment.plan);
    visit("flows", alignment.flows);
    visit("distance", alignment.distance);
    visit("exact", alignment.exact);
    visit("bounds", alignment.bounds);
    visit("certificate", alignment.certificate);
    visit("solver", alignment.solver);
    visit("sinkhorn", alignment.sinkhorn);
}

void fields(auto& visit, Is<Neighbour> auto& neighbour)
{
    visit("row", neighbour.row);
    visit("id", neighbour.id);
    visit("text", neighbour.text);
    visit("label", neighbour.label);
    visit("distance", neighbour.distance);
}

void fields(auto& visit, Is<SearchWork> auto& work)
{
    visit("documents", work.documents);
    visit("exact", work.exact);
    visit("pruned", work.pruned);
    visit("skipped", work.skipped);
    visit("pivots", work.pivots);
}

void fields(auto& visit, Is<DistanceMatrix> auto& matrix)
{
    visit("rows", matrix.rows);
    visit("texts", matrix.texts);
    visit("distance", matrix.distance);
    visit("order", matrix.order);
}

void fields(auto& visit, Is<NeighbourVote> auto& vote)
{
    visit("method", vote.method);
    visit("label", vote.label);
    visit("k", vote.k);
    visit("accuracy", vote.accuracy);
}

void fields(auto& visit, Is<Nearest> auto& nearest)
{
    fields(visit, nearest.head);
    visit("query", nearest.query);
    visit("measure", nearest.measure);
    visit("cost_kind", nearest.costKind);
    visit("mass_kind", nearest.massKind);
    visit("vectors", nearest.vectors);
    visit("unknown", nearest.unknown);
    visit("neighbours", nearest.neighbours);
    visit("work", nearest.work);
    visit("votes", nearest.votes);
    visit("matrix", nearest.matrix);
}

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
    fields(visit, training.head);
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
    fields(visit, robustness.head);
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
    fields(visit, surgery.head);
    visit("prediction", surgery.prediction);
    visit("texts", surgery.texts);
    visit("labelled", surgery.labelled);
    visit("seed", surgery.seed);
    visit("untouched", surgery.untouched);
    visit("surgeries", surgery.surgeries);
}

void fields(auto& visit, Is<Error> auto& error)
{
    visit("code", error.code);
    visit("message", error.message);
    visit("subject", error.subject);
    visit("detail", error.detail);
}

void fields(auto& visit, Is<RefusalDocument> auto& refusal) { fields(visit, refusal.error); }

/// The `kind` of a document in its JSON.
template <typename Document>
constexpr const char* documentKind = nullptr;
template <>
inline constexpr const char* documentKind<Encoding> = "encoding";
template <>
inline constexpr const char* documentKind<Tokenization> = "tokenization";
template <>
inline constexpr const char* documentKind<Prediction> = "prediction";
template <>
inline constexpr const char* documentKind<Attribution> = "attribution";
template <>
inline constexpr const char* documentKind<Attention> = "attention";
template <>
inline constexpr const char* documentKind<ModelCard> = "model-card";
template <>
inline constexpr const char* documentKind<BuiltInModel> = "built-in-model";
template <>
inline constexpr const char* documentKind<Description> = "description";
template <>
inline constexpr const char* documentKind<Greeting> = "greeting";
template <>
inline constexpr const char* documentKind<Evaluation> = "evaluation";
template <>
inline constexpr const char* documentKind<SelfCheck> = "selfcheck";
template <>
inline constexpr const char* documentKind<Parity> = "parity";
template <>
inline constexpr const char* documentKind<Alignment> = "alignment";
template <>
inline constexpr const char* documentKind<Nearest> = "nearest";
template <>
inline constexpr const char* documentKind<Training> = "training";
template <>
inline constexpr const char* documentKind<Robustness> = "robustness";
template <>
inline constexpr const char* documentKind<HeadSurgery> = "head-surgery";
template <>
inline constexpr const char* documentKind<RefusalDocument> = "refusal";

} // namespace vitrine
