// SPDX-License-Identifier: GPL-3.0-or-later
// Along most paths nearly everything happens in one short stretch: a coordinate t in which that stretch is long.
#pragma once

namespace vitrine {

class PathData;

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
