// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/regularisers.h"

#include "core/runtime/error.h"

namespace vitrine {

const std::vector<Regulariser>& regulariserRegistry()
{
    static const std::vector<Regulariser> table {
        noRegulariser(),
        noiseRegulariser(),
        labelFreeNoiseRegulariser(),
        gradientPenaltyRegulariser(),
        fastGradientRegulariser(),
        projectedGradientRegulariser(),
        virtualAdversarialRegulariser(),
    };
    return table;
}

const Regulariser& regulariserNamed(std::string_view id)
{
    std::string known;
    for (const auto& row : regulariserRegistry()) {
        if (row.id == id)
            return row;
        known += (known.empty() ? "" : ", ") + row.id;
    }
    throw Refusal(ErrorCode::BadArgument,
        "There is no regulariser \"" + std::string(id) + "\"; there are " + known + ".", "regulariser");
}

} // namespace vitrine
