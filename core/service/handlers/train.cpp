// SPDX-License-Identifier: GPL-3.0-or-later
// A settings file, or settings one by one; what is given by name wins over the file.
#include "core/service/handlers/handlers.h"
#include "core/training/trainer.h"

namespace vitrine {
namespace {

std::vector<ParamSpec> specs()
{
    std::vector<ParamSpec> all { { .name = "config",
        .title = "Settings file",
        .help = "JSON object of the settings below",
        .role = ParamRole::OpenFile } };
    all.insert(all.end(), trainingSpecs().begin(), trainingSpecs().end());
    return all;
}

AnyDocument run(const Call& call)
{
    auto values = call.values;
    if (const auto config = values.find("config"); config != values.end()) {
        const auto file = config->second;
        values.erase(config);
        if (!file.empty())
            values.merge(readSettingsFile(file));
    }
    const TrainingSettings settings(values);
    TrainingPlace place;
    place.provenance.engine = call.session.stamp();
    place.provenance.engine.dtype = "float32"; // whatever the session computes with
    place.device = place.provenance.engine.device;
    if (const auto& start = settings.values.text("model"); !start.empty())
        place.start = placeOf(start).path;
    const auto report = [&](const Training& training) {
        if (call.partial)
            call.partial(training);
    };
    return train(settings, place, call.progress, report);
}

} // namespace

Handler trainHandler()
{
    return { { "train", "Train",
                 "Trains a classifier, or fine-tunes one, and writes it as a model folder; a broken run goes on where "
                 "it was.",
                 false, specs() },
        run };
}

} // namespace vitrine
