// SPDX-License-Identifier: GPL-3.0-or-later
// Samples in ascending order of α, and the coordinate t.
#include "core/attribution/path/path_data.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

namespace vitrine {

void PathData::add(const std::vector<double>& alphas, std::vector<PathSample> samples)
{
    for (std::size_t k = 0; k < alphas.size(); ++k) {
        const auto place = std::upper_bound(m_alpha.begin(), m_alpha.end(), alphas[k]) - m_alpha.begin();
        const std::vector<double>& integrand = samples[k].integrand;
        m_slope.insert(m_slope.begin() + place, std::accumulate(integrand.begin(), integrand.end(), 0.0));
        m_alpha.insert(m_alpha.begin() + place, alphas[k]);
        m_samples.insert(m_samples.begin() + place, std::move(samples[k]));
    }
}

double PathData::rise(int interval) const
{
    const double from = interval == 0 ? m_atBaseline : value(interval - 1);
    const double to = interval == size() ? m_atInput : value(interval);
    return to - from;
}

// Where the path is active, and the coordinate made from it.

namespace {

constexpr double share = 0.7; // c: the share of t that the interval of change gets
constexpr double spread = 0.7; // w, in halves of the distance between the 10 and 90 % points
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
        return { 0.5, 1000 }; // F and its gradient do not change: nearly the identity
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
