// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in a model folder, told without running anything from it.
#pragma once

#include "core/results/prediction.h"
#include "core/results/provenance.h"
#include "core/runtime/fields.h"

#include <cstdint>

namespace vitrine {

/// One tensor of the weight files.
struct TensorNote {
    std::string name; ///< as in the file
    std::string dtype; ///< as in the file, "F16"
    std::vector<std::int64_t> shape;
    std::string use; ///< "read", "renamed", "ignored", "unexpected" or "unsupported"
    std::string readAs; ///< the name it was read under, when it was renamed
    std::int64_t notFinite = 0; ///< how many values are NaN or infinite (only counted for tensors that were read)

    static void fields(auto& visit, auto& tensor)
    {
        visit("name", tensor.name);
        visit("dtype", tensor.dtype);
        visit("shape", tensor.shape);
        visit("use", tensor.use);
        visit("read_as", tensor.readAs);
        visit("not_finite", tensor.notFinite);
    }
    bool operator==(const TensorNote&) const = default;
};

/// The size of a model. Sizes that a family does not have are 0.
struct ModelSizes {
    int layers = 0;
    int heads = 0;
    int hidden = 0; ///< H
    int intermediate = 0; ///< width of the feed-forward layer
    int vocabulary = 0; ///< rows of the word embedding
    int positions = 0;
    int embedding = 0; ///< width of the word embedding
    int maxTokens = 0; ///< longest text in tokens, special tokens included
    std::int64_t parameters = 0;
    std::int64_t fileBytes = 0; ///< of the weight files
    std::int64_t memoryBytes = 0; ///< of the weights at the working type
    std::int64_t memoryAvailable = 0; ///< bytes that were free on the device before the weights were read; 0: not known

    static void fields(auto& visit, auto& sizes)
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
    bool operator==(const ModelSizes&) const = default;
};

/// What can be done with a model; a page that needs more is greyed with `why`.
struct Ability {
    std::string id; ///< "classify", "attribute", "attention", "generate", …
    bool available = false;
    std::string why; ///< one sentence when not available

    static void fields(auto& visit, auto& ability)
    {
        visit("id", ability.id);
        visit("available", ability.available);
        visit("why", ability.why);
    }
    bool operator==(const Ability&) const = default;
};

/// The load report of one model folder.
struct ModelCard {
    static constexpr const char* kind = "model-card";

    Provenance provenance;
    std::string path; ///< where it was opened; empty for a built-in model
    std::string title; ///< what a person reads, for example "English sentiment"
    std::string architecture; ///< as the config names it
    std::string weightsFormat; ///< "safetensors", "sharded safetensors", …
    std::string weightsDtype; ///< the type most tensors have in the file
    std::string activation; ///< the function that is really computed, "gelu"
    std::string tokenizer; ///< kind and source, for example "WordPiece (tokenizer.json), uncased"
    Problem problem = Problem::SingleLabel;
    std::vector<std::string> labels;
    ModelSizes sizes;
    std::vector<Ability> abilities;
    std::vector<TensorNote> tensors;
    std::vector<std::string> missing; ///< tensors that were looked for and not found, but are not needed

    static void fields(auto& visit, auto& card)
    {
        visit(card.provenance);
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
    bool operator==(const ModelCard&) const = default;
};

/// One built-in model as `models` lists it.
struct BuiltInModel {
    static constexpr const char* kind = "built-in-model";

    std::string name; ///< what --model takes
    std::string title;
    std::string language; ///< "en", "zh"
    std::string family;
    std::int64_t parameters = 0;
    std::int64_t bytes = 0;
    double accuracy = 0; ///< on `testSet`
    double accuracyLow = 0; ///< 95 % Wilson interval
    double accuracyHigh = 0;
    std::string testSet;
    std::string trainedOn;
    std::string licence;

    static void fields(auto& visit, auto& model)
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
    bool operator==(const BuiltInModel&) const = default;
};

/// Answer to `models`.
struct BuiltInModels {
    static constexpr const char* kind = "models";

    std::vector<BuiltInModel> models; ///< by name

    static void fields(auto& visit, auto& list) { visit("models", list.models, asDocuments); }
    bool operator==(const BuiltInModels&) const = default;
};

/// Answer to `close`: an empty object, without even a kind.
struct Closed {
    static constexpr const char* kind = "";

    static void fields(auto&, auto&) { }
    bool operator==(const Closed&) const = default;
};

} // namespace vitrine
