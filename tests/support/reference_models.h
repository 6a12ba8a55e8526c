// SPDX-License-Identifier: GPL-3.0-or-later
// The list of reference models. Tests of a capability run over all of them.
#pragma once

#include "tests/support/reference.h"

namespace vitrine {

/// One row of models/index.json.
struct ReferenceModel {
    std::string name; ///< folder under models/, values under values/
    std::string family;
    std::string tokenizer;
    bool isClassifier = true;
};

inline std::vector<ReferenceModel> referenceModels()
{
    std::vector<ReferenceModel> models;
    const auto index = referenceJson("models/index.json");
    for (const auto& row : index["models"]) {
        const std::string architecture = row["architecture"];
        models.push_back(
            { row["name"], row["family"], row["tokenizer"], architecture.ends_with("ForSequenceClassification") });
    }
    if (models.empty())
        throw std::runtime_error("models/index.json of the reference set names no model");
    return models;
}

/// The names of the reference models, on request only those of classifiers.
inline std::vector<std::string> referenceNames(bool classifiersOnly)
{
    std::vector<std::string> names;
    for (const auto& model : referenceModels()) {
        if (model.isClassifier || !classifiersOnly)
            names.push_back(model.name);
    }
    return names;
}

/// The possible accuracy of logits in float64: the reference of DeBERTa rounds a square root to float32.
inline double exactTolerance(const std::string& name) { return name.starts_with("deberta") ? 1e-6 : 1e-9; }

} // namespace vitrine
