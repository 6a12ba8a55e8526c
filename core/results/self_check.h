// SPDX-License-Identifier: GPL-3.0-or-later
// Does this machine compute what it should?
#pragma once

#include "core/results/provenance.h"

namespace vitrine {

/// One capability, run on the device and compared with the CPU in double precision.
struct CheckRow {
    std::string name; ///< "logits, english, float32"
    double largestDifference = 0;
    double tolerance = 0;
    bool passed = false;
    double seconds = 0; ///< on the device
    std::string note;

    bool operator==(const CheckRow&) const = default;
};

struct SelfCheck {
    Provenance provenance;
    std::vector<CheckRow> checks;

    bool operator==(const SelfCheck&) const = default;
};

} // namespace vitrine
