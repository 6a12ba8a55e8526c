// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/certificate.h"

#include "core/results/attribution.h"

#include <cmath>

namespace vitrine {
namespace {

constexpr double hardlyAnything = 0.1; // of Σ|score|
/// Certificates of fewer evaluations (`--evaluations`) were not part of the calibration.
constexpr int fewestCalibrated = 8;

} // namespace

bool scoresCancel(const Certificate& certificate, const std::vector<double>& scores)
{
    double mass = 0;
    for (const double score : scores)
        mass += std::abs(score);
    return mass > 0 && std::abs(certificate.difference) < hardlyAnything * mass;
}

bool tokenErrorIsBound(const Attribution& attribution)
{
    if (!attribution.certificate || attribution.rule != "certified")
        return false;
    const std::string& dtype = attribution.provenance.engine.dtype;
    const int evaluations = attribution.certificate->evaluations;
    return (dtype == "float32" || dtype == "float64") && (evaluations == 0 || evaluations >= fewestCalibrated);
}

} // namespace vitrine
