// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"
#include "app/engine/shown_tokens.h"
#include "app/engine/table.h"

#include <cmath>

namespace vitrine {
namespace {

double asNumber(const nlohmann::json& value) { return value.is_null() ? NAN : value.get<double>(); }

void printDirections(std::ostream& out, const nlohmann::json& document)
{
    const auto& found = document.at("sensitivities");
    const auto tokens = shownTokens(document.at("encoding"));
    std::vector<Table::Align> columns(found.size() + 1, Table::Align::Right);
    columns.front() = Table::Align::Left;
    Table table(columns);
    std::vector<std::string> head { "token" };
    for (const auto& one : found)
        head.push_back(one.at("method"));
    table.row(head);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        std::vector<std::string> cells { tokens[i] };
        for (const auto& one : found)
            cells.push_back(fixed(asNumber(one.at("tokens").at(i))));
        table.row(cells);
    }
    table.print(out);
    for (const auto& one : found) {
        out << one.at("method").get<std::string>() << ": a step of " << number(asNumber(document.at("size")))
            << " moves the answer by KL " << number(asNumber(one.at("divergence"))) << ", more than "
            << number(100 * asNumber(one.at("quantile"))) << " % of " << one.at("directions").get<int>()
            << " random directions\n";
    }
    out << "a token's embedding has the mean length " << number(asNumber(document.at("embedding_norm"))) << '\n';
}

void printCurves(std::ostream& out, const nlohmann::json& curves, const std::string& label, std::size_t index)
{
    std::vector<Table::Align> columns(curves.size() + 1, Table::Align::Right);
    Table table(columns);
    std::vector<std::string> head { "step" };
    for (const auto& curve : curves)
        head.push_back(curve.at("method"));
    table.row(head);
    for (std::size_t i = 0; i < curves.at(0).at("steps").size(); ++i) {
        std::vector<std::string> cells { number(asNumber(curves[0].at("steps")[i].at("size"))) };
        for (const auto& curve : curves)
            cells.push_back(fixed(asNumber(curve.at("steps").at(i).at("probabilities").at(index))));
        table.row(cells);
    }
    std::vector<std::string> flips { "changes at" };
    for (const auto& curve : curves) {
        const double size = asNumber(curve.at("flips_at"));
        flips.push_back(std::isnan(size) ? "-" : number(size));
    }
    table.row(flips);
    out << "probability of " << printable(label) << " after a step\n";
    table.print(out);
}

void printAccuracies(std::ostream& out, const nlohmann::json& document)
{
    out << "accuracy of " << document.at("rows").get<long>() << " texts, each moved\n";
    Table table({ Table::Align::Left, Table::Align::Right, Table::Align::Right, Table::Align::Left });
    table.row({ "direction", "step", "accuracy", "95 % interval" });
    for (const auto& row : document.at("accuracies")) {
        const auto& share = row.at("accuracy");
        table.row({ row.at("method"), number(asNumber(row.at("size"))), fixed(asNumber(share.at("value"))),
            "[" + fixed(asNumber(share.at("low"))) + ", " + fixed(asNumber(share.at("high"))) + "]" });
    }
    table.print(out);
}

} // namespace

void printRobustness(std::ostream& out, const nlohmann::json& document)
{
    if (!document.at("curves").empty()) {
        const auto index = document.at("label").get<std::size_t>();
        printDirections(out, document);
        printCurves(out, document.at("curves"), document.at("prediction").at("labels").at(index), index);
    }
    if (!document.at("accuracies").empty())
        printAccuracies(out, document);
    printWarnings(out, document);
}

} // namespace vitrine
