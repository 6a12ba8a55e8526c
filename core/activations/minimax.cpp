// SPDX-License-Identifier: GPL-3.0-or-later
// The largest error has a kink at its minimum, so minimising it alone loses half of the digits: the equations of the
// optimum are solved.
#include "core/activations/minimax.h"

#include "core/runtime/error.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace vitrine {
namespace {

constexpr int scanSteps = 1600;
constexpr int roughSteps = 160;
constexpr double goldenRatio = 0.6180339887498949;

// The place of the smallest value of a function with one minimum in [low, high].
double goldenSection(const std::function<double(double)>& f, double low, double high, double width)
{
    double a = high - goldenRatio * (high - low), b = low + goldenRatio * (high - low);
    double fa = f(a), fb = f(b);
    while (high - low > width) {
        if (fa < fb) {
            high = std::exchange(b, a);
            fb = fa;
            a = high - goldenRatio * (high - low);
            fa = f(a);
        } else {
            low = std::exchange(a, b);
            fa = fb;
            b = low + goldenRatio * (high - low);
            fb = f(b);
        }
    }
    return (low + high) / 2;
}

double roughLargestError(const MinimaxProblem& problem, const std::vector<double>& constants)
{
    double largest = 0;
    for (int i = 1; i <= roughSteps; ++i)
        largest = std::max(largest, std::abs(problem.error(problem.upper * i / roughSteps, constants)));
    return largest;
}

// Nested golden sections, one a constant; the largest error has one minimum in each.
std::vector<double> roughConstants(const MinimaxProblem& problem)
{
    std::vector<double> constants(problem.brackets.size());
    const std::function<double(std::size_t)> best = [&](std::size_t k) {
        if (k == constants.size())
            return roughLargestError(problem, constants);
        const auto [low, high] = problem.brackets[k];
        const auto at = [&](double value) {
            constants[k] = value;
            return best(k + 1);
        };
        return at(goldenSection(at, low, high, (high - low) * 1e-6));
    };
    best(0);
    return constants;
}

// The `count` neighbouring extrema of alternating sign whose smallest size is largest.
std::vector<Extremum> alternating(const std::vector<Extremum>& all, std::size_t count)
{
    std::vector<Extremum> signs; // the largest of each run of one sign
    for (const Extremum& one : all) {
        if (signs.empty() || (one.value > 0) != (signs.back().value > 0))
            signs.push_back(one);
        else if (std::abs(one.value) > std::abs(signs.back().value))
            signs.back() = one;
    }
    std::vector<Extremum> best;
    double smallestOfBest = 0;
    for (std::size_t first = 0; first + count <= signs.size(); ++first) {
        const auto begin = signs.begin() + std::ptrdiff_t(first);
        const auto smallest
            = std::abs(std::min_element(begin, begin + std::ptrdiff_t(count), [](const Extremum& a, const Extremum& b) {
                  return std::abs(a.value) < std::abs(b.value);
              })->value);
        if (smallest > smallestOfBest) {
            smallestOfBest = smallest;
            best.assign(begin, begin + std::ptrdiff_t(count));
        }
    }
    return best;
}

// Gaussian elimination with pivoting; n is 2 or 3.
std::vector<double> solve(std::vector<std::vector<double>> rows)
{
    const std::size_t n = rows.size();
    for (std::size_t k = 0; k < n; ++k) {
        const auto pivot = std::max_element(rows.begin() + std::ptrdiff_t(k), rows.end(),
            [k](const auto& a, const auto& b) { return std::abs(a[k]) < std::abs(b[k]); });
        std::swap(rows[k], *pivot);
        for (std::size_t i = k + 1; i < n; ++i) {
            const double factor = rows[i][k] / rows[k][k];
            for (std::size_t j = k; j <= n; ++j)
                rows[i][j] -= factor * rows[k][j];
        }
    }
    std::vector<double> x(n);
    for (std::size_t i = n; i-- > 0;) {
        x[i] = rows[i][n];
        for (std::size_t j = i + 1; j < n; ++j)
            x[i] -= rows[i][j] * x[j];
        x[i] /= rows[i][i];
    }
    return x;
}

// One Newton step for constants and E in error(x_i) − s_i·E = 0, where s_i is the sign of the extremum.
std::vector<double> newtonStep(
    const MinimaxProblem& problem, const std::vector<double>& constants, const std::vector<Extremum>& extrema)
{
    std::vector<std::vector<double>> rows;
    for (const Extremum& one : extrema) {
        std::vector<double> row;
        for (std::size_t k = 0; k < constants.size(); ++k) {
            auto more = constants, less = constants;
            const double h = 1e-5 * std::max(std::abs(constants[k]), 1e-4);
            more[k] += h;
            less[k] -= h;
            row.push_back((problem.error(one.x, more) - problem.error(one.x, less)) / (2 * h));
        }
        row.push_back(one.value > 0 ? -1 : 1);
        row.push_back(-problem.error(one.x, constants));
        rows.push_back(std::move(row));
    }
    return solve(std::move(rows));
}

} // namespace

std::vector<Extremum> extremaOf(const std::function<double(double)>& f, double upper)
{
    std::vector<Extremum> found;
    const double step = upper / scanSteps;
    double before = f(0), here = f(step);
    for (int i = 1; i < scanSteps; ++i) {
        const double after = f((i + 1) * step);
        if ((here > before && here >= after) || (here < before && here <= after)) {
            const double sign = here > before ? -1 : 1;
            const double x
                = goldenSection([&](double at) { return sign * f(at); }, (i - 1) * step, (i + 1) * step, 1e-9 * upper);
            found.push_back({ x, f(x) });
        }
        before = std::exchange(here, after);
    }
    found.push_back({ upper, here });
    return found;
}

Extremum largestExtremum(const std::function<double(double)>& f, double upper)
{
    const auto all = extremaOf(f, upper);
    return *std::max_element(all.begin(), all.end(),
        [](const Extremum& a, const Extremum& b) { return std::abs(a.value) < std::abs(b.value); });
}

MinimaxFit fitMinimax(const MinimaxProblem& problem)
{
    constexpr int maxExchanges = 60;
    constexpr double settled = 1e-15;
    auto constants = roughConstants(problem);
    const std::size_t count = constants.size() + 1;
    double lastStep = INFINITY;
    for (int exchange = 0; exchange < maxExchanges; ++exchange) {
        const auto extrema
            = alternating(extremaOf([&](double x) { return problem.error(x, constants); }, problem.upper), count);
        if (extrema.size() < count)
            break;
        const auto step = newtonStep(problem, constants, extrema);
        double size = 0;
        for (std::size_t k = 0; k < constants.size(); ++k) {
            constants[k] += step[k];
            size = std::max(size, std::abs(step[k]));
        }
        const bool noBetter = size < 1e-11 && size >= lastStep; // only rounding is left
        if (size < settled || noBetter) {
            MinimaxFit fit { constants, 0, {} };
            for (const Extremum& one : extrema) {
                fit.extrema.push_back(one.x);
                fit.largestError = std::max(fit.largestError, std::abs(problem.error(one.x, constants)));
            }
            return fit;
        }
        lastStep = size;
    }
    throw Refusal(ErrorCode::Internal, "The minimax fit did not settle.");
}

} // namespace vitrine
