// SPDX-License-Identifier: GPL-3.0-or-later
// Prints one row for each surgery. There are columns for the text and for the corpus when they were given.
#include "app/engine/command.h"
#include "app/engine/table.h"

namespace vitrine {
namespace {

std::string written(double value, int decimals = 4) { return fixed(finiteOrNan(value), decimals); }

std::string nameOf(const std::vector<HeadReplacement>& replacements)
{
    std::string name;
    for (const HeadReplacement& one : replacements) {
        name += (name.empty() ? "" : ",") + std::to_string(one.layer) + "." + std::to_string(one.head) + "=" + one.by;
    }
    return name;
}

std::vector<std::string> outcomeCells(const CorpusOutcome& outcome)
{
    return { written(outcome.loss), written(outcome.accuracy.value) };
}

} // namespace

void print(std::ostream& out, const HeadSurgery& document)
{
    const auto& prediction = document.prediction;
    const auto& untouched = document.untouched;
    const bool hasCorpus = document.texts > 0;
    std::vector<std::string> head { "replaced" };
    std::vector<std::string> first { "nothing" };
    const auto append = [](std::vector<std::string>& cells, const std::vector<std::string>& more) {
        cells.insert(cells.end(), more.begin(), more.end());
    };
    if (prediction) {
        append(head, prediction->labels);
        for (const double logit : prediction->logits)
            first.push_back(written(logit));
    }
    if (hasCorpus) {
        head.push_back("flipped");
        first.push_back("0");
    }
    if (untouched) {
        append(head, { "loss", "accuracy", "loss change", "± s.e.", "accuracy change" });
        append(first, outcomeCells(*untouched));
        append(first, { "", "", "" });
    }
    std::vector<Table::Align> columns(head.size(), Table::Align::Right);
    columns.front() = Table::Align::Left;
    Table table(columns);
    table.row(head);
    table.row(first);
    for (const Surgery& surgery : document.surgeries) {
        std::vector<std::string> cells { nameOf(surgery.replacements) };
        for (const double logit : surgery.logits)
            cells.push_back(written(logit));
        if (hasCorpus)
            cells.push_back(std::to_string(surgery.flipped));
        if (untouched) {
            append(cells, outcomeCells(surgery.outcome.value()));
            append(cells,
                { written(surgery.lossChange, 5), written(surgery.lossChangeError, 5),
                    written(surgery.accuracyChange) });
        }
        table.row(cells);
    }
    if (prediction)
        out << visible(prediction->encoding.text) << '\n';
    table.print(out);
    if (hasCorpus)
        out << document.texts << " texts, " << document.labelled << " of them labelled\n";
    printWarnings(out, document.provenance);
}

} // namespace vitrine
