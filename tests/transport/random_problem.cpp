// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/transport/random_problem.h"

#include "tests/support/reference.h"

#include <numeric>
#include <random>

namespace vitrine {
namespace {

const char* const problemsFile = "transport/problems.safetensors";

void makeSumOne(std::vector<double>& masses)
{
    const double sum = std::accumulate(masses.begin(), masses.end(), 0.0);
    for (double& mass : masses)
        mass /= sum;
}

} // namespace

OwnedProblem randomProblem(ProblemKind kind, unsigned seed, int most, bool full)
{
    std::mt19937 random(seed * 7 + unsigned(kind));
    const auto below = [&](int limit) { return int(random() % unsigned(limit)); };
    const auto real = [&] { return std::uniform_real_distribution<double>()(random); };
    OwnedProblem problem;
    problem.left.resize(std::size_t(full ? most : 1 + below(most)));
    problem.right.resize(std::size_t(full ? most : 1 + below(most)));
    for (auto* side : { &problem.left, &problem.right }) {
        for (double& mass : *side) {
            switch (kind) {
            case ProblemKind::Random:
            case ProblemKind::Tied:
                mass = real();
                break;
            case ProblemKind::Grid:
                mass = 1 + below(4);
                break;
            case ProblemKind::Degenerate:
                mass = 1;
                break;
            case ProblemKind::ZeroMasses:
                mass = below(4) == 0 ? 1 + below(2) : 0;
                break;
            case ProblemKind::Skewed:
                mass = std::pow(10.0, -20 * real());
                break;
            }
        }
        (*side)[std::size_t(below(int(side->size())))] += 1;
        makeSumOne(*side);
    }
    std::vector<std::pair<int, int>> places;
    for (std::size_t k = 0; k < problem.left.size() + problem.right.size(); ++k)
        places.emplace_back(below(5), below(5));
    problem.cost.reserve(problem.left.size() * problem.right.size());
    for (std::size_t i = 0; i < problem.left.size(); ++i) {
        for (std::size_t j = 0; j < problem.right.size(); ++j) {
            const auto& [x, y] = places[i];
            const auto& [toX, toY] = places[problem.left.size() + j];
            problem.cost.push_back(kind == ProblemKind::Tied ? below(3) - 1
                    : kind == ProblemKind::Grid              ? std::hypot(x - toX, y - toY)
                    : kind == ProblemKind::Degenerate        ? 0.25 * below(5)
                                                             : real());
        }
    }
    return problem;
}

OwnedProblem referenceProblem(const nlohmann::json& entry)
{
    const std::string id = entry.at("id");
    OwnedProblem problem { referenceTensor(problemsFile, id + ".a"), referenceTensor(problemsFile, id + ".b"), {} };
    if (const SafetensorsFile file { InputFile(referencePath(problemsFile)) }; file.find(id + ".cost")) {
        problem.cost = referenceTensor(problemsFile, id + ".cost");
        return problem;
    }
    const auto x = referenceTensor(problemsFile, id + ".x");
    const auto y = referenceTensor(problemsFile, id + ".y");
    const std::size_t width = x.size() / problem.left.size();
    for (std::size_t i = 0; i < problem.left.size(); ++i) {
        for (std::size_t j = 0; j < problem.right.size(); ++j) {
            double squares = 0;
            for (std::size_t h = 0; h < width; ++h)
                squares += std::pow(x[i * width + h] - y[j * width + h], 2);
            problem.cost.push_back(std::sqrt(squares));
        }
    }
    return problem;
}

} // namespace vitrine
