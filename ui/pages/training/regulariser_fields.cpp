// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/regulariser_fields.h"

#include <algorithm>

namespace vitrine {

namespace {

bool takes(const MethodDescription& regulariser, const std::string& name)
{
    return std::any_of(regulariser.parameters.begin(), regulariser.parameters.end(),
        [&](const ParamSpec& spec) { return spec.name == name; });
}

} // namespace

bool isOfARegulariser(const std::vector<MethodDescription>& regularisers, const std::string& name)
{
    return std::any_of(regularisers.begin(), regularisers.end(), [&](const auto& one) { return takes(one, name); });
}

bool isMeantFor(
    const std::vector<MethodDescription>& regularisers, const std::string& name, const std::string& regulariser)
{
    return !isOfARegulariser(regularisers, name)
        || std::any_of(regularisers.begin(), regularisers.end(),
            [&](const auto& one) { return one.id == regulariser && takes(one, name); });
}

} // namespace vitrine
