// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"
#include "app/engine/table.h"

namespace vitrine {
namespace {

std::string share(const Proportion& accuracy)
{
    return fixed(accuracy.value) + " [" + fixed(accuracy.low) + ", " + fixed(accuracy.high) + "], "
        + std::to_string(accuracy.correct) + " of " + std::to_string(accuracy.count);
}

} // namespace

void print(std::ostream& out, const Training& training)
{
    const TrainingData& data = training.data;
    out << data.used << " texts trained on, " << data.unlabelled << " without labels; left out: " << data.duplicates
        << " repeats, " << data.contradicting << " contradicting, " << data.leaked << " leaked, " << data.bad
        << " unusable\n"
        << data.tokens << " tokens a pass, vocabulary of " << data.vocabulary << ", " << training.parameters
        << " weights\n";
    Table table({ Table::Align::Right, Table::Align::Right, Table::Align::Right, Table::Align::Left });
    table.row({ "step", "epoch", "loss", "accuracy on validation texts" });
    for (const ValidationPoint& point : training.validation) {
        table.row({ std::to_string(point.step), fixed(point.epoch), fixed(point.loss),
            share(point.accuracy) + (point.step == training.bestStep ? "  kept" : "") });
    }
    table.print(out);
    for (const TrainingTest& test : training.tests)
        out << test.name << ": " << share(test.accuracy) << '\n';
    out << training.state << ": step " << training.step << " of " << training.steps << ", "
        << number(training.cost.seconds, 3) << " s (forecast " << number(training.cost.forecastSeconds, 3) << " s)\n";
    printWarnings(out, training.provenance);
}

} // namespace vitrine
