// SPDX-License-Identifier: GPL-3.0-or-later
// What the certified rule knows of a path at one moment, and a coordinate t that stretches the part of the path where F
// changes.
#pragma once

#include <vector>

namespace vitrine {

/// One gradient evaluation at α on the path x' + α(x − x').
struct PathSample {
    double value = 0; ///< F there
    std::vector<double> integrand; ///< (L) per token i: Σ_d (x − x')_{i,d} · ∂F/∂x_{i,d}
};

/// The samples of a path, α ascending. Letters: n samples, n + 1 intervals between 0, the samples and 1, L tokens.
class PathData {
public:
    PathData(double atBaseline, double atInput)
        : m_atBaseline(atBaseline)
        , m_atInput(atInput)
    {
    }

    void add(const std::vector<double>& alphas, std::vector<PathSample> samples);

    int size() const { return int(m_alpha.size()); }
    int tokens() const { return m_samples.empty() ? 0 : int(m_samples.front().integrand.size()); }
    int intervals() const { return size() + 1; }
    double alpha(int sample) const { return m_alpha[sample]; }
    const std::vector<double>& alphas() const { return m_alpha; }
    double value(int sample) const { return m_samples[sample].value; } ///< F
    const std::vector<double>& integrand(int sample) const { return m_samples[sample].integrand; } ///< (L)
    double slope(int sample) const { return m_slope[sample]; } ///< s = Σ_i g_i = dF/dα

    double left(int interval) const { return interval == 0 ? 0 : m_alpha[interval - 1]; }
    double right(int interval) const { return interval == size() ? 1 : m_alpha[interval]; }
    double width(int interval) const { return right(interval) - left(interval); }
    double rise(int interval) const; ///< F at the right end minus F at the left end: the exact integral of s there
    double difference() const { return m_atInput - m_atBaseline; }

private:
    double m_atBaseline;
    double m_atInput;
    std::vector<double> m_alpha;
    std::vector<PathSample> m_samples;
    std::vector<double> m_slope;
};

/// One answer with the traces of its error.
struct PathEstimate {
    std::vector<double> scores; ///< (L), corrected so that they sum to the difference
    double rawResidual = 0; ///< Σ_j defect_j
    double change = 0; ///< C: largest change of a score when the rule knows less, see quadrature.h
    double defect = 0; ///< D: known errors of the integral of s, root of the sum of squares over the intervals
    double arithmetic = 0; ///< error of the rule's own arithmetic
    bool isKernel = true; ///< one kernel for the whole path; else local polynomials
    std::vector<double> indicator; ///< (n + 1) where the error comes from; the next samples go where it is largest
};

// Along most paths F changes in one short interval of α. In the coordinate t that interval is long.

/// t(α) = (1 − c)·α + c·(arctan((α − a)/w) − arctan(−a/w)) / (arctan((1 − a)/w) − arctan(−a/w)), from [0, 1] onto [0,
/// 1]: a Lorentzian density of width w around a, on a floor of 1 − c.
class PathWarp {
public:
    PathWarp(double centre, double width);

    /// From the 10, 50 and 90 % points of the activity: how much the integrand changes between two samples, and by how
    /// much the rise of F disagrees with the trapezoid rule there.
    static PathWarp fromActivity(const PathData& data);

    double operator()(double alpha) const; ///< t
    double inverse(double t) const; ///< α, by bisection

private:
    double m_centre;
    double m_width;
    double m_low; ///< arctan(−a/w)
    double m_span;
};

} // namespace vitrine
