// SPDX-License-Identifier: GPL-3.0-or-later
// Every reference model, by name: tests of a capability iterate over all of them.
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

/// The reference models' names, classifiers only if asked.
inline std::vector<std::string> referenceNames(bool classifiersOnly)
{
    std::vector<std::string> names;
    for (const auto& model : referenceModels()) {
        if (model.isClassifier || !classifiersOnly)
            names.push_back(model.name);
    }
    return names;
}

/// How near logits in float64 can come: the reference of DeBERTa rounds a root to float32.
inline double exactTolerance(const std::string& name) { return name.starts_with("deberta") ? 1e-6 : 1e-9; }

} // namespace vitrine
