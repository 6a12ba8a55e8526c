// SPDX-License-Identifier: GPL-3.0-or-later
// Races the certified rule over recorded paths: replay_path TOLERANCE FILE... prints a table for each baseline and
// half.
#include "tests/attribution/recorded_path.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <numeric>
#include <string>

using namespace vitrine;

namespace {

struct Column {
    std::vector<int> evaluations;
    std::vector<int> draft;
    int flagged = 0;
    int misses = 0;
    int draftMisses = 0;
    double worst = 0;
};

int percentile(std::vector<int> values, double part)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[std::size_t(part * double(values.size() - 1))];
}

double mean(const std::vector<int>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / double(std::max<std::size_t>(1, values.size()));
}

void run(const RecordedPath& path, const PathOptions& options, Column& column)
{
    const std::vector<double> exact = path.exactScores();
    int draft = 0;
    double draftError = 0;
    const auto onDraft = [&](const PathIntegral& answer) {
        draft = answer.evaluations;
        draftError = relativeTokenError(answer.scores, exact);
    };
    const PathIntegral answer
        = integratePath(path.function(), path.value.back(), path.value.front(), options, {}, onDraft);
    const double error = relativeTokenError(answer.scores, exact);
    column.evaluations.push_back(answer.evaluations);
    column.draft.push_back(draft ? draft : answer.evaluations);
    column.draftMisses += draftError > options.draftTolerance;
    column.flagged += !answer.met;
    column.misses += answer.met && error > options.tolerance;
    if (answer.met)
        column.worst = std::max(column.worst, error);
}

} // namespace

int main(int argc, char** argv)
{
    PathOptions options;
    options.tolerance = argc > 1 ? std::strtod(argv[1], nullptr) : 0.01;
    std::map<std::string, std::array<Column, 2>> table; // by baseline: calibration half, test half
    const auto start = std::chrono::steady_clock::now();
    int row = 0;
    for (int file = 2; file < argc; ++file)
        for (const RecordedPath& path : readRecordedPaths(argv[file]))
            run(path, options, table[path.baseline][std::size_t(row++ % 2)]);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    for (const auto& [baseline, halves] : table)
        for (std::size_t half = 0; half < 2; ++half) {
            const Column& c = halves[half];
            std::printf("%-9s %-11s paths %4zu  mean %5.2f  p95 %3d  max %3d  flagged %d  misses %d  worst %.4f  draft "
                        "mean %5.2f misses %d\n",
                baseline.c_str(), half ? "test" : "calibration", c.evaluations.size(), mean(c.evaluations),
                percentile(c.evaluations, 0.95), percentile(c.evaluations, 1), c.flagged, c.misses, c.worst,
                mean(c.draft), c.draftMisses);
        }
    std::printf("%d paths, %.3f s\n", row, seconds.count());
}
