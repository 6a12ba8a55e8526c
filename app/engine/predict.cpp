// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"
#include "app/engine/table.h"

namespace vitrine {

void printPrediction(std::ostream& out, const nlohmann::json& document)
{
    const auto& logits = document.at("logits");
    const auto& probabilities = document.at("probabilities");
    const int predicted = document.at("label_index");
    out << printable(document.at("encoding").at("text").get<std::string>()) << '\n';
    Table table({ Table::Align::Left, Table::Align::Left, Table::Align::Right, Table::Align::Right });
    table.row({ "", "label", "logit", probabilities.empty() ? "" : "probability" });
    for (std::size_t i = 0; i < logits.size(); ++i) {
        const auto value = [&](const nlohmann::json& list) {
            return i >= list.size() ? "" : list[i].is_null() ? "nan" : fixed(list[i].get<double>());
        };
        table.row({ int(i) == predicted ? ">" : "", document.at("labels").at(i), value(logits), value(probabilities) });
    }
    table.print(out);
    printWarnings(out, document);
}

} // namespace vitrine
