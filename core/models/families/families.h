// SPDX-License-Identifier: GPL-3.0-or-later
// The families of networks, a file each. Every function takes its weights from `weights` and opens a checkpoint without
// a classifier too. All throw Refusal: UnsupportedFamily (a variant that is not computed here), UnsupportedActivation,
// what WeightReader throws.
#pragma once

#include "core/models/config/model_config.h"
#include "core/models/layers/model.h"
#include "core/models/layers/weights.h"

#include <memory>

namespace vitrine {

/// Lan and others 2019: one layer, or a few, run many times; narrow word embeddings.
std::unique_ptr<TextModel> loadAlbert(const ModelConfig& config, WeightReader& weights);
/// Devlin and others 2018.
std::unique_ptr<TextModel> loadBert(const ModelConfig& config, WeightReader& weights);
/// He and others 2020: scores from content and relative position apart.
std::unique_ptr<TextModel> loadDeberta(const ModelConfig& config, WeightReader& weights);
/// He and others 2021: DeBERTa v2 and v3.
std::unique_ptr<TextModel> loadDebertaV2(const ModelConfig& config, WeightReader& weights);
/// Sanh and others 2019: no token types, a relu in the head.
std::unique_ptr<TextModel> loadDistilbert(const ModelConfig& config, WeightReader& weights);
/// Clark and others 2020: narrow word embeddings, a gelu in the head.
std::unique_ptr<TextModel> loadElectra(const ModelConfig& config, WeightReader& weights);
/// Sun and others 2019: BERT with a task type, which is 0 here, added to every token.
std::unique_ptr<TextModel> loadErnie(const ModelConfig& config, WeightReader& weights);
/// Radford and others 2019: normalises before each part; classifies the last token that is not padding.
std::unique_ptr<TextModel> loadGpt2(const ModelConfig& config, WeightReader& weights);
/// Radford and others 2018: normalises after each addition.
std::unique_ptr<TextModel> loadOpenAiGpt(const ModelConfig& config, WeightReader& weights);
/// BERT with the scores of Tay and others 2020 in place of, or beside, the product of tokens.
std::unique_ptr<TextModel> loadSynthesizer(const ModelConfig& config, WeightReader& weights);
/// Liu and others 2019; XLM-RoBERTa and CamemBERT are the same network. Positions begin after the padding's id.
std::unique_ptr<TextModel> loadRoberta(const ModelConfig& config, WeightReader& weights);

} // namespace vitrine
