// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/mock_robustness.h"

#include "tests/support/mock_documents.h"

#include <cmath>
#include <limits>

namespace vitrine::mock {

MethodDescription robustnessRequest()
{
    using enum ParamKind;
    const std::vector<ParamSpec> specs {
        { .name = "model", .title = "Model", .help = "folder" },
        { .name = "text", .title = "Text", .help = "the text" },
        { .name = "label", .title = "Label", .help = "whose loss is meant" },
        { .name = "methods",
            .title = "Directions",
            .defaultValue = "fgm,vat",
            .help = "which to follow",
            .advanced = true },
        { .name = "size",
            .title = "Step size",
            .kind = Real,
            .defaultValue = "0.5",
            .help = "the step",
            .minimum = 1e-9,
            .maximum = 1e6 },
        { .name = "input", .title = "Labelled texts", .help = "file", .role = ParamRole::OpenFile },
    };
    return { "robustness", "Robustness", "How small a step changes an answer.", false, specs };
}

Robustness robustness(const ParameterValues& params)
{
    const auto at = [&params](const char* name) { return params.count(name) > 0 ? params.at(name) : std::string(); };
    Robustness result;
    result.prediction = prediction(at("model"), at("text"));
    result.provenance = result.prediction.provenance;
    result.size = params.count("size") > 0 ? std::stod(at("size")) : 0.5;
    if (params.count("text") > 0) {
        result.encoding = result.prediction.encoding;
        result.label = std::max(0, result.prediction.labelIndex);
        result.embeddingNorm = 1.25;
        const auto length = result.encoding.size();
        Sensitivity fgm { "fgm", std::vector<double>(length, 0), 3.5, 0.02, 0.99, 100 };
        auto vat = fgm;
        vat.method = "vat";
        vat.divergence = 0.03;
        for (std::size_t i = 1; i + 1 < length; ++i)
            fgm.tokens[i] = 1 / std::sqrt(double(length - 2));
        if (length > 2)
            vat.tokens[length - 2] = 1;
        result.sensitivities = { fgm, vat };
        const double never = std::numeric_limits<double>::quiet_NaN();
        for (const auto& [method, slope, flip] :
            { std::tuple("fgm", 0.9, 2.0), std::tuple("vat", 0.4, never), std::tuple("random", 0.02, never) }) {
            SensitivityCurve curve { method, {}, flip };
            for (const double size : { 0.0, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0 }) {
                const double odds = std::exp(1.5 - slope * size);
                const double share = odds / (1 + odds);
                curve.steps.push_back(
                    { size, result.label == 1 ? std::vector { 1 - share, share } : std::vector { share, 1 - share },
                        -std::log(share) });
            }
            result.curves.push_back(curve);
        }
    }
    if (!at("input").empty()) {
        result.rows = 200;
        result.accuracies
            = { { "fgm", 0, wilson(180, 200) }, { "fgm", 1, wilson(170, 200) }, { "fgm", 2, wilson(140, 200) },
                  { "vat", 0, wilson(180, 200) }, { "vat", 1, wilson(176, 200) }, { "vat", 2, wilson(160, 200) } };
    }
    return result;
}

} // namespace vitrine::mock
