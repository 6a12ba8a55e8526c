// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"
#include "app/engine/shown_tokens.h"
#include "app/engine/table.h"

#include <cmath>

namespace vitrine {
namespace {

constexpr int barWidth = 24;

// A bar left of the middle speaks against the target, one right of it for it.
std::string bar(double share)
{
    const int length = int(std::lround(std::abs(share) * barWidth / 2));
    const std::string empty(std::size_t(barWidth / 2), ' ');
    std::string filled;
    for (int i = 0; i < length; ++i)
        filled += "▇";
    const std::string rest(std::size_t(barWidth / 2 - length), ' ');
    return share < 0 ? rest + filled + "│" + empty : empty + "│" + filled + rest;
}

double asNumber(const nlohmann::json& value) { return value.is_null() ? NAN : value.get<double>(); }

void printCertificate(std::ostream& out, const nlohmann::json& certificate)
{
    Table table({ Table::Align::Left, Table::Align::Right, Table::Align::Left });
    const auto row = [&](const char* name, const char* field, const char* note = "") {
        table.row({ name, number(asNumber(certificate.at(field)), 6), note });
    };
    row("F(x)", "at_input");
    row("F(x')", "at_baseline");
    row("difference", "difference");
    row("sum of scores", "sum");
    row("raw residual", "raw_residual", "of the rule, before any correction");
    row("residual / difference", "relative_residual");
    row("token error", "token_error", "estimated largest error of one score");
    row("evaluations", "evaluations");
    const bool met = certificate.at("met");
    table.row(
        { met ? "certified to" : "NOT certified to", number(100 * asNumber(certificate.at("tolerance"))) + " %", "" });
    table.print(out);
}

} // namespace

void printAttribution(std::ostream& out, const nlohmann::json& document)
{
    const auto& target = document.at("target");
    const auto& scores = document.at("scores");
    double largest = 0;
    for (const auto& score : scores)
        largest = std::max(largest, std::abs(asNumber(score)));
    const std::string baseline = document.at("baseline");
    const std::string rather
        = target.at("other_index").get<int>() < 0 ? "" : " rather than " + target.at("other_label").get<std::string>();
    out << printable(document.at("method").get<std::string>() + ": " + target.at("quantity").get<std::string>() + " of "
        + target.at("label").get<std::string>() + rather + (baseline.empty() ? "" : ", baseline " + baseline))
        << '\n';
    Table table({ Table::Align::Left, Table::Align::Right, Table::Align::Left });
    const std::vector<std::string> tokens = shownTokens(document.at("encoding"));
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const double score = asNumber(scores[i]);
        table.row({ tokens.at(i), fixed(score), largest > 0 && !std::isnan(score) ? bar(score / largest) : "" });
    }
    table.print(out);
    if (!document.at("certificate").is_null())
        printCertificate(out, document.at("certificate"));
    printWarnings(out, document);
}

void printMethods(std::ostream& out, const nlohmann::json& document)
{
    for (const auto& method : document.at("attribution_methods")) {
        out << method.at("id").get<std::string>() << "  " << method.at("title").get<std::string>() << '\n';
        out << "  " << method.at("help").get<std::string>() << '\n';
        Table table({ Table::Align::Left, Table::Align::Left, Table::Align::Left });
        for (const auto& parameter : method.at("parameters"))
            table.row(
                { "  --" + parameter.at("name").get<std::string>(), parameter.at("default"), parameter.at("help") });
        table.print(out);
        out << '\n';
    }
}

} // namespace vitrine
