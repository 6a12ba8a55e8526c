// SPDX-License-Identifier: GPL-3.0-or-later
// What config.json means by family: names of fields, defaults of absent ones, and fields that one family alone has.
#pragma once

#include "core/models/config/model_config.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Names of the same thing in different configs; empty where a family has no such field.
struct ConfigFieldNames {
    std::string_view hidden;
    std::string_view layers;
    std::string_view heads;
    std::string_view intermediate;
    std::string_view activation;
    std::string_view positions;
    std::string_view segments;
    std::string_view layerNormEps;
};

/// One family of config.json: how it is recognised, its field names and its defaults.
struct ConfigFamily {
    std::string_view modelType;
    std::string_view architecturePrefix; ///< of architectures[0], "Bert" of BertForSequenceClassification
    std::string_view tensorSign; ///< part of a tensor name that only this family has; empty: none
    const ConfigFieldNames& names;
    int vocabulary;
    int hidden;
    int layers;
    int heads;
    int intermediate; ///< 0: four times the width
    std::string_view activation;
    int positions;
    int segments; ///< 0: has none
    double layerNormEps;
    std::optional<int> padId;
    int embedding; ///< 0: as wide as the model
};

/// All families whose configs can be read (Hugging Face transformers 5.23, defaults of its configuration classes).
const std::vector<ConfigFamily>& configFamilies();

/// The row of that model_type, or nullptr.
const ConfigFamily* configFamily(std::string_view modelType);

/// The row whose architecture prefix `architecture` begins with, the longest where several fit; or nullptr.
const ConfigFamily* configFamilyOfArchitecture(std::string_view architecture);

/// The row whose sign one of the tensor names carries, or nullptr.
const ConfigFamily* configFamilyOfTensors(const std::vector<std::string>& tensorNames);

// Fields of config.json that one family alone has.

class JsonField;

/// Reads and checks them into `config`, whose common fields are known already. Throws Refusal: MalformedFile,
/// UnsupportedFamily.
void readFamilyRules(const JsonField& root, ModelConfig& config);

} // namespace vitrine
