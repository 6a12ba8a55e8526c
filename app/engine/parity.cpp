// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"
#include "app/engine/table.h"

#include <cmath>

namespace vitrine {
namespace {

std::string difference(double value) { return std::isfinite(value) ? number(value, 2) : "–"; }

} // namespace

void print(std::ostream& out, const Parity& parity)
{
    Table table({ Table::Align::Right, Table::Align::Left, Table::Align::Left });
    table.row({ "difference", "text", "" });
    for (const ParityRow& row : parity.rows)
        table.row({ difference(row.difference), row.text + (row.pair ? " | " + *row.pair : ""), row.note });
    table.print(out);
    out << (parity.passed ? "equal" : "NOT EQUAL") << ": largest difference " << difference(parity.largestDifference)
        << ", allowed " << number(parity.tolerance, 2) << "; " << parity.compared << " of " << parity.rows.size()
        << " texts compared, " << parity.beyond << " beyond\n";
    printWarnings(out, parity.provenance);
}

} // namespace vitrine
