// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"
#include "app/engine/table.h"

namespace vitrine {
namespace {

std::string wordOf(const nlohmann::json& side, int index)
{
    const auto& tokens = side.at("tokens");
    return tokens.empty() ? std::to_string(index) : tokens.at(std::size_t(index)).get<std::string>();
}

void printUnknown(std::ostream& out, const char* side, const nlohmann::json& words)
{
    if (words.empty())
        return;
    out << "without a vector, " << side << ':';
    for (const auto& word : words)
        out << ' ' << printable(word.get<std::string>());
    out << '\n';
}

} // namespace

void printAlignment(std::ostream& out, const nlohmann::json& document)
{
    const auto& left = document.at("left");
    const auto& right = document.at("right");
    Table table(
        { Table::Align::Left, Table::Align::Left, Table::Align::Right, Table::Align::Right, Table::Align::Right });
    table.row({ "left", "right", "mass", "cost", "mass x cost" });
    for (const auto& flow : document.at("flows")) {
        const double mass = flow.at("mass");
        const double cost = flow.at("cost");
        table.row({ wordOf(left, flow.at("left")), wordOf(right, flow.at("right")), fixed(mass), fixed(cost),
            fixed(mass * cost) });
    }
    table.print(out);
    const auto& bounds = document.at("bounds");
    const auto& certificate = document.at("certificate");
    out << document.at("measure").get<std::string>() << ' ' << number(document.at("distance"), 8) << " (relaxed bound "
        << number(bounds.at("relaxed"), 8);
    for (const char* name : { "centroid", "su" }) {
        if (!bounds.at(name).is_null())
            out << ", " << name << " bound " << number(bounds.at(name), 8);
    }
    out << ")\n"
        << certificate.at("status").get<std::string>() << ": gap " << number(certificate.at("gap"), 2)
        << ", dual infeasibility " << number(certificate.at("dual_infeasibility"), 2) << ", marginal error "
        << number(certificate.at("marginal_error"), 2) << ", " << certificate.at("pivots").get<long long>()
        << " pivots\n";
    if (const auto& sinkhorn = document.at("sinkhorn"); !sinkhorn.is_null())
        out << "Sinkhorn, regularisation " << number(sinkhorn.at("regularisation")) << ": "
            << number(sinkhorn.at("gap")) << " above the exact distance\n";
    printUnknown(out, "left", left.at("unknown"));
    printUnknown(out, "right", right.at("unknown"));
    printWarnings(out, document);
}

} // namespace vitrine
