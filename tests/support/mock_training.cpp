// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/mock_training.h"
#include "core/runtime/version.h"

#include <cmath>

namespace vitrine::mock {

MethodDescription trainRequest()
{
    using enum ParamKind;
    const std::vector<ParamSpec> specs {
        { .name = "config", .title = "Settings file", .help = "JSON object" },
        { .name = "train", .title = "Training texts", .help = "file of labelled texts", .role = ParamRole::OpenFile },
        { .name = "valid", .title = "Validation texts", .help = "file", .role = ParamRole::OpenFile, .advanced = true },
        { .name = "output",
            .title = "Output folder",
            .help = "where the model is written",
            .role = ParamRole::SaveFolder },
        { .name = "scores",
            .title = "Attention scores",
            .kind = Choice,
            .defaultValue = "dot",
            .help = "where they come from",
            .choices = { { "dot", "Dot product" }, { "random", "Random" } },
            .open = true },
        { .name = "layers",
            .title = "Layers",
            .kind = Integer,
            .defaultValue = "4",
            .help = "of the network",
            .minimum = 1,
            .maximum = 100,
            .advanced = true },
        { .name = "epochs",
            .title = "Epochs",
            .kind = Real,
            .defaultValue = "2",
            .help = "passes",
            .minimum = 0.001,
            .maximum = 10000 },
        { .name = "rate",
            .title = "Learning rate",
            .kind = Real,
            .defaultValue = "6e-4",
            .help = "at its highest",
            .minimum = 1e-9,
            .maximum = 10,
            .advanced = true },
        { .name = "seed",
            .title = "Seed",
            .kind = Integer,
            .defaultValue = "1",
            .help = "of everything random",
            .minimum = 0,
            .maximum = 1e9,
            .advanced = true },
        { .name = "regulariser",
            .title = "Regulariser",
            .kind = Choice,
            .defaultValue = "none",
            .help = "what is added to the loss",
            .choices = { { "none", "None" }, { "fgm", "Adversarial (FGM)" }, { "vat", "Virtual adversarial (VAT)" },
                { "jelly", "Jelly" } } },
        { .name = "epsilon",
            .title = "Step",
            .kind = Real,
            .defaultValue = "0.5",
            .help = "length",
            .minimum = 0,
            .maximum = 1000 },
        { .name = "xi",
            .title = "Difference",
            .kind = Real,
            .defaultValue = "0.1",
            .help = "length",
            .minimum = 1e-9,
            .maximum = 100 },
        { .name = "wobble",
            .title = "Wobble",
            .kind = Real,
            .defaultValue = "1",
            .help = "how much",
            .minimum = 0,
            .maximum = 9 },
        { .name = "recompute",
            .title = "Recompute",
            .kind = Integer,
            .defaultValue = "0",
            .help = "segments",
            .minimum = 0,
            .maximum = 1000 },
        { .name = "drop-leaks",
            .title = "Drop leaked texts",
            .kind = Flag,
            .defaultValue = "true",
            .help = "leave them out",
            .advanced = true },
        { .name = "dry-run", .title = "Only check", .kind = Flag, .defaultValue = "false", .help = "write nothing" },
        { .name = "again",
            .title = "Begin anew",
            .kind = Flag,
            .defaultValue = "false",
            .help = "forget what is there" },
    };
    return { "train", "Train", "Trains a classifier.", false, specs };
}

std::vector<MethodDescription> regularisers()
{
    const auto request = trainRequest();
    const auto make = [&](const char* id, std::initializer_list<const char*> names) {
        MethodDescription one { id, id, "", false, {} };
        for (const char* name : names) {
            for (const auto& spec : request.parameters) {
                if (spec.name == name)
                    one.parameters.push_back(spec);
            }
        }
        return one;
    };
    return { make("none", {}), make("fgm", { "epsilon" }), make("vat", { "epsilon", "xi" }),
        make("jelly", { "wobble" }) };
}

Training training(const ParameterValues& settings, double share)
{
    constexpr long steps = 200;
    const auto at = [&settings](const char* name, const char* fallback) {
        return settings.count(name) > 0 ? settings.at(name) : std::string(fallback);
    };
    const int seed = std::stoi(at("seed", "1"));
    Training run;
    run.provenance.engine = { vitrineVersion(), "2.15.0", "cpu", "float32", 2 };
    for (const auto& [name, value] : settings)
        run.settings.push_back({ name, value });
    run.labels = { "NEGATIVE", "POSITIVE" };
    run.parameters = 1'234'567;
    run.data = { 9700, 9600, 60, 3, 37, 0, 0, 1000, 480'000, 4000, 0.002 };
    run.steps = steps;
    run.output = at("output", "");
    run.cost = { 240, 0, 210'000'000, 0 };
    run.state = "planned";
    if (at("dry-run", "false") == "true")
        return run;
    run.step = std::lround(share * steps);
    run.cost.seconds = 60 * share;
    run.state = share < 1 ? "running" : "finished";
    const long best = long(10 * (80 + seed));
    for (long step = 2; step <= run.step; step += 2) {
        const double x = double(step) / steps;
        const double noise = 0.06 * std::sin(double(step * 13 + seed * 7));
        run.points.push_back(
            { step, 2 * x, 0.35 + 0.4 * std::exp(-4 * x) + noise, 0, 6e-4 * std::min(x * 10, (1.02 - x) / 0.92), 1 });
        if (step % 20 == 0) {
            const long correct = std::lround(double(best) - 400 * std::exp(-5 * x));
            run.validation.push_back({ step, 2 * x, 0.42 + 0.25 * std::exp(-4 * x) + 0.03 * x,
                wilson(step == steps ? best : correct, 1000) });
            run.bestStep = step;
        }
    }
    if (share >= 1) {
        run.provenance.model = { "trained", "bert-0123456789ab", std::string(64, 'b'), "bert" };
        run.tests = { { "test", wilson(best - 10, 1000), 0.43 }, { "clean", wilson(best / 2 - 10, 500), 0.44 } };
    }
    return run;
}

} // namespace vitrine::mock
