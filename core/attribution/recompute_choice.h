// SPDX-License-Identifier: GPL-3.0-or-later
// Does the graph of one evaluation fit into memory, or are the insides of layers computed twice?
#pragma once

#include "core/models/layers/model.h"
#include "core/models/opening/loaded_model.h"
#include "core/runtime/parameters.h"

#include <cstdint>
#include <string>

namespace vitrine {

/// The parameter "recompute", which methods with gradients have.
ParamSpec recomputeParameter();

/// What was decided.
struct RecomputeChoice {
    int segments = 0; ///< 0: everything is kept
    std::string remark; ///< a sentence for the document when it was switched on by itself; empty otherwise
};

/// `choice` is "on", "off" or "auto". Under "auto" the graph of `texts` copies of `inputs` at once may take `budget`
/// bytes; if it is not obviously small, its size is forecast from shorter texts. `budget` 0: half of what is free on
/// the device.
RecomputeChoice chooseRecompute(const LoadedModel& model, const Encoding& encoding, std::int64_t texts,
    const std::string& choice, std::int64_t budget);

} // namespace vitrine
