// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/predict.h"

#include "core/models/layers/model.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace vitrine {
namespace {

/// Room for the special tokens and one token of each text.
constexpr int minTokens = 5;

int checkedMaxTokens(const LoadedModel& model, int asked)
{
    const auto& sizes = model.card().sizes;
    if (!asked)
        return sizes.maxTokens;
    if (asked == EncodeOptions::noLimit)
        return asked;
    if (asked < minTokens || asked > sizes.positions) {
        throw Refusal(ErrorCode::BadArgument,
            "--max-length must be between " + std::to_string(minTokens) + " and " + std::to_string(sizes.positions)
                + ", the positions of this model, not " + std::to_string(asked) + ".",
            "max-length");
    }
    return asked;
}

void checkIds(const LoadedModel& model, const Encoding& encoding)
{
    const int rows = model.network().embeddingRows();
    const auto beyond
        = std::find_if(encoding.ids.begin(), encoding.ids.end(), [&](int id) { return id < 0 || id >= rows; });
    if (beyond == encoding.ids.end())
        return;
    const auto& token = encoding.tokens[std::size_t(beyond - encoding.ids.begin())];
    throw Refusal(ErrorCode::VocabularyMismatch,
        "The token \"" + shown(token) + "\" has number " + std::to_string(*beyond)
            + ", but the model has embeddings for " + std::to_string(rows)
            + " tokens only: its vocabulary and its weights do not belong together; fetch the folder again.",
        token);
}

/// A tokenizer's template may add more special tokens than the model has positions.
void checkLength(const LoadedModel& model, const Encoding& encoding)
{
    const auto positions = std::size_t(model.card().sizes.positions);
    if (encoding.size() <= positions)
        return;
    throw Refusal(ErrorCode::VocabularyMismatch,
        "With its special tokens the text has " + std::to_string(encoding.size()) + " tokens, but the model has "
            + std::to_string(positions)
            + " positions: its tokenizer and its weights do not belong together; fetch the folder again.",
        "tokenizer");
}

void checkSegments(const LoadedModel& model, const Encoding& encoding)
{
    const int segments = model.config().segments;
    if (segments > 0 && std::any_of(encoding.segments.begin(), encoding.segments.end(), [&](int segment) {
            return segment < 0 || segment >= segments;
        }))
        throw Refusal(
            ErrorCode::BadArgument, "This model knows one text at a time: it cannot take a second one.", "text-pair");
}

/// Special tokens that the text itself spells, each once.
std::vector<std::string> literalSpecialTokens(const Tokenizer& tokenizer, const Encoding& encoding)
{
    const auto& ids = tokenizer.specialIds();
    std::vector<std::string> found;
    for (std::size_t i = 0; i < encoding.size(); ++i) {
        const auto isId = [&](const std::optional<int>& id) { return id == encoding.ids[i]; };
        // The unknown token stands for unknown words too, so it says nothing here.
        const bool special
            = !encoding.special[i] && (isId(ids.pad) || isId(ids.mask) || isId(ids.classify) || isId(ids.separate));
        if (special && std::find(found.begin(), found.end(), encoding.tokens[i]) == found.end())
            found.push_back(encoding.tokens[i]);
    }
    return found;
}

std::vector<std::string> remarks(const LoadedModel& model, const Encoding& encoding)
{
    std::vector<std::string> warnings;
    if (std::find(encoding.special.begin(), encoding.special.end(), false) == encoding.special.end())
        warnings.push_back(
            "There is nothing to read in this text: the answer is the model's answer to no text at all.");
    if (encoding.droppedTokens > 0) {
        warnings.push_back("The text is too long for the model: " + std::to_string(encoding.droppedTokens)
            + " tokens were cut off, " + std::to_string(encoding.size()) + " were read.");
    }
    for (const auto& token : literalSpecialTokens(model.tokenizer(), encoding))
        warnings.push_back("\"" + shown(token) + "\" in the text was read as the model's special token.");
    return warnings;
}

std::vector<double> softmax(const std::vector<double>& logits)
{
    const double largest = *std::max_element(logits.begin(), logits.end());
    std::vector<double> result;
    double sum = 0;
    for (const double logit : logits)
        sum += result.emplace_back(std::exp(logit - largest));
    for (double& value : result)
        value /= sum;
    return result;
}

std::vector<double> probabilitiesOf(const std::vector<double>& logits, Problem problem, bool finite)
{
    if (problem == Problem::Regression || logits.empty())
        return {};
    if (!finite)
        return std::vector<double>(logits.size(), std::numeric_limits<double>::quiet_NaN());
    if (problem == Problem::SingleLabel)
        return softmax(logits);
    std::vector<double> result;
    for (const double logit : logits)
        result.push_back(1 / (1 + std::exp(-logit)));
    return result;
}

} // namespace

