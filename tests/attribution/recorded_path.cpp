// SPDX-License-Identifier: GPL-3.0-or-later
// Interpolation and integration at Chebyshev points.
#include "tests/attribution/recorded_path.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>

namespace vitrine {
namespace {

double node(int k, int n) { return 0.5 * (1 - std::cos(std::numbers::pi * k / (n - 1))); }

} // namespace

PathSample RecordedPath::at(double alpha) const
{
    const int n = int(value.size());
    PathSample sample { 0, std::vector<double>(integrand.front().size(), 0.0) };
    double total = 0;
    for (int k = 0; k < n; ++k) {
        const double distance = alpha - node(k, n);
        if (distance == 0)
            return { value[k], integrand[k] };
        const double weight = (k % 2 ? -1.0 : 1.0) * (k == 0 || k == n - 1 ? 0.5 : 1.0) / distance;
        total += weight;
        sample.value += weight * value[k];
        for (std::size_t i = 0; i < sample.integrand.size(); ++i)
            sample.integrand[i] += weight * integrand[k][i];
    }
    sample.value /= total;
    for (double& part : sample.integrand)
        part /= total;
    return sample;
}

PathFunction RecordedPath::function() const
{
    return [this](std::span<const double> alphas) {
        std::vector<PathSample> samples;
        for (double alpha : alphas)
            samples.push_back(at(alpha));
        return samples;
    };
}

std::vector<double> RecordedPath::exactScores() const
{
    const int last = int(value.size()) - 1;
    std::vector<double> scores(integrand.front().size(), 0.0);
    for (int k = 0; k <= last; ++k) {
        double weight = 1;
        for (int m = 1; 2 * m <= last; ++m)
            weight -= (2 * m == last ? 1 : 2) * std::cos(2 * std::numbers::pi * m * k / last) / (4.0 * m * m - 1);
        weight *= (k == 0 || k == last ? 0.5 : 1.0) / last;
        for (std::size_t i = 0; i < scores.size(); ++i)
            scores[i] += weight * integrand[k][i];
    }
    return scores;
}

std::vector<RecordedPath> readRecordedPaths(const std::string& file)
{
    std::ifstream stream(file);
    if (!stream)
        return {};
    std::vector<RecordedPath> paths;
    const nlohmann::json document = nlohmann::json::parse(stream);
    for (const nlohmann::json& entry : document.at("paths"))
        paths.push_back({ entry.at("text"), entry.at("baseline"), entry.at("value"), entry.at("integrand") });
    return paths;
}

double relativeTokenError(const std::vector<double>& scores, const std::vector<double>& reference)
{
    double error = 0;
    double scale = 0;
    for (std::size_t i = 0; i < reference.size(); ++i) {
        error = std::max(error, std::abs(scores[i] - reference[i]));
        scale = std::max(scale, std::abs(reference[i]));
    }
    return scale > 0 ? error / scale : error;
}

} // namespace vitrine
