// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"
#include "app/engine/shown_tokens.h"
#include "app/engine/table.h"

namespace vitrine {

void printTokenization(std::ostream& out, const nlohmann::json& document)
{
    const auto& encoding = document.at("encoding");
    Table table({ Table::Align::Right, Table::Align::Right, Table::Align::Left, Table::Align::Right,
        Table::Align::Right, Table::Align::Right, Table::Align::Left });
    table.row({ "", "id", "token", "begin", "end", "word", "" });
    const std::vector<std::string> tokens = shownTokens(encoding);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        table.row({ std::to_string(i), std::to_string(encoding.at("ids")[i].get<int>()), tokens[i],
            std::to_string(encoding.at("offsets")[i][0].get<int>()),
            std::to_string(encoding.at("offsets")[i][1].get<int>()), std::to_string(encoding.at("words")[i].get<int>()),
            encoding.at("special")[i].get<bool>() ? "added" : "" });
    }
    table.print(out);
    printWarnings(out, document);
}

} // namespace vitrine
