// SPDX-License-Identifier: GPL-3.0-or-later
// A model folder, opened: network, tokenizer and card in one constant object that every request shares. No tensor
// library in this header.
#pragma once

#include "core/models/config/model_config.h"
#include "core/results/model_card.h"
#include "core/runtime/progress.h"
#include "core/text/tokenizers/tokenizer.h"

#include <filesystem>
#include <memory>
#include <string>

namespace vitrine {

class TextModel;

/// How and under which name a model is opened.
struct LoadOptions {
    std::string device = "auto"; ///< "auto", "cpu", "cuda" or "cuda:N"
    std::string dtype = "float32"; ///< working type: "float32", "float64" or "bfloat16"
    std::string builtInName
        = {}; ///< name of a built-in model; empty: the folder's own name, and the card tells the path
    std::string title = {}; ///< what a person reads; empty: the name
};

/// Constant after openModel(), so several threads may compute on it at once: see startTorchThread().
class LoadedModel {
public:
    LoadedModel(ModelCard card, ModelConfig config, std::unique_ptr<const Tokenizer> tokenizer,
        std::unique_ptr<const TextModel> network);
    ~LoadedModel();

    const ModelCard& card() const { return m_card; }
    const ModelConfig& config() const { return m_config; }
    const Tokenizer& tokenizer() const { return *m_tokenizer; }
    const TextModel& network() const { return *m_network; }

    /// The ability of that id, or one that is not available and says why.
    Ability ability(std::string_view id) const;
    /// Tokens of one batch that keep the device busy: TextModel::tokensAtOnce().
    std::size_t tokensAtOnce() const;
    /// Throws Refusal(BadArgument) with the ability's `why` when the model cannot do `id`.
    void require(std::string_view id) const;
    /// Provenance of a document computed now: engine, model, `warnings`.
    Provenance provenance(std::vector<std::string> warnings = {}) const;

private:
    ModelCard m_card;
    ModelConfig m_config;
    std::unique_ptr<const Tokenizer> m_tokenizer;
    std::unique_ptr<const TextModel> m_network;
};

/// Opens the model at `path` (a folder, or a weights file in one). Progress stages: "reading", "checking".
/// Throws Refusal (any code of a model folder, of an argument, OutOfMemory) and Cancelled.
std::shared_ptr<const LoadedModel> openModel(
    const std::filesystem::path& path, const LoadOptions& options, const Progress& progress = {});

/// The card openModel() would give on the CPU in float32, from shapes alone: the weights are looked at piece by piece
/// and never held, so that a folder larger than memory can be inspected. Refuses what openModel() refuses, except what
/// does not fit into memory.
ModelCard inspectModel(
    const std::filesystem::path& path, const LoadOptions& options = {}, const Progress& progress = {});

} // namespace vitrine
