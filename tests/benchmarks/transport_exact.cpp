// SPDX-License-Identifier: GPL-3.0-or-later
// Time of one exact transport problem, compared with LEMON's network simplex on integers. Both solve the same problems
// alternately. With a folder, the problems are also written there for solvers in other languages (transport_pot.py).
#include "core/transport/simplex.h"
#include "core/transport/transport_problem.h"
#include "tests/benchmarks/transport_lemon.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>

using namespace vitrine;

namespace {

constexpr int width = 64;

struct Problem {
    std::vector<double> left, right, cost;
};

// Euclidean distances of random vectors of width 64. Masses are between 1 and 11 parts, and their sum is 1.
Problem makeProblem(int n, std::mt19937_64& random)
{
    std::normal_distribution<double> normal;
    const auto vectors = [&] {
        std::vector<double> values(std::size_t(n) * width);
        for (double& value : values)
            value = normal(random);
        return values;
    };
    const auto masses = [&] {
        std::vector<double> values(std::size_t(n), 0.0);
        double sum = 0;
        for (double& value : values)
            sum += value = 0.1 + double(random() % 1000) / 1000;
        for (double& value : values)
            value /= sum;
        return values;
    };
    const auto x = vectors();
    const auto y = vectors();
    Problem problem { masses(), masses(), {} };
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) {
            double squares = 0;
            for (int h = 0; h < width; ++h)
                squares += std::pow(x[std::size_t(i * width + h)] - y[std::size_t(j * width + h)], 2);
            problem.cost.push_back(std::sqrt(squares));
        }
    }
    return problem;
}

template <typename Work> double seconds(Work work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values)
{
    std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(values.size() / 2), values.end());
    return values[values.size() / 2];
}

void write(const std::string& file, const std::vector<Problem>& problems)
{
    std::ofstream out(file, std::ios::binary);
    for (const Problem& problem : problems) {
        for (const auto* values : { &problem.left, &problem.right, &problem.cost })
            out.write(reinterpret_cast<const char*>(values->data()), std::streamsize(values->size() * sizeof(double)));
    }
}

// Prints one row of the table. Returns the median time of this solver.
double row(int n, const std::vector<Problem>& problems)
{
    TransportSimplex simplex;
    LemonSimplex lemon(n);
    std::vector<double> ours;
    std::vector<double> theirs;
    std::vector<double> ratios;
    long long pivots = 0;
    double gap = 0;
    double difference = 0;
    for (int round = 0; round < 7; ++round) {
        for (const Problem& problem : problems) {
            TransportSolution solution;
            const TransportProblem view { problem.left, problem.right, problem.cost };
            lemon.take(problem.left, problem.right, problem.cost);
            ours.push_back(seconds([&] { solution = simplex.solve(view); }));
            theirs.push_back(seconds([&] { lemon.solve(); }));
            ratios.push_back(theirs.back() / ours.back());
            pivots += solution.pivots;
            gap = std::max(gap, std::abs(proofOf(view, solution).gap));
            difference = std::max(difference, std::abs(solution.cost - lemon.cost()));
        }
    }
    std::printf("%d\t%.0f\t%.1f\t%.1f\t%.2f\t%.1e\t%.1e\n", n, double(pivots) / double(ours.size()), 1e6 * median(ours),
        1e6 * median(theirs), median(ratios), gap, difference);
    return median(ours);
}

// Median microseconds of this solver over the problems of a file that write() made.
double timeFile(const std::string& file, int n)
{
    const auto side = std::size_t(n);
    std::ifstream in(file, std::ios::binary);
    std::vector<Problem> problems;
    const auto take = [&](std::vector<double>& values) {
        return bool(in.read(reinterpret_cast<char*>(values.data()), std::streamsize(values.size() * sizeof(double))));
    };
    for (Problem problem { std::vector<double>(side), std::vector<double>(side), std::vector<double>(side * side) };
        take(problem.left) && take(problem.right) && take(problem.cost);)
        problems.push_back(problem);
    TransportSimplex simplex;
    std::vector<double> times;
    for (int round = 0; round < 2; ++round) { // the first round warms the caches, as they are for the other solver
        times.clear();
        for (const Problem& problem : problems)
            times.push_back(seconds([&] { simplex.solve({ problem.left, problem.right, problem.cost }); }));
    }
    return 1e6 * median(times);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc == 4) { // --time FILE N
        std::printf("%.3f\n", timeFile(argv[2], std::atoi(argv[3])));
        return 0;
    }
    std::mt19937_64 random(1);
    std::printf("n\tpivots\tours_us\tlemon_us\tlemon/ours\tlargest_gap\tlargest_difference\n");
    double sx = 0, sy = 0, sxx = 0, sxy = 0, count = 0;
    for (const int n : { 10, 20, 40, 80, 160, 320, 640 }) {
        std::vector<Problem> problems;
        for (int k = std::clamp(160000 / (n * n), 3, 100); k > 0; --k)
            problems.push_back(makeProblem(n, random));
        if (argc > 1)
            write(std::string(argv[1]) + "/" + std::to_string(n) + ".bin", problems);
        const double x = std::log(n);
        const double y = std::log(row(n, problems));
        ++count;
        sx += x;
        sy += y;
        sxx += x * x;
        sxy += x * y;
    }
    std::printf("# exponent of our time over n: %.2f\n", (count * sxy - sx * sy) / (count * sxx - sx * sx));
}
