// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that decides a training run. Described once: the command line, the form in the window and the settings
// file are made from it.
#pragma once

#include "core/results/description.h"
#include "core/results/training.h"
#include "core/runtime/parameters.h"

#include <filesystem>
#include <string>
#include <vector>

namespace vitrine {

/// The settings of a run, a regulariser's own included, in the order of forms.
const std::vector<ParamSpec>& trainingSpecs();

/// The regularisers in the order of their table, "none" first; `parameters` are the settings of a training that mean
/// something to each.
std::vector<MethodDescription> regulariserDescriptions();

/// A settings file: one JSON object, name → text, number or truth value. Throws Refusal: NotFound, MalformedFile naming
/// the place.
ParameterValues readSettingsFile(const std::filesystem::path& path);

/// A run as it was asked for.
struct TrainingSettings {
    /// `given` by name; throws Refusal(BadArgument) naming what is wrong, also for settings that do not go together.
    explicit TrainingSettings(const ParameterValues& given);

    Parameters values;
    /// What decides the result, by name: all but where things are written to and how often.
    std::vector<TrainingSetting> deciding;

    std::filesystem::path path(std::string_view name) const { return values.text(name); }
    std::string output() const { return values.text("output"); }
    int integer(std::string_view name) const { return int(values.integer(name)); }
};

/// "rate 0.001 there, 0.0006 here" for every setting that differs; empty when none does.
std::string differenceOf(const std::vector<TrainingSetting>& there, const std::vector<TrainingSetting>& here);

} // namespace vitrine
