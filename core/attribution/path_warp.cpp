// SPDX-License-Identifier: GPL-3.0-or-later
// Where the path is active, and the coordinate made from it.
#include "core/attribution/path_warp.h"
#include "core/attribution/path_data.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace vitrine {
namespace {

constexpr double share = 0.7; // c: of the coordinate, given to the active stretch
constexpr double spread = 1.3; // w, in halves of the distance between the 10 and 90 % points
constexpr double narrowest = 0.004;

double activity(const PathData& data, int interval)
{
    const int last = data.size() - 1;
    const int before = std::max(interval - 1, 0);
    const int after = std::min(interval, last);
    double change = 0;
    for (int i = 0; i < data.tokens(); ++i) {
        const double step = data.integrand(after)[i] - data.integrand(before)[i];
        change += step * step;
    }
    const double trapezoid = (data.slope(before) + data.slope(after)) / 2;
    return std::sqrt(change) + std::abs(data.rise(interval) / data.width(interval) - trapezoid);
}

} // namespace

PathWarp::PathWarp(double centre, double width)
    : m_centre(centre)
    , m_width(width)
    , m_low(std::atan(-centre / width))
    , m_span(std::atan((1 - centre) / width) - m_low)
{
}

PathWarp PathWarp::fromActivity(const PathData& data)
{
    std::vector<double> cumulated { 0.0 };
    for (int j = 0; j < data.intervals(); ++j)
        cumulated.push_back(cumulated.back() + activity(data, j));
    const double total = cumulated.back();
    if (!(total > 0))
        return { 0.5, 1000 }; // nothing happens anywhere: as good as the identity
    const auto place = [&](double part) {
        const auto above = std::lower_bound(cumulated.begin() + 1, cumulated.end() - 1, part * total);
        const int j = int(above - cumulated.begin()) - 1;
        return data.left(j) + data.width(j) * (part * total - cumulated[j]) / (cumulated[j + 1] - cumulated[j]);
    };
    return { place(0.5), std::max(narrowest, spread * (place(0.9) - place(0.1)) / 2) };
}

double PathWarp::operator()(double alpha) const
{
    return (1 - share) * alpha + share * (std::atan((alpha - m_centre) / m_width) - m_low) / m_span;
}

double PathWarp::inverse(double t) const
{
    double low = 0;
    double high = 1;
    for (int step = 0; step < 54; ++step) {
        const double middle = (low + high) / 2;
        ((*this)(middle) < t ? low : high) = middle;
    }
    return (low + high) / 2;
}

} // namespace vitrine
