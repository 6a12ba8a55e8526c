// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"

#include "app/engine/table.h"

namespace vitrine {

const std::vector<Command>& commands()
{
    static const std::vector<Command> table {
        { "models", false, printModels },
        { "inspect", false, printModelCard },
        { "convert", false, printModelCard },
        { "tokenize", true, printTokenization },
        { "predict", true, printPrediction },
        { "attribute", true, printAttribution },
        { "methods", false, printMethods },
        { "attention", true, printAttention, "surgery", "ablate" },
        { "surgery", false, printSurgery },
        { "align", false, printAlignment },
        { "nearest", false, printNearest },
        { "robustness", false, printRobustness },
        { "parity", false, printParity },
        { "train", false, printTraining },
        { "selfcheck", false, printSelfCheck },
    };
    return table;
}

void printWarnings(std::ostream& out, const nlohmann::json& document)
{
    for (const auto& warning : document.at("warnings"))
        out << "note: " << printable(warning.get<std::string>()) << '\n';
}

} // namespace vitrine
