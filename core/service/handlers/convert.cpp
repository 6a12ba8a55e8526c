// SPDX-License-Identifier: GPL-3.0-or-later
// Weights of a folder as safetensors, beside what they were read from. Nothing is replaced.
#include "core/io/checkpoint/checkpoint_folder.h"
#include "core/io/checkpoint/sharded_weights.h"
#include "core/io/safetensors/safetensors.h"
#include "core/service/handlers/handlers.h"

namespace vitrine {
namespace {

std::vector<ParamSpec> specs()
{
    return {
        modelParameter(),
        { .name = "file",
            .title = "File",
            .kind = ParamKind::Text,
            .defaultValue = "model.safetensors",
            .help = "name of the new file in the model's folder; nothing is replaced" },
    };
}

AnyDocument run(const Call& call)
{
    const Parameters parameters(specs(), call.values);
    const ModelPlace place = placeOf(parameters.text("model"));
    const std::string& name = parameters.text("file");
    requireBareName(name, "file");
    const CheckpointFolder folder(place.path);
    convertToSafetensors(*folder.openWeights(), folder.path() / name, call.progress);
    return inspectModel(folder.path() / name, { .builtInName = place.builtIn, .title = place.title }, call.progress);
}

} // namespace

Handler convertHandler()
{
    return { { "convert", "Convert",
                 "Writes a model's weights as safetensors beside those it was opened from; answers with the load "
                 "report of the new file.",
                 false, specs() },
        run };
}

} // namespace vitrine
