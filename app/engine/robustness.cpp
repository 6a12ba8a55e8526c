// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"
#include "app/engine/shown_tokens.h"
#include "app/engine/table.h"

#include <cmath>

namespace vitrine {
namespace {

void printDirections(std::ostream& out, const Robustness& robustness)
{
    const auto& found = robustness.sensitivities;
    const auto tokens = shownTokens(robustness.encoding);
    std::vector<Table::Align> columns(found.size() + 1, Table::Align::Right);
    columns.front() = Table::Align::Left;
    Table table(columns);
    std::vector<std::string> head { "token" };
    for (const Sensitivity& one : found)
        head.push_back(one.method);
    table.row(head);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        std::vector<std::string> cells { tokens[i] };
        for (const Sensitivity& one : found)
            cells.push_back(fixed(finiteOrNan(one.tokens.at(i))));
        table.row(cells);
    }
    table.print(out);
    for (const Sensitivity& one : found) {
        out << one.method << ": a step of " << number(robustness.size) << " moves the answer by KL "
            << number(finiteOrNan(one.divergence)) << ", more than " << number(100 * finiteOrNan(one.quantile))
            << " % of " << one.directions << " random directions\n";
    }
    out << "a token's embedding has the mean length " << number(finiteOrNan(robustness.embeddingNorm)) << '\n';
}

void printCurves(
    std::ostream& out, const std::vector<SensitivityCurve>& curves, const std::string& label, std::size_t index)
{
    std::vector<Table::Align> columns(curves.size() + 1, Table::Align::Right);
    Table table(columns);
    std::vector<std::string> head { "step" };
    for (const SensitivityCurve& curve : curves)
        head.push_back(curve.method);
    table.row(head);
    for (std::size_t i = 0; i < curves.front().steps.size(); ++i) {
        std::vector<std::string> cells { number(curves.front().steps[i].size) };
        for (const SensitivityCurve& curve : curves)
            cells.push_back(fixed(finiteOrNan(curve.steps.at(i).probabilities.at(index))));
        table.row(cells);
    }
    std::vector<std::string> flips { "changes at" };
    for (const SensitivityCurve& curve : curves)
        flips.push_back(std::isfinite(curve.flipsAt) ? number(curve.flipsAt) : "-");
    table.row(flips);
    out << "probability of " << visible(label) << " after a step\n";
    table.print(out);
}

void printAccuracies(std::ostream& out, const Robustness& robustness)
{
    out << "accuracy of " << robustness.rows << " texts, each moved\n";
    Table table({ Table::Align::Left, Table::Align::Right, Table::Align::Right, Table::Align::Left });
    table.row({ "direction", "step", "accuracy", "95 % interval" });
    for (const RobustAccuracy& row : robustness.accuracies) {
        const Proportion& share = row.accuracy;
        table.row({ row.method, number(row.size), fixed(share.value),
            "[" + fixed(share.low) + ", " + fixed(share.high) + "]" });
    }
    table.print(out);
}

} // namespace

void print(std::ostream& out, const Robustness& robustness)
{
    if (!robustness.curves.empty()) {
        const auto index = std::size_t(robustness.label);
        printDirections(out, robustness);
        printCurves(out, robustness.curves, robustness.prediction.labels.at(index), index);
    }
    if (!robustness.accuracies.empty())
        printAccuracies(out, robustness);
    printWarnings(out, robustness.provenance);
}

} // namespace vitrine
