// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/method.h"

namespace vitrine {

const std::vector<AttributionMethod>& methodRegistry()
{
    static const std::vector<AttributionMethod> methods {
        integratedGradientsMethod(),
        gradientTimesInputMethod(),
        gradientMethod(),
        occlusionMethod(),
        smoothGradientMethod(),
    };
    return methods;
}

} // namespace vitrine
