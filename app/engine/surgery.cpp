// SPDX-License-Identifier: GPL-3.0-or-later
// One row a surgery; columns for the text and for the corpus as far as there are any.
#include "app/engine/command.h"
#include "app/engine/table.h"

namespace vitrine {
namespace {

using Json = nlohmann::json;

std::string written(const Json& value, int decimals = 4)
{
    return value.is_null() ? "nan" : fixed(value.get<double>(), decimals);
}

std::string nameOf(const Json& replacements)
{
    std::string name;
    for (const auto& one : replacements) {
        name += (name.empty() ? "" : ",") + std::to_string(one.at("layer").get<int>()) + "."
            + std::to_string(one.at("head").get<int>()) + "=" + one.at("by").get<std::string>();
    }
    return name;
}

std::vector<std::string> outcomeCells(const Json& outcome)
{
    return { written(outcome.at("loss")), written(outcome.at("accuracy").at("value")) };
}

} // namespace

void printSurgery(std::ostream& out, const nlohmann::json& document)
{
    const auto& prediction = document.at("prediction");
    const auto& untouched = document.at("untouched");
    const bool hasCorpus = document.at("texts").get<long>() > 0;
    std::vector<std::string> head { "replaced" };
    std::vector<std::string> first { "nothing" };
    const auto append = [](std::vector<std::string>& cells, const std::vector<std::string>& more) {
        cells.insert(cells.end(), more.begin(), more.end());
    };
    if (!prediction.is_null()) {
        append(head, prediction.at("labels").get<std::vector<std::string>>());
        for (const auto& logit : prediction.at("logits"))
            first.push_back(written(logit));
    }
    if (hasCorpus) {
        head.push_back("flipped");
        first.push_back("0");
    }
    if (!untouched.is_null()) {
        append(head, { "loss", "accuracy", "loss change", "± s.e.", "accuracy change" });
        append(first, outcomeCells(untouched));
        append(first, { "", "", "" });
    }
    std::vector<Table::Align> columns(head.size(), Table::Align::Right);
    columns.front() = Table::Align::Left;
    Table table(columns);
    table.row(head);
    table.row(first);
    for (const auto& surgery : document.at("surgeries")) {
        std::vector<std::string> cells { nameOf(surgery.at("replacements")) };
        for (const auto& logit : surgery.at("logits"))
            cells.push_back(written(logit));
        if (hasCorpus)
            cells.push_back(std::to_string(surgery.at("flipped").get<long>()));
        if (!untouched.is_null()) {
            append(cells, outcomeCells(surgery.at("outcome")));
            append(cells,
                { written(surgery.at("loss_change"), 5), written(surgery.at("loss_change_error"), 5),
                    written(surgery.at("accuracy_change")) });
        }
        table.row(cells);
    }
    if (!prediction.is_null())
        out << printable(prediction.at("encoding").at("text").get<std::string>()) << '\n';
    table.print(out);
    if (hasCorpus)
        out << document.at("texts").get<long>() << " texts, " << document.at("labelled").get<long>()
            << " of them labelled\n";
    printWarnings(out, document);
}

} // namespace vitrine
