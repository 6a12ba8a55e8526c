// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/family_registry.h"

#include "core/runtime/error.h"

#include <algorithm>

namespace vitrine {

const std::vector<ModelFamily>& familyRegistry()
{
    static const std::vector<ModelFamily> families {
        { "bert", "BERT", "bert.", { "classify", "attribute", "attention" }, loadBert },
    };
    return families;
}

const ModelFamily& familyNamed(std::string_view modelType)
{
    std::string known;
    for (const auto& family : familyRegistry()) {
        if (family.modelType == modelType)
            return family;
        known += (known.empty() ? "" : ", ") + family.modelType;
    }
    throw Refusal(ErrorCode::UnsupportedFamily,
        "Models of the family \"" + std::string(modelType) + "\" cannot be opened; these can: " + known + ".", "model_type");
}

std::vector<Ability> abilitiesOf(const ModelFamily& family, const TextModel& network)
{
    struct Known {
        const char* id;
        bool needsHead;
    };
    std::vector<Ability> abilities;
    for (const auto& [id, needsHead] :
        { Known { "classify", true }, { "attribute", true }, { "attention", false }, { "generate", false } }) {
        Ability ability { id, true, {} };
        if (std::find(family.abilities.begin(), family.abilities.end(), id) == family.abilities.end())
            ability = { id, false, "A " + family.title + " model cannot do this." };
        else if (needsHead && !network.classes())
            ability = { id, false, "This checkpoint has no classification head, so it gives no answer to explain." };
        abilities.push_back(ability);
    }
    return abilities;
}

} // namespace vitrine
