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

AttributionFunction oneByOne(void (*run)(const MethodInput& input, Attribution& result))
{
    return [run](std::span<const MethodInput> inputs, std::span<Attribution> results) {
        for (std::size_t i = 0; i < inputs.size(); ++i)
            run(inputs[i], results[i]);
    };
}

} // namespace vitrine
