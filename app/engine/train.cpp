// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"
#include "app/engine/table.h"

namespace vitrine {
namespace {

std::string share(const nlohmann::json& accuracy)
{
    return fixed(accuracy.at("value").get<double>()) + " [" + fixed(accuracy.at("low").get<double>()) + ", "
        + fixed(accuracy.at("high").get<double>()) + "], " + std::to_string(accuracy.at("correct").get<long>()) + " of "
        + std::to_string(accuracy.at("count").get<long>());
}

} // namespace

void printTraining(std::ostream& out, const nlohmann::json& document)
{
    const auto& data = document.at("data");
    out << data.at("used").get<long>() << " texts trained on, " << data.at("unlabelled").get<long>()
        << " without labels; left out: " << data.at("duplicates").get<long>() << " repeats, "
        << data.at("contradicting").get<long>() << " contradicting, " << data.at("leaked").get<long>() << " leaked, "
        << data.at("bad").get<long>() << " unusable\n"
        << data.at("tokens").get<long>() << " tokens a pass, vocabulary of " << data.at("vocabulary").get<int>() << ", "
        << document.at("parameters").get<long long>() << " weights\n";
    Table table({ Table::Align::Right, Table::Align::Right, Table::Align::Right, Table::Align::Left });
    table.row({ "step", "epoch", "loss", "accuracy on validation texts" });
    for (const auto& point : document.at("validation"))
        table.row({ std::to_string(point.at("step").get<long>()), fixed(point.at("epoch").get<double>()),
            fixed(point.at("loss").get<double>()),
            share(point.at("accuracy")) + (point.at("step") == document.at("best_step") ? "  kept" : "") });
    table.print(out);
    for (const auto& test : document.at("tests"))
        out << test.at("name").get<std::string>() << ": " << share(test.at("accuracy")) << '\n';
    const auto& cost = document.at("cost");
    out << document.at("state").get<std::string>() << ": step " << document.at("step").get<long>() << " of "
        << document.at("steps").get<long>() << ", " << number(cost.at("seconds").get<double>(), 3) << " s (forecast "
        << number(cost.at("forecast_seconds").get<double>(), 3) << " s)\n";
    printWarnings(out, document);
}

} // namespace vitrine
