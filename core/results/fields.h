// SPDX-License-Identifier: GPL-3.0-or-later
// Which fields each document has and what they are called: said once, used for reading and for writing. Internal to the
// codec.
#pragma once

#include "core/results/attention.h"
#include "core/results/attribution.h"
#include "core/results/description.h"
#include "core/results/evaluation.h"
#include "core/results/field_owner.h"
#include "core/results/head_surgery.h"
#include "core/results/model_card.h"
#include "core/results/parity.h"
#include "core/results/refusal_document.h"
#include "core/results/run_fields.h"
#include "core/results/self_check.h"
#include "core/results/tokenization.h"
#include "core/results/transport_fields.h"

namespace vitrine {

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

void fields(auto& visit, Is<Provenance> auto& provenance)
{
    visit("engine", provenance.engine);
    visit("model", provenance.model);
    visit("warnings", provenance.warnings);
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
    fields(visit, tokenization.provenance);
    visit("encoding", tokenization.encoding);
}

void fields(auto& visit, Is<Prediction> auto& prediction)
{
    fields(visit, prediction.provenance);
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
    fields(visit, attribution.provenance);
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
    fields(visit, attention.provenance);
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
    fields(visit, card.provenance);
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
    visit("regularisers", description.regularisers);
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
    fields(visit, evaluation.provenance);
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
    fields(visit, check.provenance);
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
    fields(visit, parity.provenance);
    visit("reference", parity.reference);
    visit("tolerance", parity.tolerance);
    visit("largest_difference", parity.largestDifference);
    visit("compared", parity.compared);
    visit("beyond", parity.beyond);
    visit("passed", parity.passed);
    visit("rows", parity.rows);
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
template <typename Document> constexpr const char* documentKind = nullptr;
template <> inline constexpr const char* documentKind<Encoding> = "encoding";
template <> inline constexpr const char* documentKind<Tokenization> = "tokenization";
template <> inline constexpr const char* documentKind<Prediction> = "prediction";
template <> inline constexpr const char* documentKind<Attribution> = "attribution";
template <> inline constexpr const char* documentKind<Attention> = "attention";
template <> inline constexpr const char* documentKind<ModelCard> = "model-card";
template <> inline constexpr const char* documentKind<BuiltInModel> = "built-in-model";
template <> inline constexpr const char* documentKind<Description> = "description";
template <> inline constexpr const char* documentKind<Greeting> = "greeting";
template <> inline constexpr const char* documentKind<Evaluation> = "evaluation";
template <> inline constexpr const char* documentKind<SelfCheck> = "selfcheck";
template <> inline constexpr const char* documentKind<Parity> = "parity";
template <> inline constexpr const char* documentKind<Alignment> = "alignment";
template <> inline constexpr const char* documentKind<Nearest> = "nearest";
template <> inline constexpr const char* documentKind<Training> = "training";
template <> inline constexpr const char* documentKind<Robustness> = "robustness";
template <> inline constexpr const char* documentKind<HeadSurgery> = "head-surgery";
template <> inline constexpr const char* documentKind<RefusalDocument> = "refusal";

} // namespace vitrine
