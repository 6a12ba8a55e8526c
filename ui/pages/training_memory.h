// SPDX-License-Identifier: GPL-3.0-or-later
// What the page Training keeps from one start of the program to the next.
#pragma once

#include "ui/engine/engine_call.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace vitrine {

struct TrainingMemory {
    CallParameters values;
    int seeds = 1;
    bool unfinished = false; ///< the program ended while it trained
};

QByteArray memoryJson(const std::vector<ParamSpec>& specs, const TrainingMemory& memory);

/// Settings that no spec knows are forgotten: they are of another version. What cannot be read leaves the defaults.
TrainingMemory readMemory(const std::vector<ParamSpec>& specs, const QByteArray& json, const QString& fileName);

} // namespace vitrine
