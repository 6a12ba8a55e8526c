// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/regulariser_descriptions.h"

#include "core/training/regulariser.h"
#include "core/training/training_settings.h"

#include <algorithm>
#include <iterator>

namespace vitrine {

std::vector<MethodDescription> regulariserDescriptions()
{
    std::vector<MethodDescription> list;
    for (const auto& row : regulariserRegistry()) {
        MethodDescription one { row.id, row.title, row.help, false, row.parameters };
        if (row.id != "none") { // whatever moves embeddings may be let loose on special tokens
            std::copy_if(trainingSpecs().begin(), trainingSpecs().end(), std::back_inserter(one.parameters),
                [](const ParamSpec& spec) { return spec.name == "include-special"; });
        }
        list.push_back(std::move(one));
    }
    return list;
}

} // namespace vitrine
