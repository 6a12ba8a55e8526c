// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"
#include "app/engine/shown_tokens.h"
#include "app/engine/table.h"

#include <cmath>

namespace vitrine {
namespace {

constexpr int barWidth = 24;

// A bar to the left of the middle is a negative score, a bar to the right a positive one.
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

void printCertificate(std::ostream& out, const Attribution& attribution)
{
    const Certificate& certificate = *attribution.certificate;
    Table table({ Table::Align::Left, Table::Align::Right, Table::Align::Left });
    const auto row = [&](const char* name, double value, const char* note = "") {
        table.row({ name, number(finiteOrNan(value), 6), note });
    };
    row("F(x)", certificate.atInput);
    row("F(x')", certificate.atBaseline);
    row("difference", certificate.difference);
    row("sum of scores", certificate.sum);
    row("raw residual", certificate.rawResidual, "of the rule, before any correction");
    row("residual / difference", certificate.relativeResidual);
    row("token error", certificate.tokenError,
        tokenErrorIsBound(attribution) ? "no score is off by more, in 99 of 100 cases"
                                       : "estimated largest error of one score");
    if (certificate.samplingError)
        row("sampling error", *certificate.samplingError, "standard error of one score: baselines were drawn");
    row("evaluations", certificate.evaluations);
    table.row({ certificate.met ? "certified to" : "NOT certified to",
        number(100 * finiteOrNan(certificate.tolerance)) + " %", "" });
    table.print(out);
}

} // namespace

void print(std::ostream& out, const Attribution& attribution)
{
    double largest = 0;
    for (const double score : attribution.scores)
        largest = std::max(largest, std::abs(finiteOrNan(score)));
    const Target& target = attribution.target;
    const std::string rather = target.otherIndex < 0 ? "" : " rather than " + target.otherLabel;
    const std::string& baseline = attribution.baseline;
    out << visible(attribution.method + ": " + target.quantity + " of " + target.label + rather
        + (baseline.empty() ? "" : ", baseline " + baseline))
        << '\n';
    Table table({ Table::Align::Left, Table::Align::Right, Table::Align::Left });
    const std::vector<std::string> tokens = shownTokens(attribution.encoding);
    for (std::size_t i = 0; i < attribution.scores.size(); ++i) {
        const double score = finiteOrNan(attribution.scores[i]);
        table.row({ tokens.at(i), fixed(score), largest > 0 && !std::isnan(score) ? bar(score / largest) : "" });
    }
    table.print(out);
    if (attribution.certificate)
        printCertificate(out, attribution);
    printWarnings(out, attribution.provenance);
}

void print(std::ostream& out, const Description& description)
{
    for (const auto& method : description.attributionMethods) {
        out << method.id << "  " << method.title << '\n';
        out << "  " << method.help << '\n';
        Table table({ Table::Align::Left, Table::Align::Left, Table::Align::Left });
        for (const auto& parameter : method.parameters)
            table.row({ "  --" + parameter.name, parameter.defaultValue, parameter.help });
        table.print(out);
        out << '\n';
    }
}

} // namespace vitrine
