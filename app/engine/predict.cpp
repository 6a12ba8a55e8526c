// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"
#include "app/engine/table.h"

namespace vitrine {

void print(std::ostream& out, const Prediction& prediction)
{
    const auto& probabilities = prediction.probabilities;
    out << visible(prediction.encoding.text) << '\n';
    Table table({ Table::Align::Left, Table::Align::Left, Table::Align::Right, Table::Align::Right });
    table.row({ "", "label", "logit", probabilities.empty() ? "" : "probability" });
    for (std::size_t i = 0; i < prediction.logits.size(); ++i) {
        const auto value
            = [&](const std::vector<double>& list) { return i >= list.size() ? "" : fixed(finiteOrNan(list[i])); };
        table.row({ int(i) == prediction.labelIndex ? ">" : "", prediction.labels.at(i), value(prediction.logits),
            value(probabilities) });
    }
    table.print(out);
    printWarnings(out, prediction.provenance);
}

} // namespace vitrine
