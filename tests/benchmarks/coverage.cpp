// SPDX-License-Identifier: GPL-3.0-or-later
// Is the stated token error a bound? Certified integrated gradients in float32, as a user gets them, beside converged
// scores in float64: family × baseline × tolerance. `coverage measure` writes one line a case, `coverage table` makes
// the tables of docs/certificate.md from such lines.
#include "core/attribution/attribution.h"
#include "core/attribution/baseline.h"
#include "core/attribution/path/quadrature.h"
#include "core/io/corpus/corpus.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/runtime/error.h"
#include "tests/support/reference_models.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

using namespace vitrine;

namespace {

const std::vector<std::string> usualTolerances { "0.05", "0.01", "0.001" };
constexpr std::array baselines { "pad", "mask", "unk", "zero", "zero-all", "mean", "text:it is a film", "sample:2" };
constexpr int maxTokens = 28;

// Converged scores: composite Gauss–Legendre in float64. Panels are halved until halving one changes no score by more
// than 1e-5 of the largest (the halves themselves are then far more exact). Where the gradient jumps this has no end,
// and many small panels of equal width are used.

constexpr int pointsOfPanel = 10;
constexpr int mostPanels = 300;
constexpr int equalPanels = 1024;
constexpr int pointsOfEqualPanel = 8;

struct Panel {
    double left;
    double width;
    std::vector<double> integral; // (L)
};

class Path {
public:
    Path(const ExplainedFunction& function, at::Tensor from)
        : m_function(function)
        , m_from(std::move(from))
        , m_step(function.input() - m_from)
    {
    }

    std::vector<double> converged() const
    {
        std::vector<Panel> open = panels(8);
        integrate(open, pointsOfPanel);
        const double scale = largestAbsolute(total(open));
        std::vector<Panel> done;
        while (!open.empty()) {
            if (done.size() + open.size() > mostPanels) {
                std::vector<Panel> all = panels(equalPanels);
                integrate(all, pointsOfEqualPanel);
                return total(all);
            }
            std::vector<Panel> halves;
            for (const Panel& panel : open)
                for (int half = 0; half < 2; ++half)
                    halves.push_back({ panel.left + half * panel.width / 2, panel.width / 2, {} });
            integrate(halves, pointsOfPanel);
            std::vector<Panel> next;
            for (std::size_t k = 0; k < open.size(); ++k) {
                double change = 0;
                for (std::size_t i = 0; i < open[k].integral.size(); ++i)
                    change = std::max(change,
                        std::abs(open[k].integral[i] - halves[2 * k].integral[i] - halves[2 * k + 1].integral[i]));
                auto& where = change <= 1e-5 * scale ? done : next;
                where.push_back(std::move(halves[2 * k]));
                where.push_back(std::move(halves[2 * k + 1]));
            }
            open = std::move(next);
        }
        return total(done);
    }

private:
    static std::vector<Panel> panels(int count)
    {
        std::vector<Panel> equal;
        for (int k = 0; k < count; ++k)
            equal.push_back({ double(k) / count, 1.0 / count, {} });
        return equal;
    }

    static std::vector<double> total(const std::vector<Panel>& panels)
    {
        std::vector<double> sum(panels.front().integral.size(), 0.0);
        for (const Panel& panel : panels)
            for (std::size_t i = 0; i < sum.size(); ++i)
                sum[i] += panel.integral[i];
        return sum;
    }

    void integrate(std::vector<Panel>& panels, int points) const
    {
        const QuadratureRule rule = gaussLegendre(points);
        std::vector<double> alphas;
        for (const Panel& panel : panels)
            for (double node : rule.nodes)
                alphas.push_back(panel.left + panel.width * node);
        m_function.inPieces(std::int64_t(alphas.size()), [&](std::int64_t begin, std::int64_t size) {
            const auto alpha
                = at::tensor(std::vector<double>(alphas.begin() + begin, alphas.begin() + begin + size), at::kDouble)
                      .view({ size, 1, 1 });
            const auto gradient = m_function.gradient(m_from + alpha * m_step).gradient; // (B, L, E)
            const auto integrand = toDoubles((gradient * m_step).sum(-1)); // (B, L)
            const std::size_t length = integrand.size() / std::size_t(size);
            for (std::size_t k = 0; k < std::size_t(size); ++k) {
                Panel& panel = panels[(std::size_t(begin) + k) / std::size_t(points)];
                panel.integral.resize(length);
                const double weight = panel.width * rule.weights[(std::size_t(begin) + k) % std::size_t(points)];
                for (std::size_t i = 0; i < length; ++i)
                    panel.integral[i] += weight * integrand[k * length + i];
            }
        });
    }

