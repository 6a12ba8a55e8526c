// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in a model folder, told without running anything from it.
#pragma once

#include "core/results/prediction.h"
#include "core/results/provenance.h"

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

    bool operator==(const ModelSizes&) const = default;
};

/// What can be done with a model; a page that needs more is greyed with `why`.
struct Ability {
    std::string id; ///< "classify", "attribute", "attention", "generate", …
    bool available = false;
    std::string why; ///< one sentence when not available

    bool operator==(const Ability&) const = default;
};

/// The load report of one model folder.
struct ModelCard {
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

    bool operator==(const ModelCard&) const = default;
};

/// One built-in model as `models` lists it.
struct BuiltInModel {
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

    bool operator==(const BuiltInModel&) const = default;
};

} // namespace vitrine
