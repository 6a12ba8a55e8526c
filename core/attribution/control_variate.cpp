// SPDX-License-Identifier: GPL-3.0-or-later
// One regression.
#include "core/attribution/control_variate.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vitrine {

std::vector<double> controlWeights(const std::vector<std::vector<double>>& errors)
{
    const std::size_t tokens = errors.front().size();
    std::vector<double> products(tokens, 0.0);
    double square = 0;
    for (const std::vector<double>& row : errors) {
        const double sum = std::accumulate(row.begin(), row.end(), 0.0);
        square += sum * sum;
        for (std::size_t i = 0; i < tokens; ++i)
            products[i] += sum * row[i];
    }
    for (double& product : products)
        product = square > 0 ? product / square : 1.0 / double(tokens);
    return products;
}

double largestAbsolute(const std::vector<double>& values)
{
    double largest = 0;
    for (double value : values)
        largest = std::max(largest, std::abs(value));
    return largest;
}

double sumOfAbsolutes(const std::vector<double>& values)
{
    return std::accumulate(
        values.begin(), values.end(), 0.0, [](double sum, double value) { return sum + std::abs(value); });
}

} // namespace vitrine
