// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"

#include "app/engine/table.h"
#include "core/results/codec.h"

#include <nlohmann/json.hpp>

namespace vitrine {

const std::vector<Command>& commands()
{
    static const std::vector<Command> table {
        { "models" },
        { "inspect" },
        { "convert" },
        { "tokenize", true },
        { "predict", true },
        { "attribute", true },
        { "methods" },
        { "attention", true, "surgery", "ablate" },
        { "surgery" },
        { "align" },
        { "nearest" },
        { "robustness" },
        { "gelu" },
        { "parity" },
        { "train" },
        { "selfcheck" },
    };
    return table;
}

void printAny(std::ostream& out, const AnyDocument& document)
{
    std::visit(
        [&](const auto& value) {
            if constexpr (requires { print(out, value); })
                print(out, value);
            else
                out << toJsonText(encode(value, ArrayForm::Lists)) << '\n';
        },
        document);
}

void printWarnings(std::ostream& out, const Provenance& provenance)
{
    for (const auto& warning : provenance.warnings)
        out << "note: " << visible(warning) << '\n';
}

} // namespace vitrine
