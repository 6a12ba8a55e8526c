// SPDX-License-Identifier: GPL-3.0-or-later
// The description lists the settings of all regularisers together; a new one works without a row here, its fields are just always there.
#include "ui/pages/regulariser_fields.h"

#include <algorithm>
#include <map>
#include <vector>

namespace vitrine {

bool belongsToRegulariser(const std::string& name, const std::string& regulariser)
{
    static const std::map<std::string, std::vector<std::string>> owners {
        { "sigma", { "noise", "noise-label-free" } },
        { "weight", { "noise-label-free", "vat" } },
        { "epsilon", { "fgm", "pgd", "vat" } },
        { "sign", { "fgm", "pgd" } },
        { "only-adversarial", { "fgm", "pgd" } },
        { "pgd-steps", { "pgd" } },
        { "stride", { "pgd" } },
        { "penalty", { "gradient-penalty" } },
        { "xi", { "vat" } },
        { "iterations", { "vat" } },
    };
    const auto owner = owners.find(name);
    if (owner == owners.end())
        return name != "include-special" || regulariser != "none";
    return std::find(owner->second.begin(), owner->second.end(), regulariser) != owner->second.end();
}

} // namespace vitrine
