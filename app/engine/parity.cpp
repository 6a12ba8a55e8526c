// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"
#include "app/engine/table.h"

namespace vitrine {
namespace {

std::string difference(const nlohmann::json& value) { return value.is_null() ? "–" : number(value.get<double>(), 2); }

} // namespace

void printParity(std::ostream& out, const nlohmann::json& document)
{
    Table table({ Table::Align::Right, Table::Align::Left, Table::Align::Left });
    table.row({ "difference", "text", "" });
    for (const auto& row : document.at("rows")) {
        const auto& pair = row.at("pair");
        table.row({ difference(row.at("difference")),
            row.at("text").get<std::string>() + (pair.is_null() ? "" : " | " + pair.get<std::string>()),
            row.at("note") });
    }
    table.print(out);
    out << (document.at("passed").get<bool>() ? "equal" : "NOT EQUAL") << ": largest difference "
        << difference(document.at("largest_difference")) << ", allowed "
        << number(document.at("tolerance").get<double>(), 2) << "; " << document.at("compared").get<int>() << " of "
        << document.at("rows").size() << " texts compared, " << document.at("beyond").get<int>() << " beyond\n";
    printWarnings(out, document);
}

} // namespace vitrine
