// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/model_writer.h"

#include "core/io/files/atomic_file.h"
#include "core/results/codec.h"
#include "core/runtime/error.h"

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace vitrine {
namespace {

void write(const std::filesystem::path& path, const std::string& bytes)
{
    const auto saved
        = writeItselfAtomically(path, [&bytes](const ByteSink& sink) { sink(std::as_bytes(std::span(bytes))); });
    if (!saved)
        throw Refusal(saved.error());
}

std::string fixed(double value, int places)
{
    std::array<char, 64> buffer {};
    std::snprintf(buffer.data(), buffer.size(), "%.*f", places, value);
    return buffer.data();
}

std::string told(const Proportion& share)
{
    return std::to_string(share.correct) + " of " + std::to_string(share.count) + " = " + fixed(share.value, 4)
        + ", 95 % interval [" + fixed(share.low, 4) + ", " + fixed(share.high, 4) + "]";
}

std::string fileName(const std::string& path) { return std::filesystem::path(path).filename().string(); }

} // namespace

void writeModelFolder(
    const std::filesystem::path& folder, const TrainableModel& model, const NamedTensors& weights, at::ScalarType type)
{
    for (const auto& [name, content] : model.tokenizerFiles)
        write(folder / name, content);
    NamedTensors stored;
    for (const auto& [name, tensor] : weights)
        stored.emplace_back(name, tensor.detach().to(type));
    writeTensorFile(folder / "model.safetensors", stored, { { "format", "pt" } });
    auto config = model.configJson;
    config["dtype"] = type == at::kHalf ? "float16" : "float32";
    write(folder / "config.json", config.dump(1) + "\n");
}

void writeTrainingCard(const std::filesystem::path& folder, const Training& training, const std::string& title)
{
    const auto& data = training.data;
    std::string text = "# " + title + "\n\nA text classifier with " + std::to_string(training.labels.size())
        + " classes and " + std::to_string(training.parameters) + " trained weights, made by Vitrine "
        + training.provenance.engine.version + ".\n\n| | |\n|---|---|\n";
    const auto row
        = [&](const std::string& name, const std::string& value) { text += "| " + name + " | " + value + " |\n"; };
    row("texts",
        std::to_string(data.used) + " trained on, of " + std::to_string(data.rows) + " read ("
            + std::to_string(data.duplicates) + " repeats, " + std::to_string(data.contradicting)
            + " with contradicting labels, " + std::to_string(data.leaked) + " leaked from held-out texts, "
            + std::to_string(data.bad) + " unusable); " + std::to_string(data.unlabelled) + " without labels");
    row("tokens",
        std::to_string(data.tokens) + " a pass, " + fixed(100 * data.unknownShare, 2) + " % unknown; vocabulary of "
            + std::to_string(data.vocabulary));
    if (const auto best = std::find_if(training.validation.begin(), training.validation.end(),
            [&](const auto& point) { return point.step == training.bestStep; });
        best != training.validation.end())
        row("accuracy, validation",
            told(best->accuracy) + " (step " + std::to_string(training.bestStep) + " of "
                + std::to_string(training.steps) + ", which is kept)");
    for (const auto& test : training.tests)
        row("accuracy, " + test.name, told(test.accuracy));
    row("time",
        fixed(training.cost.seconds, 0) + " s on " + training.provenance.engine.device + ", "
            + std::to_string(training.provenance.engine.threads) + " thread(s), LibTorch "
            + training.provenance.engine.libtorch);
    text += "\n\"test\" is the whole test file; \"clean\" are its texts that share neither their text nor 20 letters "
            "in a row with the training file as published.\n"
            "\nThe command that made it, with its settings file:\n\n```\nvitrine-engine train --config "
            "settings.json\n```\n\n```json\n";
    nlohmann::ordered_json settings;
    for (const auto& setting : training.settings) {
        const bool isPath = setting.name == "train" || setting.name == "extra" || setting.name == "valid"
            || setting.name == "test" || setting.name == "unlabelled";
        if (!setting.value.empty())
            settings[setting.name] = isPath ? fileName(setting.value) : setting.value;
    }
    text += settings.dump(1) + "\n```\n";
    write(folder / "README.md", text);
    Training shared = training;
    shared.output.clear();
    write(folder / "training.json", toJsonText(encode(shared, ArrayForm::Lists)) + "\n");
}

} // namespace vitrine
