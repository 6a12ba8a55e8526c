// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/opening/loaded_model.h"

#include "core/models/layers/model.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/runtime/error.h"

#include <algorithm>

namespace vitrine {

LoadedModel::LoadedModel(ModelCard card, ModelConfig config, std::unique_ptr<const Tokenizer> tokenizer,
    std::unique_ptr<const TextModel> network)
    : m_card(std::move(card))
    , m_config(std::move(config))
    , m_tokenizer(std::move(tokenizer))
    , m_network(std::move(network))
{
}

LoadedModel::~LoadedModel() = default;

std::size_t LoadedModel::tokensAtOnce() const { return std::size_t(m_network->tokensAtOnce()); }

Ability LoadedModel::ability(std::string_view id) const
{
    const auto found = std::find_if(
        m_card.abilities.begin(), m_card.abilities.end(), [&](const auto& ability) { return ability.id == id; });
    if (found == m_card.abilities.end())
        return { std::string(id), false, "This model cannot do this." };
    return *found;
}

void LoadedModel::require(std::string_view id) const
{
    if (const Ability wanted = ability(id); !wanted.available)
        throw Refusal(ErrorCode::BadArgument, wanted.why, "model");
}

Provenance LoadedModel::provenance(std::vector<std::string> warnings) const
{
    Provenance provenance { m_card.provenance.engine, m_card.provenance.model, std::move(warnings) };
    provenance.engine.threads = torchThreads();
    return provenance;
}

} // namespace vitrine
