// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"
#include "app/engine/table.h"

namespace vitrine {

void printSelfCheck(std::ostream& out, const nlohmann::json& document)
{
    const auto& engine = document.at("engine");
    out << engine.at("device").get<std::string>() << ", " << engine.at("dtype").get<std::string>() << ", LibTorch "
        << engine.at("libtorch").get<std::string>() << ", " << engine.at("threads").get<int>()
        << " threads, against the CPU in float64\n";
    Table table(
        { Table::Align::Left, Table::Align::Right, Table::Align::Right, Table::Align::Right, Table::Align::Left });
    table.row({ "", "difference", "allowed", "seconds", "" });
    for (const auto& row : document.at("checks")) {
        const auto& difference = row.at("largest_difference");
        table.row({ row.at("name"), difference.is_null() ? "inf" : number(difference.get<double>(), 2),
            number(row.at("tolerance").get<double>(), 2), fixed(row.at("seconds").get<double>(), 2),
            row.at("passed").get<bool>() ? "ok" : "FAILED" });
    }
    table.print(out);
}

} // namespace vitrine
