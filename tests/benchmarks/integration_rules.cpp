// SPDX-License-Identifier: GPL-3.0-or-later
// Integration rules on a trained model: evaluations, certificates and true errors of every rule over labelled
// sentences. Prints a table in Markdown. Converged scores are those of Gauss–Legendre with 64 points, or with 300 where
// 64 points leave a residual. They take most of the time, so they are kept in a file. Only missing ones are computed.
#include "core/attribution/attribution.h"
#include "core/io/corpus/corpus.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/results/codec.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>

using namespace vitrine;

namespace {

constexpr int convergedPoints = 64;
constexpr int sharpPoints = 300;
constexpr double tolerance = 0.01;

struct Options {
    std::string model;
    std::string corpus;
    std::string converged = "converged.jsonl";
    int sentences = 0; // 0: all
    int fixedSentences = 100; // on which the fixed rules run
    std::vector<std::string> baselines { "pad", "zero-all" };
    int convergedSentences = 0; // the first ones, for which converged scores are computed; 0: all
};

using Key = std::pair<std::string, std::string>; // baseline, text

// The file of converged scores: one JSON object a line. New ones are appended.
class Converged {
public:
    explicit Converged(std::string path)
        : m_path(std::move(path))
    {
        std::ifstream file(m_path);
        for (std::string line; std::getline(file, line);) {
            const auto json = nlohmann::json::parse(line, nullptr, false);
            if (!json.is_discarded())
                m_scores[{ json.at("baseline"), json.at("text") }] = json.at("scores").get<std::vector<double>>();
        }
    }

    /// Converged scores of `text`. nullptr when the file does not have them and they may not be computed.
    const std::vector<double>* of(
        const LoadedModel& model, const std::string& baseline, const std::string& text, bool mayCompute)
    {
        if (!mayCompute && m_scores.count({ baseline, text }) == 0)
            return nullptr;
        auto& scores = m_scores[{ baseline, text }];
        if (scores.empty()) {
            scores = integrate(model, baseline, text, convergedPoints);
            if (scores.empty())
                scores = integrate(model, baseline, text, sharpPoints);
            std::ofstream(m_path, std::ios::app)
                << nlohmann::json { { "baseline", baseline }, { "text", text }, { "scores", scores } }.dump() << '\n';
        }
        return &scores;
    }

private:
    // Empty when the residual shows that the points do not resolve the path. For the sharpest paths 64 points are too
    // few.
    static std::vector<double> integrate(
        const LoadedModel& model, const std::string& baseline, const std::string& text, int points)
    {
        const auto result = attribute(model,
            { { text, {}, 0 }, "integrated-gradients",
                { { "baseline", baseline }, { "rule", "gauss-legendre" },
                    { "evaluations", std::to_string(points) } } });
        double sum = 0;
        for (const double score : result.scores)
            sum += std::abs(score);
        const bool resolved = points == sharpPoints || std::abs(result.certificate->rawResidual) < 1e-4 * sum;
        return resolved ? result.scores : std::vector<double>();
    }

    std::string m_path;
    std::map<Key, std::vector<double>> m_scores;
};

// Largest error of one score over the largest score.
double trueError(const std::vector<double>& scores, const std::vector<double>& converged)
{
    double error = 0;
    double largest = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        error = std::max(error, std::abs(scores[i] - converged[i]));
        largest = std::max(largest, std::abs(converged[i]));
    }
    return largest > 0 ? error / largest : 0;
}

double quantile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, std::size_t(share * double(values.size())))];
}

double mean(const std::vector<double>& values)
{
    double sum = 0;
    for (const double value : values)
        sum += value;
    return values.empty() ? 0 : sum / double(values.size());
}

struct Rule {
    std::string title;
    ParameterValues values;
};