    const ExplainedFunction& m_function;
    at::Tensor m_from; // (1, L, E)
    at::Tensor m_step;
};

std::vector<double> convergedScores(const LoadedModel& model, const std::string& text, const std::string& baselineName,
    const std::string& quantity, int length)
{
    const at::NoGradGuard constant;
    const auto encoded = encodeInput(model, { text, {}, length });
    const auto prediction = predict(model, { text, {}, length });
    const ExplainedFunction function(model.network(), model.network().inputsFor(encoded.encoding),
        resolveTarget(prediction, "predicted", quantity), prediction.problem);
    const auto baseline = resolveBaseline(model, encoded.encoding, function, baselineName, 1);
    std::vector<double> mean(encoded.encoding.size(), 0.0);
    for (int k = 0; k < baseline.count; ++k) {
        const auto scores = Path(function, baseline.words(k)).converged();
        for (std::size_t i = 0; i < mean.size(); ++i)
            mean[i] += scores[i] / baseline.count;
    }
    return mean;
}

// The models: all reference classifiers, the built-in ones, and trained ones of the wide reference set.

struct Subject {
    std::string family; // as the table names it
    std::filesystem::path folder;
    bool isChinese = false;
};

std::vector<Subject> subjects(const std::filesystem::path& resources)
{
    std::vector<Subject> list;
    for (const char* index : { "models/index.json", "models/index-modern.json" }) {
        if (!std::filesystem::exists(referencePath(index)))
            continue;
        const auto json = referenceJson(index);
        for (const auto& row : json["models"]) {
            const std::string name = row["name"];
            if (row["architecture"].get<std::string>().ends_with("ForSequenceClassification"))
                list.push_back({ row["family"].get<std::string>() + ", " + name, referencePath("models/" + name) });
        }
    }
    std::vector<std::filesystem::path> builtIn;
    for (const auto& entry : std::filesystem::directory_iterator(resources))
        if (entry.is_directory())
            builtIn.push_back(entry.path());
    std::sort(builtIn.begin(), builtIn.end());
    for (const auto& folder : builtIn)
        list.push_back({ "trained, " + folder.filename().string(), folder, folder.filename() != "english" });
    if (hasTrainedModels())
        list.push_back({ "trained, bert-char-zh", referencePath("real/bert-char-zh"), true });
    return list;
}

std::vector<std::string> textsOf(const std::string& file)
{
    std::vector<std::string> texts;
    for (auto& row : readCorpus(file).rows)
        texts.push_back(std::move(row.text));
    return texts;
}

void measureModel(const Subject& subject, const std::vector<std::string>& texts,
    const std::vector<std::string>& tolerances, std::ostream& out)
{
    const auto exact = openModel(subject.folder, { "cpu", "float64" });
    const auto model = openModel(subject.folder, { "cpu", "float32" });
    model->require("attribute");
    const int positions = model->card().sizes.maxTokens;
    const int length = positions > 0 ? std::min(positions, maxTokens) : maxTokens;
    for (std::size_t t = 0; t < texts.size(); ++t) {
        const auto problem = predict(*model, { texts[t], {}, length }).problem;
        const std::string quantity = t % 3 == 2 && problem == Problem::SingleLabel ? "probability" : "logit";
        for (const char* baseline : baselines) {
            std::vector<double> converged;
            try {
                converged = convergedScores(*exact, texts[t], baseline, quantity, length);
            } catch (const Refusal&) {
                continue; // the vocabulary has no such token
            }
            for (const std::string& tolerance : tolerances) {
                const auto result = attribute(*model,
                    { { texts[t], {}, length }, "integrated-gradients",
                        { { "baseline", baseline }, { "quantity", quantity }, { "tolerance", tolerance } } });
                double error = 0;
                for (std::size_t i = 0; i < converged.size(); ++i)
                    error = std::max(error, std::abs(result.scores[i] - converged[i]));
                const Certificate& certificate = *result.certificate;
                out << subject.family << '\t' << std::string(baseline).substr(0, std::string(baseline).find(':'))
                    << '\t' << tolerance << '\t' << error << '\t' << certificate.tokenError << '\t'
                    << largestAbsolute(converged) << '\t' << certificate.evaluations << '\t' << certificate.met << '\t'
                    << t << '\n';
            }
        }
    }
}

struct Cell {
    int cases = 0;
    int covered = 0;
    int notMet = 0;
    double evaluations = 0;
    std::vector<double> ratios; // stated over true
};

std::string shown(Cell cell)
{
    if (cell.cases == 0)
        return "–";
    std::sort(cell.ratios.begin(), cell.ratios.end());
    char text[120];
    std::snprintf(text, sizeof text, "%d of %d · %.0f× · %.0f", cell.covered, cell.cases,
        std::min(9999.0, cell.ratios[cell.ratios.size() / 2]), cell.evaluations / cell.cases);
    return text + (cell.notMet > 0 ? " (" + std::to_string(cell.notMet) + " not met)" : std::string());
}

using Table = std::map<std::string, std::map<double, Cell>>; // row, tolerance

void printTable(const char* rows, const Table& table, const Table& all)
{
    const auto& columns = all.at("all");
    std::string rule = "|---|";
    std::printf("| %s |", rows);
    for (auto column = columns.rbegin(); column != columns.rend(); ++column) {
        std::printf(" %g %% |", 100 * column->first);
        rule += "---|";
    }
    std::printf("\n%s\n", rule.c_str());
    for (const auto& [name, cells] : table) {
        std::printf("| %s |", name.c_str());
        for (auto column = columns.rbegin(); column != columns.rend(); ++column)
            std::printf(" %s |", shown(cells.count(column->first) ? cells.at(column->first) : Cell()).c_str());
        std::puts("");
    }
    std::puts("");
}

int tables(int count, char** files)
{
    Table all;
    Table byBaseline;
    Table byModel;
    Table byBoth;
    for (int k = 0; k < count; ++k) {
        std::ifstream file(files[k]);
        for (std::string line; std::getline(file, line);) {
            std::istringstream fields(line);
            std::string family;
            std::string baseline;
            double tolerance, error, stated, largest, evaluations, met;
            std::getline(fields, family, '\t');
            std::getline(fields, baseline, '\t');
            fields >> tolerance >> error >> stated >> largest >> evaluations >> met;
            for (Cell* cell : { &all["all"][tolerance], &byBaseline[baseline][tolerance], &byModel[family][tolerance],
                     &byBoth[family + ", " + baseline][tolerance] }) {
                ++cell->cases;
                cell->covered += error <= stated;
                cell->notMet += met == 0;
                cell->evaluations += evaluations;
                cell->ratios.push_back(error > 0 ? stated / error : 9999);
            }
        }
    }
    if (all.empty()) {
        std::cerr << "coverage: the files hold no lines\n";
        return 2;
    }
    printTable("", all, all);
    printTable("baseline", byBaseline, all);
    printTable("family, model", byModel, all);
    printTable("family, model, baseline", byBoth, all);
    bool isBound = true;
    for (const auto& [tolerance, cell] : all["all"])
        isBound = isBound && cell.covered >= 0.99 * cell.cases;
    return isBound ? 0 : 1;
}

int usage()
{
    std::cerr << "usage: coverage measure RESOURCES ENGLISH-TEXTS CHINESE-TEXTS TEXTS-PER-MODEL PART PARTS "
                 "[TOLERANCE...] > LINES\n"
                 "       coverage table LINES...\n";
    return 2;
}

} // namespace

