// SPDX-License-Identifier: GPL-3.0-or-later
// Quadrature on a really trained model: evaluations, certificates and true errors of every rule over labelled sentences.
// Prints a table in Markdown. Converged scores are Gauss–Legendre with 64 points; they are kept in a file, because they
// take most of the time, and are computed only for what the file lacks.
#include "core/attribution/attribution.h"
#include "core/io/corpus.h"
#include "core/models/torch_runtime.h"
#include "core/results/codec.h"

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
constexpr double tolerance = 0.01;

struct Options {
    std::string model;
    std::string corpus;
    std::string converged = "converged.jsonl";
    int sentences = 0; // 0: all
    int fixedSentences = 100; // how many the fixed rules are run on
    std::vector<std::string> baselines { "pad", "zero-all" };
};

using Key = std::pair<std::string, std::string>; // baseline, text

// The file of converged scores: one JSON object a line, appended as they are computed.
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

    const std::vector<double>& of(const LoadedModel& model, const std::string& baseline, const std::string& text)
    {
        auto& scores = m_scores[{ baseline, text }];
        if (scores.empty()) {
            scores = attribute(model, { { text, {}, 0 }, "integrated-gradients", { { "baseline", baseline }, { "rule", "gauss-legendre" }, { "evaluations", std::to_string(convergedPoints) } } }).scores;
            std::ofstream(m_path, std::ios::app) << nlohmann::json { { "baseline", baseline }, { "text", text }, { "scores", scores } }.dump() << '\n';
        }
        return scores;
    }

private:
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
    std::map<std::string, std::string> values;
};

void measure(const LoadedModel& model, const std::vector<std::string>& texts, const std::string& baseline, const Rule& rule, Converged& converged)
{
    std::vector<double> evaluations;
    std::vector<double> drafts;
    std::vector<double> errors;
    int certified = 0;
    int wronglyCertified = 0;
    int misses = 0;
    for (const auto& text : texts) {
        auto values = rule.values;
        values["baseline"] = baseline;
        const auto onDraft = [&](const Attribution& draft) { drafts.push_back(draft.certificate->evaluations); };
        const Attribution result = attribute(model, { { text, {}, 0 }, "integrated-gradients", values }, {}, onDraft);
        const double error = trueError(result.scores, converged.of(model, baseline, text));
        evaluations.push_back(result.certificate->evaluations);
        errors.push_back(error);
        misses += error > tolerance;
        certified += result.certificate->met;
        wronglyCertified += result.certificate->met && error > tolerance;
    }
    std::printf("| %s | %s | %zu | %.1f | %.0f | %.0f | %.1e | %.1e | %d (%.1f %%) | %d | %d |\n", baseline.c_str(), rule.title.c_str(), texts.size(), mean(evaluations), quantile(evaluations, 0.95),
        quantile(evaluations, 1), quantile(errors, 0.5), quantile(errors, 0.95), misses, 100.0 * misses / double(texts.size()), int(texts.size()) - certified, wronglyCertified);
    if (!drafts.empty())
        std::fprintf(stderr, "%s, %s: drafts at %.1f evaluations on average, %zu of %zu texts had one\n", baseline.c_str(), rule.title.c_str(), mean(drafts), drafts.size(), texts.size());
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
        std::cerr << "usage: integration_rules MODEL-FOLDER CORPUS [CONVERGED-FILE] [SENTENCES] [SENTENCES-FOR-FIXED-RULES] [BASELINE]\n";
        return 2;
    }
    Options options { argv[1], argv[2] };
    if (argc > 3)
        options.converged = argv[3];
    if (argc > 4)
        options.sentences = std::atoi(argv[4]);
    if (argc > 5)
        options.fixedSentences = std::atoi(argv[5]);
    if (argc > 6)
        options.baselines = { argv[6] };

    startTorch("cpu", 0);
    const auto model = openModel(options.model, { "cpu", "float32", {}, {} });
    std::vector<std::string> texts;
    for (auto& row : readCorpus(options.corpus).rows)
        texts.push_back(std::move(row.text));
    texts = spread(texts, options.sentences);
    const auto few = spread(texts, options.fixedSentences);
    Converged converged(options.converged);

    const auto fixed = [](const char* title, const char* rule, int points) { return Rule { title, { { "rule", rule }, { "evaluations", std::to_string(points) } } }; };
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
    std::printf("LibTorch %s, %d threads, float32; token error = largest error of one score / largest score; a miss is above %g.\n\n", torchVersion().c_str(), torchThreads(), tolerance);
    std::puts("| baseline | rule | texts | evaluations, mean | p95 | most | token error, median | p95 | misses | flagged | misses that were certified |");
    std::puts("|---|---|---|---|---|---|---|---|---|---|---|");
    for (const auto& baseline : options.baselines) {
        measure(*model, texts, baseline, { "**certified, 1 %**", { { "tolerance", "0.01" } } }, converged);
        for (const auto& rule : fixedRules)
            measure(*model, few, baseline, rule, converged);
    }
    return 0;
}
