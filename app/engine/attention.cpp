// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of every head, and one map in full when one head was chosen.
#include "app/engine/command.h"
#include "app/engine/shown_tokens.h"
#include "app/engine/table.h"

namespace vitrine {
namespace {

void printMap(std::ostream& out, const nlohmann::json& map, const std::vector<std::string>& tokens,
    std::string (*written)(double, int) = fixed)
{
    std::vector<Table::Align> columns(tokens.size() + 1, Table::Align::Right);
    columns.front() = Table::Align::Left;
    Table table(columns);
    std::vector<std::string> head { "" };
    head.insert(head.end(), tokens.begin(), tokens.end());
    table.row(head);
    for (std::size_t i = 0; i < map.size(); ++i) {
        std::vector<std::string> cells { tokens.at(i) };
        for (const auto& weight : map[i])
            cells.push_back(written(weight.get<double>(), 3));
        table.row(cells);
    }
    table.print(out);
}

void printInfluence(std::ostream& out, const nlohmann::json& influence, const std::vector<std::string>& tokens)
{
    out << "\nnorm of the derivative of each row of scores of head " << influence.at("layer").get<int>() << '.'
        << influence.at("head").get<int>() << " by each token";
    const char* separator = "; scores: ";
    for (const auto& part : influence.at("parts")) {
        out << separator << fixed(part.at("weight").get<double>(), 3) << " · " << part.at("title").get<std::string>()
            << " (" << part.at("help").get<std::string>() << ')';
        separator = ", ";
    }
    out << '\n';
    printMap(out, influence.at("matrix"), tokens, number); // 0 is written for exactly 0 alone
}

} // namespace

void printAttention(std::ostream& out, const nlohmann::json& document)
{
    Table table(std::vector<Table::Align>(8, Table::Align::Right));
    table.row({ "layer", "head", "entropy", "diagonal", "previous", "next", "first", "special" });
    for (const auto& row : document.at("statistics")) {
        std::vector<std::string> cells { std::to_string(row.at("layer").get<int>()),
            std::to_string(row.at("head").get<int>()) };
        for (const char* field : { "entropy", "diagonal", "previous", "next", "first", "special" })
            cells.push_back(fixed(row.at(field).get<double>(), 3));
        table.row(cells);
    }
    table.print(out);
    const auto& maps = document.at("maps");
    if (maps.size() == 1 && maps[0].size() == 1)
        printMap(out, maps[0][0], shownTokens(document.at("encoding")));
    if (const auto& influence = document.at("influence"); !influence.is_null())
        printInfluence(out, influence, shownTokens(document.at("encoding")));
    printWarnings(out, document);
}

} // namespace vitrine
