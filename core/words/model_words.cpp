// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/words/model_words.h"

#include "core/models/layers/model.h"
#include "core/models/predict.h"
#include "core/runtime/error.h"
#include "core/text/token_groups.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <map>

namespace vitrine {
namespace {

class ModelWords {
public:
    ModelWords(const LoadedModel& model, const ModelVectors& vectors)
        : m_model(model)
        , m_vectors(vectors)
    {
        const int layers = model.card().sizes.layers;
        if (vectors.layer && (*vectors.layer < 0 || *vectors.layer > layers)) {
            throw Refusal(ErrorCode::BadArgument,
                "This model has layers 1 to " + std::to_string(layers) + " (0 is the output of its embeddings), not "
                    + std::to_string(*vectors.layer) + ".",
                "layer");
        }
        result.space.contextual = vectors.layer.has_value();
        result.space.note = { vectors.layer ? "layer" : "embeddings", {}, vectors.layer.value_or(-1), 0, "tokenizer" };
    }

    void add(const std::string& text, const Progress& progress)
    {
        EncodedInput input = encodeInput(m_model, { text, std::nullopt, m_vectors.maxTokens }, progress);
        const Encoding& encoding = input.encoding;
        const at::Tensor tokens = tokenVectors(encoding); // (L, H)
        result.space.note.width = int(tokens.size(1));
        WordSequence sequence { encoding.text, {}, {}, encoding };
        for (const TokenGroup& group : groupTokens(encoding, Grouping::Words)) {
            if (group.special)
                continue;
            const std::vector<int> ids(encoding.ids.begin() + group.first, encoding.ids.begin() + group.last + 1);
            if (!m_vectors.layer && allUnknown(ids)) {
                if (std::find(sequence.unknown.begin(), sequence.unknown.end(), group.text) == sequence.unknown.end())
                    sequence.unknown.push_back(group.text);
                continue;
            }
            sequence.words.push_back(
                { rowOf(tokens, group, ids), keyOf(ids), group.text, { group.begin, group.end }, indices(group) });
        }
        result.warnings.insert(result.warnings.end(), input.warnings.begin(), input.warnings.end());
        result.texts.push_back(std::move(sequence));
    }

    WordTexts result;

private:
    at::Tensor tokenVectors(const Encoding& encoding) const
    {
        const TextModel& network = m_model.network();
        const ModelInputs inputs = network.inputsFor(encoding);
        const at::Tensor embeddings = network.wordEmbeddings(inputs.ids); // (1, L, E)
        if (!m_vectors.layer)
            return embeddings[0].to(at::TensorOptions(at::kCPU).dtype(at::kDouble)).contiguous();
        Trace trace;
        trace.wantHiddenStates = true;
        network.logits(embeddings, inputs, &trace);
        return trace.hiddenStates.at(std::size_t(*m_vectors.layer))[0]
            .to(at::TensorOptions(at::kCPU).dtype(at::kDouble))
            .contiguous();
    }

    bool allUnknown(const std::vector<int>& ids) const
    {
        const auto unknown = m_model.tokenizer().specialIds().unknown;
        return unknown && std::all_of(ids.begin(), ids.end(), [&](int id) { return id == *unknown; });
    }

    static std::string keyOf(const std::vector<int>& ids)
    {
        std::string key;
        for (const int id : ids)
            key += std::to_string(id) + ' ';
        return key;
    }

    static std::vector<int> indices(const TokenGroup& group)
    {
        std::vector<int> all;
        for (int token = group.first; token <= group.last; ++token)
            all.push_back(token);
        return all;
    }

    // Input embeddings of equal words are stored once.
    int rowOf(const at::Tensor& tokens, const TokenGroup& group, const std::vector<int>& ids)
    {
        const int next = result.space.size();
        if (!m_vectors.layer) {
            const auto [known, isNew] = m_rows.emplace(ids, next);
            if (!isNew)
                return known->second;
        }
        const std::vector<double> mean = toDoubles(tokens.slice(0, group.first, group.last + 1).mean(0));
        result.space.vectors.insert(result.space.vectors.end(), mean.begin(), mean.end());
        return next;
    }

    const LoadedModel& m_model;
    const ModelVectors& m_vectors;
    std::map<std::vector<int>, int> m_rows;
};

} // namespace

WordTexts wordsFromModel(const LoadedModel& model, const std::vector<std::string>& texts, const ModelVectors& vectors,
    const Progress& progress)
{
    const at::NoGradGuard noGrad;
    ModelWords words(model, vectors);
    for (std::size_t t = 0; t < texts.size(); ++t) {
        progress.step(int(t), int(texts.size()), "reading words");
        words.add(texts[t], progress);
    }
    return std::move(words.result);
}

} // namespace vitrine
