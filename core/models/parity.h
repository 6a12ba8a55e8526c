// SPDX-License-Identifier: GPL-3.0-or-later
// Logits that another program computed, compared with ours text by text. No tensor library in this header.
#pragma once

#include "core/models/opening/loaded_model.h"
#include "core/results/parity.h"

#include <filesystem>

namespace vitrine {

/// Reads `reference` (docs/parity.md: `{"cases": [{"text", "pair"?, "logits", "input_ids"?}]}`), predicts each text
/// with `model` and compares. A row that cannot be compared says why; it does not stop the others. Throws Refusal: that
/// of a file (NotFound, Unreadable, TooLarge, MalformedFile, BadEncoding), BadArgument for a model without a
/// classification head; Cancelled.
Parity compareWithReference(
    const LoadedModel& model, const std::filesystem::path& reference, double tolerance, const Progress& progress = {});

} // namespace vitrine
