// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the samples in order.
#include "core/attribution/path_data.h"

#include <algorithm>
#include <numeric>
#include <utility>

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

} // namespace vitrine
