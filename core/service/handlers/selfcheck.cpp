// SPDX-License-Identifier: GPL-3.0-or-later
// Runs every numeric capability on the device the engine was started with and compares with the CPU in double
// precision.
#include "core/attribution/attribution.h"
#include "core/maps/attention_maps.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/service/built_in_models.h"
#include "core/service/handlers/handlers.h"

#include <chrono>
#include <cmath>

namespace vitrine {
namespace {

// One short, one with punctuation and rare words, one longer than most: enough to exercise every kernel.
const std::vector<std::string> texts {
    "a gorgeous, witty, seductive movie .",
    "it tries so hard to be clever that it forgets to be fun; still, the two leads are a joy to watch.",
    "two hours of my life that i will never get back, and yet the slow, quietly devastating last scene, in which "
    "nothing at all "
    "happens and nobody says a word, is the one thing this year that i would gladly sit through again.",
};

// Largest differences that rounding explains: float32 has 24 bits, bfloat16 8; six layers lose two or three.
double toleranceFor(const std::string& dtype)
{
    if (dtype == "float64")
        return 1e-9;
    return dtype == "float32" ? 1e-4 : 0.25;
}

double largestDifference(const std::vector<double>& a, const std::vector<double>& b)
{
    double largest = a.size() == b.size() ? 0 : INFINITY;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::isnan(a[i] - b[i]) ? double(INFINITY) : std::abs(a[i] - b[i]));
    return largest;
}

// A capability: numbers of one text, in units in which 1 is large.
struct Capability {
    std::string name;
    double looseness; ///< times toleranceFor()
    std::function<std::vector<double>(const LoadedModel&, const std::string& text, const std::string& target)> run;
};

std::vector<Capability> capabilities()
{
    std::vector<Capability> all {
        { "logits", 1,
            [](const LoadedModel& model, const std::string& text, const std::string&) {
                return predict(model, { text, {}, 0 }).logits;
            } },
        { "attention", 1,
            [](const LoadedModel& model, const std::string& text, const std::string&) {
                const auto maps = attentionMaps(model, { { text, {}, 0 }, {}, {} }).maps.values;
                return std::vector<double>(maps.begin(), maps.end());
            } },
    };
    for (const auto& method : attributionMethods()) {
        // Scores relative to the largest. Two runs at a tolerance of 0.1 % may differ by twice that beside the
        // rounding.
        all.push_back(
            { method.id, 30, [method](const LoadedModel& model, const std::string& text, const std::string& target) {
                 ParameterValues values { { "target", target } };
                 for (const auto& spec : method.parameters) {
                     if (spec.name == "tolerance")
                         values["tolerance"] = "0.001";
                 }
                 auto scores = attribute(model, { { text, {}, 0 }, method.id, values }).scores;
                 double largest = 0;
                 for (const double score : scores)
                     largest = std::max(largest, std::abs(score));
                 for (double& score : scores)
                     score /= largest > 0 ? largest : 1;
                 return scores;
             } });
    }
    return all;
}

AnyDocument run(const Call& call)
{
    const Parameters parameters({ modelParameter() }, call.values);
    const ModelPlace place = placeOf(parameters.text("model"));
    const auto model = call.session.model(parameters.text("model"), call.progress);
    const auto exact = openModel(place.path, { "cpu", "float64", place.builtIn, place.title }, call.progress);

    SelfCheck report;
    report.provenance = model->provenance();
    const std::string& dtype = report.provenance.engine.dtype;
    const auto all = capabilities();
    int done = 0;
    for (const auto& capability : all) {
        CheckRow row { capability.name, 0, capability.looseness * toleranceFor(dtype), false, 0, {} };
        for (const auto& text : texts) {
            call.progress.step(done, int(all.size()), capability.name);
            const std::string target
                = std::to_string(predict(*exact, { text, {}, 0 }).labelIndex); // rounding must not choose another class
            const auto start = std::chrono::steady_clock::now();
            const auto numbers = capability.run(*model, text, target);
            row.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            row.largestDifference
                = std::max(row.largestDifference, largestDifference(numbers, capability.run(*exact, text, target)));
        }
        row.passed = row.largestDifference <= row.tolerance;
        report.checks.push_back(row);
        ++done;
    }
    return report;
}

} // namespace

Handler selfcheckHandler()
{
    return { { "selfcheck", "Self-check",
                 "Every numeric capability on this device against the CPU in double precision.", false,
                 { modelParameter() } },
        run };
}

} // namespace vitrine
