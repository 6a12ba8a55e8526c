// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_document.h"

#include "core/io/files/input_file.h"
#include "core/io/json/json_guard.h"
#include "core/results/codec.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace vitrine {
namespace {

constexpr const char* documentName = "training.json";
constexpr std::array<std::string_view, 3> states { "running", "finished", "stopped-early" };

bool isShare(double value) { return value >= 0 && value <= 1; } // false for NaN

bool isCount(const Proportion& share) { return share.count >= 0 && share.correct >= 0 && share.correct <= share.count; }

std::string stepOf(long step, long steps) { return "step " + std::to_string(step) + " of " + std::to_string(steps); }

} // namespace

std::string faultOf(const Training& training)
{
    if (training.steps < 1 || training.step < 0 || training.step > training.steps)
        return stepOf(training.step, training.steps);
    if (training.resumedFrom < 0 || training.resumedFrom > training.step)
        return "resumed from " + stepOf(training.resumedFrom, training.step);
    if (std::find(states.begin(), states.end(), training.state) == states.end())
        return "the state \"" + shown(training.state) + "\"";
    const auto& data = training.data;
    for (const long count : { data.rows, data.used, data.duplicates, data.contradicting, data.leaked, data.bad,
             data.unlabelled, data.validation, data.tokens, long(data.vocabulary), long(training.parameters) }) {
        if (count < 0)
            return "a count of " + std::to_string(count);
    }
    if (!isShare(data.unknownShare))
        return "a share of unknown tokens outside 0 to 1";
    const auto& cost = training.cost;
    if (!(cost.seconds >= 0 && cost.forecastSeconds >= 0) || cost.bytes < 0 || cost.forecastBytes < 0
        || !std::isfinite(cost.seconds))
        return "seconds or bytes that are no measure";
    long last = 0;
    for (const TrainingPoint& point : training.points) {
        if (point.step <= last || point.step > training.step)
            return "a point at " + stepOf(point.step, training.step);
        last = point.step;
    }
    last = 0;
    bool hasBest = training.bestStep == 0;
    for (const ValidationPoint& point : training.validation) {
        if (point.step <= last || point.step > training.step)
            return "a validation at " + stepOf(point.step, training.step);
        if (!isCount(point.accuracy))
            return "a validation with " + std::to_string(point.accuracy.correct) + " of "
                + std::to_string(point.accuracy.count) + " texts right";
        last = point.step;
        hasBest = hasBest || point.step == training.bestStep;
    }
    if (!hasBest)
        return "a best step " + std::to_string(training.bestStep) + " without a validation";
    for (const TrainingTest& test : training.tests) {
        if (!isCount(test.accuracy))
            return "a test with " + std::to_string(test.accuracy.correct) + " of " + std::to_string(test.accuracy.count)
                + " texts right";
    }
    return {};
}

Training parseTraining(std::string_view text)
{
    const auto refuse = [](const std::string& what, const std::string& detail) {
        throw Refusal(Error { ErrorCode::MalformedFile,
            std::string(documentName) + " " + what
                + "; choose another output folder, or remove the file if nobody needs it.",
            documentName, detail });
    };
    std::optional<Training> training;
    try {
        auto document = decode<Training>(parseJson(text, documentName));
        if (!document)
            throw Refusal(document.error());
        training = *std::move(document);
    } catch (const Refusal& refusal) {
        refuse("is not the document of a training run", refusal.error().message);
    }
    std::string fault = faultOf(*training);
    if (fault.empty() && training->state == "running")
        fault = "the state \"running\" although it is finished";
    if (!fault.empty())
        refuse("tells of a run that cannot be: " + fault, {});
    return *std::move(training);
}

std::optional<Training> finishedTraining(const std::filesystem::path& folder)
{
    const auto path = folder / documentName;
    if (!std::filesystem::exists(std::filesystem::symlink_status(path)))
        return std::nullopt;
    return parseTraining(InputFile(path).readAll(64 << 20));
}

} // namespace vitrine
