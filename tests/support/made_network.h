// SPDX-License-Identifier: GPL-3.0-or-later
// A network of any size with random weights that can be trained. No file is needed.
#pragma once

#include "core/models/families/family_registry.h"
#include "core/models/layers/model.h"
#include "core/models/layers/training_pass.h"
#include "core/models/layers/weights.h"

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include <limits>
#include <memory>

namespace vitrine {

struct MadeSizes {
    int layers = 4, width = 16, heads = 2, vocabulary = 50, positions = 64, classes = 3;
};

/// A network and what a step of training asks of it.
struct MadeNetwork {
    std::unique_ptr<TextModel> network;
    TrainingPass training { { 0.1, 0.1, 0.1 }, {} };

    const TextModel& operator*() const { return *network; }
    const TextModel* operator->() const { return network.get(); }
};

/// The members of `more` are added to config.json.
inline MadeNetwork madeNetwork(
    const MadeSizes& sizes, at::ScalarType type, const nlohmann::json& more = nlohmann::json::object())
{
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
    nlohmann::json json { { "model_type", "bert" }, { "architectures", { "BertForSequenceClassification" } },
        { "vocab_size", sizes.vocabulary }, { "hidden_size", sizes.width }, { "num_hidden_layers", sizes.layers },
        { "num_attention_heads", sizes.heads }, { "intermediate_size", 4 * sizes.width }, { "hidden_act", "gelu" },
        { "max_position_embeddings", sizes.positions }, { "type_vocab_size", 2 }, { "layer_norm_eps", 1e-12 },
        { "pad_token_id", 0 } };
    json.update(more);
    const auto config = parseModelConfig(json.dump(), {});
    const auto& family = familyNamed(config.family);
    const NoTensors none;
    const auto options = at::TensorOptions(at::kCPU).dtype(type);
    WeightReader weights(none, family.prefix, options, {});
    at::manual_seed(4);
    weights.makeMissing(sizes.classes,
        [&](const std::string& name, const std::vector<std::int64_t>& shape, const InitialValues& values) {
            if (values.kind == InitialValues::Kind::Normal)
                return at::randn(shape, options) * (name.find("embedding") != std::string::npos ? 0.5 : 0.1);
            return at::full(shape, values.kind == InitialValues::Kind::One ? 1 : 0, options);
        });
    MadeNetwork made { family.load(config, weights) };
    for (const auto& parameter : weights.parameters()) {
        if (!parameter.frozen)
            made.training.parameters.push_back(parameter.value.set_requires_grad(true));
    }
    return made;
}

/// `batch` equal texts of `length` tokens.
inline ModelInputs madeInputs(const TextModel& network, std::int64_t batch, std::int64_t length)
{
    Encoding encoding;
    for (std::int64_t i = 0; i < length; ++i)
        encoding.ids.push_back(int(1 + i % (network.embeddingRows() - 1)));
    encoding.segments.assign(std::size_t(length), 0);
    auto inputs = network.inputsFor(encoding);
    inputs.ids = inputs.ids.expand({ batch, length }).contiguous();
    return inputs;
}

} // namespace vitrine