void measure(const LoadedModel& model, const std::vector<std::string>& texts, const std::string& baseline,
    const Rule& rule, Converged& converged, int convergedSentences)
{
    std::vector<double> evaluations;
    std::vector<double> drafts;
    std::vector<double> errors;
    int certified = 0;
    int wronglyCertified = 0;
    int misses = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto& text = texts[i];
        auto values = rule.values;
        values["baseline"] = baseline;
        const auto onDraft = [&](const Attribution& draft) { drafts.push_back(draft.certificate->evaluations); };
        const Attribution result = attribute(model, { { text, {}, 0 }, "integrated-gradients", values }, {}, onDraft);
        evaluations.push_back(result.certificate->evaluations);
        certified += result.certificate->met;
        const auto* truth = converged.of(model, baseline, text, convergedSentences == 0 || int(i) < convergedSentences);
        if (truth == nullptr)
            continue;
        const double error = trueError(result.scores, *truth);
        errors.push_back(error);
        misses += error > tolerance;
        wronglyCertified += result.certificate->met && error > tolerance;
    }
    std::printf("| %s | %s | %zu | %.1f | %.0f | %.0f | %d | %.1e | %.1e | %d of %zu (%.1f %%) | %d |\n",
        baseline.c_str(), rule.title.c_str(), texts.size(), mean(evaluations), quantile(evaluations, 0.95),
        quantile(evaluations, 1), int(texts.size()) - certified, quantile(errors, 0.5), quantile(errors, 0.95), misses,
        errors.size(), errors.empty() ? 0.0 : 100.0 * misses / double(errors.size()), wronglyCertified);
    if (!drafts.empty())
        std::fprintf(stderr, "%s, %s: drafts at %.1f evaluations on average, %zu of %zu texts had one\n",
            baseline.c_str(), rule.title.c_str(), mean(drafts), drafts.size(), texts.size());
    std::fflush(stdout);
}

// Every n-th text, `count` of them.
std::vector<std::string> spread(const std::vector<std::string>& texts, int count)
{
    if (count <= 0 || count >= int(texts.size()))
        return texts;
    std::vector<std::string> some;
    for (int i = 0; i < count; ++i)
        some.push_back(texts[std::size_t(i) * texts.size() / std::size_t(count)]);
    return some;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        std::cerr << "usage: integration_rules MODEL-FOLDER CORPUS [CONVERGED-FILE] [SENTENCES] "
                     "[SENTENCES-FOR-FIXED-RULES] [BASELINE|all] [SENTENCES-TO-CONVERGE]\n";
        return 2;
    }
    Options options { argv[1], argv[2] };
    if (argc > 3)
        options.converged = argv[3];
    if (argc > 4)
        options.sentences = std::atoi(argv[4]);
    if (argc > 5)
        options.fixedSentences = std::atoi(argv[5]);
    if (argc > 6 && std::string(argv[6]) != "all")
        options.baselines = { argv[6] };
    if (argc > 7)
        options.convergedSentences = std::atoi(argv[7]);

    startTorch("cpu", 0);
    const auto model = openModel(options.model, { "cpu", "float32", {}, {} });
    std::vector<std::string> texts;
    for (auto& row : readCorpus(options.corpus).rows)
        texts.push_back(std::move(row.text));
    texts = spread(texts, options.sentences);
    const auto few = spread(texts, options.fixedSentences);
    Converged converged(options.converged);

    const auto fixed = [](const char* title, const char* rule, int points) {
        return Rule { title, { { "rule", rule }, { "evaluations", std::to_string(points) } } };
    };
    const std::vector<Rule> fixedRules {
        fixed("Gauss–Legendre 16", "gauss-legendre", 16),
        fixed("Gauss–Legendre 24", "gauss-legendre", 24),
        fixed("Gauss–Legendre 50", "gauss-legendre", 50),
        fixed("midpoint 50", "midpoint", 50),
        fixed("trapezoid 50", "trapezoid", 50),
        fixed("right 50", "right", 50),
        fixed("left 50", "left", 50),
        fixed("known fault (α-weighted) 20", "alpha-weighted", 20),
    };
    std::printf("LibTorch %s, %d threads, float32; token error = largest error of one score / largest score; a miss is "
                "above %g.\n\n",
        torchVersion().c_str(), torchThreads(), tolerance);
    std::puts("| baseline | rule | texts | evaluations, mean | p95 | most | flagged | token error, median | p95 | "
              "misses | misses that were certified |");
    std::puts("|---|---|---|---|---|---|---|---|---|---|---|");
    for (const auto& baseline : options.baselines) {
        measure(*model, texts, baseline, { "**certified, 1 %**", { { "tolerance", "0.01" } } }, converged,
            options.convergedSentences);
        for (const auto& rule : fixedRules)
            measure(*model, few, baseline, rule, converged, 0);
    }
    return 0;
}
