// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"
#include "app/engine/table.h"

namespace vitrine {
namespace {

void printNeighbours(std::ostream& out, const std::vector<Neighbour>& neighbours)
{
    Table table({ Table::Align::Right, Table::Align::Right, Table::Align::Left, Table::Align::Left });
    table.row({ "distance", "row", "label", "text" });
    for (const Neighbour& one : neighbours)
        table.row({ fixed(one.distance), std::to_string(one.row), one.label, one.text });
    table.print(out);
}

void printVotes(std::ostream& out, const std::vector<NeighbourVote>& votes)
{
    for (const NeighbourVote& vote : votes) {
        out << vote.method << ':';
        if (!vote.label.empty())
            out << ' ' << visible(vote.label) << " (" << vote.k << " nearest)";
        if (const auto& accuracy = vote.accuracy) {
            out << " accuracy " << fixed(accuracy->value) << " [" << fixed(accuracy->low) << ", "
                << fixed(accuracy->high) << "] on " << accuracy->count << " texts";
        }
        out << '\n';
    }
}

void printMatrix(std::ostream& out, const DistanceMatrix& matrix)
{
    std::vector<Table::Align> columns(matrix.order.size() + 1, Table::Align::Right);
    columns.push_back(Table::Align::Left);
    Table table(columns);
    for (const int i : matrix.order) {
        std::vector<std::string> cells { std::to_string(matrix.rows.at(std::size_t(i))) };
        for (const int j : matrix.order)
            cells.push_back(fixed(matrix.distance.at(std::size_t(i)).at(std::size_t(j)), 2));
        cells.push_back(matrix.texts.at(std::size_t(i)));
        table.row(cells);
    }
    table.print(out);
}

} // namespace

void print(std::ostream& out, const Nearest& nearest)
{
    if (!nearest.neighbours.empty())
        printNeighbours(out, nearest.neighbours);
    if (const SearchWork& work = nearest.work; work.documents > 0) {
        out << work.exact << " of " << work.documents << " distances solved, " << work.pruned
            << " ruled out by a bound, " << work.skipped << " texts without a known word\n";
    }
    printVotes(out, nearest.votes);
    if (nearest.matrix)
        printMatrix(out, *nearest.matrix);
    printWarnings(out, nearest.provenance);
}

} // namespace vitrine
