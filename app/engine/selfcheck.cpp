// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"
#include "app/engine/table.h"

#include <cmath>

namespace vitrine {

void print(std::ostream& out, const SelfCheck& check)
{
    const EngineStamp& engine = check.provenance.engine;
    out << engine.device << ", " << engine.dtype << ", LibTorch " << engine.libtorch << ", " << engine.threads
        << " threads, against the CPU in float64\n";
    Table table(
        { Table::Align::Left, Table::Align::Right, Table::Align::Right, Table::Align::Right, Table::Align::Left });
    table.row({ "", "difference", "allowed", "seconds", "" });
    for (const CheckRow& row : check.checks) {
        table.row({ row.name, std::isfinite(row.largestDifference) ? number(row.largestDifference, 2) : "inf",
            number(row.tolerance, 2), fixed(row.seconds, 2), row.passed ? "ok" : "FAILED" });
    }
    table.print(out);
}

} // namespace vitrine
