// SPDX-License-Identifier: GPL-3.0-or-later
// The evidence beside path-integrated scores, and how it is to be read: one place for the window, the terminal and the
// engine's remarks.
#pragma once

#include "core/runtime/fields.h"

#include <optional>
#include <vector>

namespace vitrine {

/// The evidence beside path-integrated scores. F is the explained quantity, x the input, x' the baseline.
struct Certificate {
    double atInput = 0; ///< F(x)
    double atBaseline = 0; ///< F(x')
    double difference = 0; ///< F(x) − F(x')
    double sum = 0; ///< of the published scores
    double rawResidual = 0; ///< the rule's sum minus difference, before any correction
    double relativeResidual = 0; ///< |rawResidual| / |difference|; infinite when the difference is 0
    double tokenError = 0; ///< largest absolute error of one token's score: see tokenErrorIsBound()
    int evaluations = 0; ///< gradient evaluations on the path
    double tolerance = 0; ///< what was asked for, relative to the scores
    bool met = false; ///< tokenError ≤ tolerance·max|score| and |rawResidual| ≤ tolerance·Σ|score|
    /// Of a mean over drawn baselines: largest standard error of a score that comes from drawing so few; no part of
    /// tokenError. Absent with one baseline.
    std::optional<double> samplingError;

    static void fields(auto& visit, auto& certificate)
    {
        visit("at_input", certificate.atInput);
        visit("at_baseline", certificate.atBaseline);
        visit("difference", certificate.difference);
        visit("sum", certificate.sum);
        visit("raw_residual", certificate.rawResidual);
        visit("relative_residual", certificate.relativeResidual);
        visit("token_error", certificate.tokenError);
        visit("evaluations", certificate.evaluations);
        visit("tolerance", certificate.tolerance);
        visit("met", certificate.met);
        visit("sampling_error", certificate.samplingError, mayBeMissing);
    }
    bool operator==(const Certificate&) const = default;
};

/// F(x) and F(x') hardly differ, because scores of both signs cancel: |difference| is less than a tenth of Σ|score|.
/// Shares of the difference say little then.
bool scoresCancel(const Certificate& certificate, const std::vector<double>& scores);

} // namespace vitrine
