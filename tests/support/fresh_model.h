// SPDX-License-Identifier: GPL-3.0-or-later
// Small networks with random weights for tests, and model folders of them.
#pragma once

#include "core/models/families/family_registry.h"
#include "core/models/opening/tensor_file.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace vitrine {

/// A source without tensors, so that every tensor of the network is created.
class NoTensors : public TensorSource {
public:
    const std::vector<TensorEntry>& entries() const override { return m_none; }
    void read(const TensorEntry&, std::span<std::byte>) const override { }
    std::string format() const override { return {}; }
    std::uint64_t fileBytes() const override { return 0; }
    std::string sha256(const Progress&) const override { return {}; }

private:
    std::vector<TensorEntry> m_none;
};

/// A network in float64, and the contents of its model folder.
struct FreshModel {
    nlohmann::json json; ///< config.json
    std::unique_ptr<TextModel> network;
    std::vector<NamedParameter> parameters;
};

/// Two layers of width 8 with two heads, positions for 12 tokens, two classes. The scores of every layer have the kind
/// `scores`.
inline nlohmann::json smallSynthesizer(const std::string& scores)
{
    return { { "model_type", "synthesizer" }, { "architectures", { "SynthesizerForSequenceClassification" } },
        { "vocab_size", 16 }, { "hidden_size", 8 }, { "num_hidden_layers", 2 }, { "num_attention_heads", 2 },
        { "intermediate_size", 16 }, { "max_position_embeddings", 12 }, { "score_rank", 3 },
        { "score_factors", { 3, 4 } }, { "attention_scores", { scores, scores } }, { "pad_token_id", 0 },
        { "id2label", { { "0", "bad" }, { "1", "good" } } } };
}

/// Draws every tensor that `given` does not have. Biases are drawn too, so that every tensor has an effect.
inline FreshModel freshModel(
    const nlohmann::json& json, const std::map<std::string, at::Tensor>& given = {}, std::uint64_t seed = 7)
{
    FreshModel fresh { json, {}, {} };
    const auto config = parseModelConfig(json.dump(), {});
    const NoTensors none;
    const auto& family = familyNamed(config.family);
    WeightReader weights(none, family.prefix, at::TensorOptions(at::kDouble), {});
    auto generator = at::detail::createCPUGenerator(seed);
    weights.makeMissing(
        2, [&](const std::string& name, const std::vector<std::int64_t>& shape, const InitialValues& values) {
            if (const auto found = given.find(name); found != given.end())
                return found->second;
            const auto drawn = at::empty(shape, at::kDouble)
                                   .normal_(0, values.kind == InitialValues::Kind::Normal ? 0.5 : 0.1, generator);
            return values.kind == InitialValues::Kind::One ? drawn + 1 : drawn;
        });
    fresh.network = family.load(config, weights);
    fresh.parameters = weights.parameters();
    return fresh;
}

/// Writes a model folder with a vocabulary of 16 words.
inline void saveFolder(const FreshModel& model, const std::filesystem::path& folder)
{
    std::ofstream(folder / "config.json") << model.json.dump(1);
    std::ofstream(folder / "vocab.txt")
        << "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\nfilm\nis\ngood\nbad\nnot\nvery\na\nand\n.\n,\n";
    NamedTensors tensors;
    for (const auto& parameter : model.parameters)
        tensors.emplace_back(parameter.name, parameter.value);
    writeTensorFile(folder / "model.safetensors", tensors, { { "format", "pt" } });
}

} // namespace vitrine