EncodedInput encodeInput(const LoadedModel& model, const TextInput& input, const Progress& progress)
{
    EncodeOptions options;
    options.maxTokens = checkedMaxTokens(model, input.maxTokens);
    options.progress = &progress;
    EncodedInput result;
    result.encoding = model.tokenizer().encode(input.text, input.pair, options);
    if (result.encoding.ids.empty())
        throw Refusal(ErrorCode::BadArgument, "The text gives no tokens at all; type something.", "text");
    if (options.maxTokens != EncodeOptions::noLimit)
        checkLength(model, result.encoding);
    checkIds(model, result.encoding);
    checkSegments(model, result.encoding);
    result.warnings = remarks(model, result.encoding);
    return result;
}

Prediction predictionFrom(const LoadedModel& model, EncodedInput input, std::vector<double> logits)
{
    Prediction prediction;
    prediction.problem = model.card().problem;
    prediction.labels = model.card().labels;
    const bool finite = std::all_of(logits.begin(), logits.end(), [](double logit) { return std::isfinite(logit); });
    if (finite && !logits.empty()) {
        prediction.labelIndex = int(std::max_element(logits.begin(), logits.end()) - logits.begin());
        prediction.label = prediction.labels.at(std::size_t(prediction.labelIndex));
    } else if (!finite) {
        input.warnings.push_back("The model's logits are not finite, so there is no prediction; the model card tells "
                                 "which weights are broken.");
    }
    prediction.probabilities = probabilitiesOf(logits, prediction.problem, finite);
    prediction.logits = std::move(logits);
    prediction.encoding = std::move(input.encoding);
    prediction.provenance = model.provenance(std::move(input.warnings));
    return prediction;
}

Prediction predict(const LoadedModel& model, const TextInput& input, const Progress& progress)
{
    model.require("classify");
    const EncodedInput encoded = encodeInput(model, input, progress);
    return std::move(predictTogether(model, { &encoded, 1 }).front());
}

std::vector<Prediction> predictTogether(const LoadedModel& model, std::span<const EncodedInput> texts)
{
    model.require("classify");
    const at::NoGradGuard constant;
    const auto& network = model.network();
    std::vector<ModelInputs> inputs;
    std::vector<const ModelInputs*> rows;
    for (const EncodedInput& text : texts)
        inputs.push_back(network.inputsFor(text.encoding));
    for (const ModelInputs& one : inputs)
        rows.push_back(&one);
    const auto batch = joined(rows);
    const auto logits = toDoubles(network.logits(network.wordEmbeddings(batch.ids), batch)); // (B, C)
    const std::size_t classes = logits.size() / texts.size();
    std::vector<Prediction> predictions;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto row = logits.begin() + std::ptrdiff_t(i * classes);
        predictions.push_back(predictionFrom(model, texts[i], { row, row + std::ptrdiff_t(classes) }));
    }
    return predictions;
}

void requireMaxTokens(const LoadedModel& model, int maxTokens) { checkedMaxTokens(model, maxTokens); }

} // namespace vitrine
