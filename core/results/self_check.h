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

    static void fields(auto& visit, auto& row)
    {
        visit("name", row.name);
        visit("largest_difference", row.largestDifference);
        visit("tolerance", row.tolerance);
        visit("passed", row.passed);
        visit("seconds", row.seconds);
        visit("note", row.note);
    }
    bool operator==(const CheckRow&) const = default;
};

struct SelfCheck {
    static constexpr const char* kind = "selfcheck";

    Provenance provenance;
    std::vector<CheckRow> checks;

    static void fields(auto& visit, auto& check)
    {
        visit(check.provenance);
        visit("checks", check.checks);
    }
    bool operator==(const SelfCheck&) const = default;
};

} // namespace vitrine
