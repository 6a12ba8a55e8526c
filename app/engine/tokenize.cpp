// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"
#include "app/engine/shown_tokens.h"
#include "app/engine/table.h"

namespace vitrine {

void print(std::ostream& out, const Tokenization& tokenization)
{
    const Encoding& encoding = tokenization.encoding;
    Table table({ Table::Align::Right, Table::Align::Right, Table::Align::Left, Table::Align::Right,
        Table::Align::Right, Table::Align::Right, Table::Align::Left });
    table.row({ "", "id", "token", "begin", "end", "word", "" });
    const std::vector<std::string> tokens = shownTokens(encoding);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto [begin, end] = encoding.offsets.at(i);
        table.row({ std::to_string(i), std::to_string(encoding.ids.at(i)), tokens[i], std::to_string(begin),
            std::to_string(end), std::to_string(encoding.words.at(i)), encoding.special.at(i) ? "added" : "" });
    }
    table.print(out);
    printWarnings(out, tokenization.provenance);
}

} // namespace vitrine
