// SPDX-License-Identifier: GPL-3.0-or-later
// What the page Training keeps from one start of the program to the next.
#pragma once

#include "ui/engine/engine_call.h"

#include <vector>

namespace vitrine {

class Settings;

struct TrainingMemory {
    ParameterValues values;
    int seeds = 1;
    bool unfinished = false; ///< the program ended while it trained
};

/// Written at once, if it is news.
void keepMemory(Settings& settings, const std::vector<ParamSpec>& specs, const TrainingMemory& memory);

/// Settings that no spec knows are forgotten: they are of another version. What cannot be read leaves the defaults.
TrainingMemory readMemory(const Settings& settings, const std::vector<ParamSpec>& specs);

} // namespace vitrine
