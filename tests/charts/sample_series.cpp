// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/charts/sample_series.h"

#include <cmath>
#include <limits>

namespace vitrine::samples {

namespace {

std::shared_ptr<const Training> run(int seed, long points, const QString& name)
{
    auto training = std::make_shared<Training>();
    training->settings = { { "seed", std::to_string(seed) } };
    training->steps = training->step = points * 5;
    const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
    const auto broken = [&](long i, double value) {
        if (name == QLatin1String("all-nan") || (name == QLatin1String("nan") && i % 2 == 1))
            return nan;
        return name == QLatin1String("infinite") && i == 2 ? infinity : value;
    };
    for (long i = 1; i <= points; ++i) {
        const double x = double(i) / double(points);
        training->points.push_back(
            { i * 5, x, broken(i, 0.7 * std::exp(-2 * x) + 0.02 * std::sin(double(i * 7 + seed))), 0,
                broken(i, 1e-3 * (1.01 - x)), 1 });
        if (i % std::max(1L, points / 10) == 0 || i == points) {
            const long correct = std::lround(500 + 350 * (1 - std::exp(-3 * x)) + 10 * seed);
            training->validation.push_back({ i * 5, x, broken(i, 0.75 * std::exp(-1.5 * x)),
                { correct, 1000, broken(i, double(correct) / 1000), broken(i, double(correct) / 1000 - 0.03),
                    broken(i, double(correct) / 1000 + 0.03) } });
            training->bestStep = i * 5;
        }
    }
    return training;
}

} // namespace

std::shared_ptr<const TrainingSeries> trainingSeries(const QString& name)
{
    auto series = std::make_shared<TrainingSeries>();
    if (name == QLatin1String("many"))
        series->runs = { run(1, 400, name), run(2, 400, name), run(3, 400, name) };
    else
        series->runs = { run(1, name == QLatin1String("empty") ? 0 : name == QLatin1String("one") ? 1 : 40, name) };
    return series;
}

} // namespace vitrine::samples
