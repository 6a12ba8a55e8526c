// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_checkpoint.h"

#include "core/io/json/json_field.h"
#include "core/io/json/json_guard.h"
#include "core/io/safetensors/safetensors.h"
#include "core/results/codec.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"
#include "core/training/training_document.h"

#include <ATen/ATen.h>

namespace vitrine {
namespace {

constexpr const char* checkpointName = "training.checkpoint";

[[noreturn]] void refuse(ErrorCode code, const std::string& what, const std::string& detail = {})
{
    throw Refusal(Error { code,
        std::string(checkpointName) + " " + what
            + ", so the run cannot go on from it; give --again to begin anew, or put a good copy in its place.",
        checkpointName, detail });
}

/// The file as a table of tensors. What the reader of weights refuses is told as about a checkpoint.
SafetensorsFile opened(const std::filesystem::path& folder)
{
    InputFile file(checkpointPath(folder)); // its own refusals (no permission, a FIFO) are about any file
    try {
        return SafetensorsFile(std::move(file));
    } catch (const Refusal& refusal) {
        const bool isShort = refusal.error().code == ErrorCode::TruncatedFile;
        refuse(isShort ? ErrorCode::TruncatedFile : ErrorCode::MalformedFile,
            isShort ? "ends before all of its weights" : "is no file that a training run wrote",
            refusal.error().message);
    }
}

} // namespace

std::filesystem::path checkpointPath(const std::filesystem::path& folder) { return folder / checkpointName; }

void saveCheckpoint(
    const std::filesystem::path& folder, const TrainingCheckpoint& checkpoint, const NamedTensors& tensors)
{
    const nlohmann::json about { { "document", encode(checkpoint.document, ArrayForm::Lists) },
        { "texts", checkpoint.texts }, { "since_best", checkpoint.sinceBest } };
    writeTensorFile(checkpointPath(folder), tensors, { { "training", about.dump() } });
}

TrainingCheckpoint parseCheckpoint(std::string_view about)
{
    try {
        const nlohmann::json json = parseJson(about, checkpointName);
        const JsonField root(json, checkpointName);
        auto document = decode<Training>(root.at("document").json());
        if (!document)
            throw Refusal(document.error());
        TrainingCheckpoint checkpoint { *std::move(document), root.at("texts").string(), 0 };
        const auto validations = std::int64_t(checkpoint.document.validation.size());
        checkpoint.sinceBest = int(root.at("since_best").integer(0, validations));
        if (const auto fault = faultOf(checkpoint.document); !fault.empty())
            refuse(ErrorCode::MalformedFile, "tells of a run that cannot be: " + fault);
        return checkpoint;
    } catch (const Refusal& refusal) {
        if (refusal.error().message.find("--again") != std::string::npos)
            throw;
        refuse(ErrorCode::MalformedFile, "does not say how far the run had come", refusal.error().message);
    }
}

std::optional<TrainingCheckpoint> readCheckpoint(const std::filesystem::path& folder)
{
    if (!std::filesystem::exists(std::filesystem::symlink_status(checkpointPath(folder))))
        return std::nullopt;
    const SafetensorsFile file = opened(folder);
    const auto found = file.metadata().find("training");
    if (found == file.metadata().end())
        refuse(ErrorCode::MalformedFile, "does not say which run it belongs to");
    return parseCheckpoint(found->second);
}

void restoreTensors(const std::filesystem::path& folder, const NamedTensors& tensors)
{
    const at::NoGradGuard constant;
    const SafetensorsFile file = opened(folder);
    for (const auto& [name, tensor] : tensors) {
        const TensorEntry* entry = file.find(name);
        if (!entry)
            refuse(ErrorCode::MissingTensor, "lacks the tensor \"" + shown(name) + "\"");
        if (tensor.sizes() != at::IntArrayRef(entry->shape))
            refuse(ErrorCode::ShapeMismatch, "holds the tensor \"" + shown(name) + "\" in another shape");
        const auto stored = readTensor(file, *entry);
        if (stored.scalar_type() != tensor.scalar_type())
            refuse(ErrorCode::MalformedFile, "holds the tensor \"" + shown(name) + "\" in another number type");
        tensor.copy_(stored);
    }
}

} // namespace vitrine
