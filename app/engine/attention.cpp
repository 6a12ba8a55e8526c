// SPDX-License-Identifier: GPL-3.0-or-later
// Prints the statistics of every head, and the whole map when one head was chosen.
#include "app/engine/command.h"
#include "app/engine/shown_tokens.h"
#include "app/engine/table.h"

namespace vitrine {
namespace {

// The last two dimensions of `map`: (L, L).
void printMap(std::ostream& out, const FloatArray& map, const std::vector<std::string>& tokens,
    std::string (*written)(double, int) = fixed)
{
    std::vector<Table::Align> columns(tokens.size() + 1, Table::Align::Right);
    columns.front() = Table::Align::Left;
    Table table(columns);
    std::vector<std::string> head { "" };
    head.insert(head.end(), tokens.begin(), tokens.end());
    table.row(head);
    const auto width = std::size_t(map.shape.back());
    for (std::size_t i = 0; width > 0 && i < map.values.size() / width; ++i) {
        std::vector<std::string> cells { tokens.at(i) };
        for (std::size_t k = 0; k < width; ++k)
            cells.push_back(written(shortest(map.values[i * width + k]), 3));
        table.row(cells);
    }
    table.print(out);
}

void printInfluence(std::ostream& out, const ScoreInfluence& influence, const std::vector<std::string>& tokens)
{
    out << "\nnorm of the derivative of each row of scores of head " << influence.layer << '.' << influence.head
        << " by each token";
    const char* separator = "; scores: ";
    for (const ScorePart& part : influence.parts) {
        out << separator << fixed(part.weight, 3) << " · " << part.title << " (" << part.help << ')';
        separator = ", ";
    }
    out << '\n';
    printMap(out, influence.matrix, tokens, number); // "0" is printed only for exactly 0
}

} // namespace

void print(std::ostream& out, const Attention& attention)
{
    Table table(std::vector<Table::Align>(8, Table::Align::Right));
    table.row({ "layer", "head", "entropy", "diagonal", "previous", "next", "first", "special" });
    for (const HeadStatistics& row : attention.statistics) {
        std::vector<std::string> cells { std::to_string(row.layer), std::to_string(row.head) };
        for (const double figure : { row.entropy, row.diagonal, row.previous, row.next, row.first, row.special })
            cells.push_back(fixed(figure, 3));
        table.row(cells);
    }
    table.print(out);
    const auto& shape = attention.maps.shape;
    if (shape.size() == 4 && shape[0] == 1 && shape[1] == 1)
        printMap(out, attention.maps, shownTokens(attention.encoding));
    if (attention.influence)
        printInfluence(out, *attention.influence, shownTokens(attention.encoding));
    printWarnings(out, attention.provenance);
}

} // namespace vitrine
