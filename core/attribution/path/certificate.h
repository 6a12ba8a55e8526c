// SPDX-License-Identifier: GPL-3.0-or-later
// The evidence beside path-integrated scores, and what it means in words. No tensor library.
#pragma once

#include "core/attribution/path/path_integral.h"
#include "core/results/attribution.h"

#include <optional>
#include <string>
#include <vector>

namespace vitrine {

/// The certificate of one integral.
Certificate certificateOf(const PathIntegral& integral, double atInput, double atBaseline, double tolerance);

/// What a reader should know about `certificate`: not met, a known fault of the rule, or an answer that hardly changed.
std::vector<std::string> certificateRemarks(
    const Certificate& certificate, const std::vector<double>& scores, PathRule rule);

/// The mean over integrals from several random baselines. Errors are averaged, never cancelled against each other;
/// `met` is judged by the mean scores, which may be much smaller than the single ones.
class SampledCertificate {
public:
    SampledCertificate(double atInput, double tolerance);

    void add(const PathIntegral& integral, double atBaseline);

    std::vector<double> scores() const; ///< (L)
    Certificate certificate() const;
    /// The standard error that comes from drawing few baselines, as a sentence: no quadrature can remove it.
    std::string samplingRemark() const;

private:
    std::optional<double> samplingError() const; ///< nothing can be said after one baseline

    double m_atInput;
    double m_tolerance;
    int m_count = 0;
    std::vector<double> m_sum; ///< of scores
    std::vector<double> m_squares; ///< of scores
    double m_atBaseline = 0; ///< the rest are sums too
    double m_rawResidual = 0;
    double m_absoluteResidual = 0;
    double m_tokenError = 0;
    int m_evaluations = 0;
};

} // namespace vitrine
