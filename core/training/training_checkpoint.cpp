// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_checkpoint.h"

#include "core/io/json/json_guard.h"
#include "core/io/safetensors/safetensors.h"
#include "core/results/codec.h"
#include "core/runtime/error.h"

#include <ATen/ATen.h>

namespace vitrine {
namespace {

[[noreturn]] void refuse(ErrorCode code, const std::string& what)
{
    throw Refusal(code, "The checkpoint " + what + "; give --again to begin anew.", "training.checkpoint");
}

} // namespace

std::filesystem::path checkpointPath(const std::filesystem::path& folder) { return folder / "training.checkpoint"; }

void saveCheckpoint(
    const std::filesystem::path& folder, const TrainingCheckpoint& checkpoint, const NamedTensors& tensors)
{
    const nlohmann::json about { { "document", encode(checkpoint.document, ArrayForm::Lists) },
        { "texts", checkpoint.texts }, { "since_best", checkpoint.sinceBest } };
    writeTensorFile(checkpointPath(folder), tensors, { { "training", about.dump() } });
}

std::optional<TrainingCheckpoint> readCheckpoint(const std::filesystem::path& folder)
{
    const auto path = checkpointPath(folder);
    if (!std::filesystem::exists(path))
        return std::nullopt;
    const SafetensorsFile file { InputFile(path) };
    const auto found = file.metadata().find("training");
    if (found == file.metadata().end())
        refuse(ErrorCode::MalformedFile, "does not say which run it belongs to");
    const auto about = parseJson(found->second, path.filename().string());
    auto document = decode<Training>(about.value("document", nlohmann::json::object()));
    if (!document)
        refuse(ErrorCode::MalformedFile, "cannot be read: " + document.error().message);
    return TrainingCheckpoint { *std::move(document), about.value("texts", ""), about.value("since_best", 0) };
}

void restoreTensors(const std::filesystem::path& folder, const NamedTensors& tensors)
{
    const at::NoGradGuard constant;
    const SafetensorsFile file { InputFile(checkpointPath(folder)) };
    for (const auto& [name, tensor] : tensors) {
        const TensorEntry* entry = file.find(name);
        if (!entry)
            refuse(ErrorCode::MissingTensor, "lacks the tensor \"" + name + "\"");
        const auto stored = readTensor(file, *entry);
        if (stored.sizes() != tensor.sizes())
            refuse(ErrorCode::ShapeMismatch, "holds the tensor \"" + name + "\" in another shape");
        tensor.copy_(stored);
    }
}

} // namespace vitrine