int main(int argc, char** argv)
{
    const std::string mode = argc > 1 ? argv[1] : "";
    if (mode == "table" && argc > 2)
        return tables(argc - 2, argv + 2);
    if (mode != "measure" || argc < 8)
        return usage();
    startTorch("cpu", 1);
    const auto english = textsOf(argv[3]);
    const auto chinese = textsOf(argv[4]);
    const int count = std::atoi(argv[5]);
    const int part = std::atoi(argv[6]);
    const int parts = std::atoi(argv[7]);
    const auto tolerances = argc > 8 ? std::vector<std::string>(argv + 8, argv + argc) : usualTolerances;
    int index = 0;
    for (const Subject& subject : subjects(argv[2])) {
        // Evenly spread over the file; reference models get both languages.
        std::vector<std::string> texts;
        for (int t = 0; t < count; ++t) {
            const auto& from
                = subject.isChinese || (subject.family.find("trained") != 0 && t % 4 == 3) ? chinese : english;
            texts.push_back(from[std::size_t(t) * from.size() / std::size_t(count)]);
        }
        if (index++ % parts != part)
            continue;
        try {
            measureModel(subject, texts, tolerances, std::cout);
            std::cout.flush();
            std::cerr << subject.family << " done\n";
        } catch (const Refusal& refusal) {
            std::cerr << subject.family << ": " << refusal.what() << '\n';
        }
    }
    return 0;
}
