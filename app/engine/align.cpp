// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"
#include "app/engine/table.h"

namespace vitrine {
namespace {

std::string wordOf(const AlignmentSide& side, int index)
{
    return side.tokens.empty() ? std::to_string(index) : side.tokens.at(std::size_t(index));
}

void printUnknown(std::ostream& out, const char* side, const std::vector<std::string>& words)
{
    if (words.empty())
        return;
    out << "without a vector, " << side << ':';
    for (const auto& word : words)
        out << ' ' << visible(word);
    out << '\n';
}

} // namespace

void print(std::ostream& out, const Alignment& alignment)
{
    Table table(
        { Table::Align::Left, Table::Align::Left, Table::Align::Right, Table::Align::Right, Table::Align::Right });
    table.row({ "left", "right", "mass", "cost", "mass x cost" });
    for (const Flow& flow : alignment.flows) {
        table.row({ wordOf(alignment.left, flow.left), wordOf(alignment.right, flow.right), fixed(flow.mass),
            fixed(flow.cost), fixed(flow.mass * flow.cost) });
    }
    table.print(out);
    const auto& bounds = alignment.bounds;
    const auto& certificate = alignment.certificate;
    out << alignment.measure << ' ' << number(alignment.distance, 8) << " (relaxed bound " << number(bounds.relaxed, 8);
    if (bounds.centroid)
        out << ", centroid bound " << number(*bounds.centroid, 8);
    if (bounds.su)
        out << ", su bound " << number(*bounds.su, 8);
    out << ")\n"
        << certificate.status << ": gap " << number(certificate.gap, 2) << ", dual infeasibility "
        << number(certificate.dualInfeasibility, 2) << ", marginal error " << number(certificate.marginalError, 2)
        << ", " << certificate.pivots << " pivots\n";
    if (const auto& sinkhorn = alignment.sinkhorn)
        out << "Sinkhorn, regularisation " << number(sinkhorn->regularisation) << ": " << number(sinkhorn->gap)
            << " above the exact distance\n";
    printUnknown(out, "left", alignment.left.unknown);
    printUnknown(out, "right", alignment.right.unknown);
    printWarnings(out, alignment.provenance);
}

} // namespace vitrine
