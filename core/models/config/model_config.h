// SPDX-License-Identifier: GPL-3.0-or-later
// config.json as plain values with the defaults of its family, checked before anything is allocated. No tensor library.
#pragma once

#include "core/io/json/json_field.h"
#include "core/results/prediction.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// The most positions a config may name, also of models whose positions are relative, which no tensor bounds.
constexpr int maxPositions = 1 << 20;

/// What only DeBERTa's configs say.
struct DebertaConfig {
    bool relative = false; ///< relative_attention
    bool contentToPosition = false, positionToContent = false; ///< pos_att_type
    bool sharesKeys = false; ///< share_att_key
    bool normalisesTable = false; ///< norm_rel_ebd holds layer_norm
    bool absolutePositions = true; ///< position_biased_input
    bool talkingHead = false;
    int longest = 0; ///< R: max_relative_positions, or the positions when that is below 1
    int buckets = 0; ///< position_buckets; 0: none
    int headSize = 0; ///< attention_head_size, or width / heads
    int convKernel = 0, convGroups = 1; ///< 0: no convolution
    std::string convActivation, poolerActivation;
};

/// What only GPT-2's configs say.
struct Gpt2Config {
    bool scalesByHeadSize = true; ///< scale_attn_weights
    bool scalesByLayer = false; ///< scale_attn_by_inverse_layer_idx
};

/// What only Synthesizers' configs say.
struct SynthesizerConfig {
    std::vector<std::string> scores; ///< attention_scores: a kind for each layer, "random+dot"
    int rank = 8; ///< score_rank
    int outer = 0, inner = 0; ///< score_factors; their product is the positions
};

/// What a checkpoint's config says, by meaning. Fields a family does not have keep 0 or empty.
struct ModelConfig {
    std::string family; ///< model_type, or what the architecture name says
    std::string architecture; ///< architectures[0], may be empty
    int layers = 0;
    int heads = 0;
    int hidden = 0; ///< H
    int intermediate = 0;
    int embedding = 0; ///< width of the word embedding; equals hidden for most
    int vocabulary = 0;
    int positions = 0;
    int segments = 0; ///< type_vocab_size
    std::string activation; ///< as the config names it
    double layerNormEps = 1e-12;
    std::optional<int> padId;
    std::optional<Problem> problem; ///< when the config says it
    std::vector<std::string> labels; ///< by class index; empty when the config names none
    std::string positionKind = "absolute";
    bool isDecoder = false;
    int taskTypes = 0; ///< ERNIE's task_type_vocab_size where use_task_id is set
    int layerGroups = 1; ///< ALBERT's num_hidden_groups
    int layersPerGroup = 1; ///< ALBERT's inner_group_num
    DebertaConfig deberta;
    Gpt2Config gpt2;
    SynthesizerConfig synthesizer;
    bool customCode = false; ///< auto_map is present; its code is never run
    std::vector<std::string> warnings;
};

/// Reads config.json (at most 1 MB). `tensorNames` decide the family when neither model_type nor architectures does.
/// Throws Refusal: MalformedFile naming field, value and place; UnsupportedFamily.
ModelConfig parseModelConfig(std::string_view json, const std::vector<std::string>& tensorNames);

/// Labels for `classes` outputs: the config's names, "class i" where one is missing, surplus names dropped, duplicates
/// numbered. What had to be mended is appended to `warnings`.
std::vector<std::string> labelsFor(const ModelConfig& config, int classes, std::vector<std::string>& warnings);

// Names of the classes as config.json has them, in all the shapes seen in published models.

/// Names by class index from id2label, or from label2id when there is no other; an empty string where an index has
/// none, an empty list when the config names no class. A value that is no string is given by its JSON text. What cannot
/// be a class (keys that are no decimal numbers) is skipped and told in `warnings`.
std::vector<std::string> readLabels(const JsonField& config, std::vector<std::string>& warnings);

} // namespace vitrine
