// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/families/family_registry.h"

#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <algorithm>

namespace vitrine {

const std::vector<ModelFamily>& familyRegistry()
{
    static const std::vector<ModelFamily> families {
        { "albert", "ALBERT", "albert.", loadAlbert },
        { "bert", "BERT", "bert.", loadBert },
        { "camembert", "CamemBERT", "roberta.", loadRoberta },
        { "deberta", "DeBERTa", "deberta.", loadDeberta },
        { "deberta-v2", "DeBERTa v2", "deberta.", loadDebertaV2 },
        { "distilbert", "DistilBERT", "distilbert.", loadDistilbert },
        { "electra", "ELECTRA", "electra.", loadElectra },
        { "ernie", "ERNIE", "ernie.", loadErnie },
        { "gpt2", "GPT-2", "transformer.", loadGpt2 },
        { "openai-gpt", "GPT", "transformer.", loadOpenAiGpt },
        { "roberta", "RoBERTa", "roberta.", loadRoberta },
        { "synthesizer", "Synthesizer", "bert.", loadSynthesizer },
        { "xlm-roberta", "XLM-RoBERTa", "roberta.", loadRoberta },
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
        "Models of the family \"" + shown(modelType) + "\" cannot be opened; these can: " + known + ".", "model_type");
}

std::vector<Ability> abilitiesOf(const TextModel& network)
{
    const std::string noHead
        = network.classes() ? "" : "This checkpoint has no classification head, so it gives no answer to explain.";
    return { { "classify", noHead.empty(), noHead }, { "attribute", noHead.empty(), noHead },
        { "attention", true, {} } };
}

} // namespace vitrine
