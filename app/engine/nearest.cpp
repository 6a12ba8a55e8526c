// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"
#include "app/engine/table.h"

namespace vitrine {
namespace {

void printNeighbours(std::ostream& out, const nlohmann::json& document)
{
    Table table({ Table::Align::Right, Table::Align::Right, Table::Align::Left, Table::Align::Left });
    table.row({ "distance", "row", "label", "text" });
    for (const auto& row : document.at("neighbours"))
        table.row(
            { fixed(row.at("distance")), std::to_string(row.at("row").get<int>()), row.at("label"), row.at("text") });
    table.print(out);
}

void printVotes(std::ostream& out, const nlohmann::json& votes)
{
    for (const auto& vote : votes) {
        out << vote.at("method").get<std::string>() << ':';
        if (const std::string label = vote.at("label"); !label.empty())
            out << ' ' << printable(label) << " (" << vote.at("k").get<int>() << " nearest)";
        if (const auto& accuracy = vote.at("accuracy"); !accuracy.is_null()) {
            out << " accuracy " << fixed(accuracy.at("value")) << " [" << fixed(accuracy.at("low")) << ", "
                << fixed(accuracy.at("high")) << "] on " << accuracy.at("count").get<long>() << " texts";
        }
        out << '\n';
    }
}

void printMatrix(std::ostream& out, const nlohmann::json& matrix)
{
    const auto& order = matrix.at("order");
    std::vector<Table::Align> columns(order.size() + 1, Table::Align::Right);
    columns.push_back(Table::Align::Left);
    Table table(columns);
    for (const auto& i : order) {
        std::vector<std::string> cells { std::to_string(matrix.at("rows").at(i.get<std::size_t>()).get<int>()) };
        for (const auto& j : order)
            cells.push_back(fixed(matrix.at("distance").at(i.get<std::size_t>()).at(j.get<std::size_t>()), 2));
        cells.push_back(matrix.at("texts").at(i.get<std::size_t>()));
        table.row(cells);
    }
    table.print(out);
}

} // namespace

void printNearest(std::ostream& out, const nlohmann::json& document)
{
    if (!document.at("neighbours").empty())
        printNeighbours(out, document);
    if (const auto& work = document.at("work"); work.at("documents").get<int>() > 0) {
        out << work.at("exact").get<int>() << " of " << work.at("documents").get<int>() << " distances solved, "
            << work.at("pruned").get<int>() << " ruled out by a bound, " << work.at("skipped").get<int>()
            << " texts without a known word\n";
    }
    printVotes(out, document.at("votes"));
    if (const auto& matrix = document.at("matrix"); !matrix.is_null())
        printMatrix(out, matrix);
    printWarnings(out, document);
}

} // namespace vitrine
