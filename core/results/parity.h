// SPDX-License-Identifier: GPL-3.0-or-later
// Does this program compute what another one computed from the same model?
#pragma once

#include "core/results/provenance.h"

#include <optional>
#include <vector>

namespace vitrine {

/// One text of a reference file beside what was computed here.
struct ParityRow {
    std::string text;
    std::optional<std::string> pair;
    std::vector<double> expected; ///< (C) logits of the file
    std::vector<double> logits; ///< (C) logits computed here; empty when the row was refused
    double difference = 0; ///< largest |expected − logits|; NaN when they cannot be compared
    std::string note; ///< why they cannot be compared, or where the tokens part; else empty

    static void fields(auto& visit, auto& row)
    {
        visit("text", row.text);
        visit("pair", row.pair);
        visit("expected", row.expected);
        visit("logits", row.logits);
        visit("difference", row.difference);
        visit("note", row.note);
    }
    bool operator==(const ParityRow&) const = default;
};

/// A reference file of logits compared with the open model.
struct Parity {
    static constexpr const char* kind = "parity";

    Provenance provenance;
    std::string reference; ///< name of the file, without its path
    double tolerance = 0; ///< largest difference that counts as equal
    double largestDifference = 0; ///< over the rows that could be compared; NaN when there is none
    int compared = 0; ///< rows that could be compared
    int beyond = 0; ///< of these, rows whose difference is larger than the tolerance
    bool passed = false; ///< every row compared and none beyond the tolerance
    std::vector<ParityRow> rows; ///< in the order of the file

    static void fields(auto& visit, auto& parity)
    {
        visit(parity.provenance);
        visit("reference", parity.reference);
        visit("tolerance", parity.tolerance);
        visit("largest_difference", parity.largestDifference);
        visit("compared", parity.compared);
        visit("beyond", parity.beyond);
        visit("passed", parity.passed);
        visit("rows", parity.rows);
    }
    bool operator==(const Parity&) const = default;
};

} // namespace vitrine
