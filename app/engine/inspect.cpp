// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"
#include "app/engine/table.h"

namespace vitrine {
namespace {

std::string joined(const nlohmann::json& list)
{
    std::string all;
    for (const auto& item : list)
        all += (all.empty() ? "" : ", ") + item.get<std::string>();
    return all;
}

// How many tensors were put to each use, and the names of those that were not simply read.
void printTensors(std::ostream& out, const nlohmann::json& tensors)
{
    constexpr int shown = 10;
    for (const char* use : { "read", "renamed", "ignored", "unexpected", "unsupported" }) {
        int count = 0;
        std::string names;
        for (const auto& tensor : tensors) {
            if (tensor.at("use") == use && ++count <= shown && std::string(use) != "read")
                names += "  " + tensor.at("name").get<std::string>();
        }
        if (count > 0)
            out << count << " tensors " << use << printable(names) << (count > shown && !names.empty() ? " …" : "")
                << '\n';
    }
}

} // namespace

void printModelCard(std::ostream& out, const nlohmann::json& card)
{
    const auto& sizes = card.at("sizes");
    const auto size = [&](const char* field) { return std::to_string(sizes.at(field).get<long long>()); };
    Table table({ Table::Align::Left, Table::Align::Left });
    table.row({ "name", card.at("title") });
    table.row({ "family",
        card.at("model").at("family").get<std::string>() + " (" + card.at("architecture").get<std::string>() + ")" });
    table.row({ "size",
        size("layers") + " layers × " + size("hidden") + ", " + size("heads") + " heads, feed-forward "
            + size("intermediate") });
    table.row({ "weights",
        size("parameters") + " in " + bytes(sizes.at("file_bytes")) + ", "
            + card.at("weights_format").get<std::string>() + ", " + card.at("weights_dtype").get<std::string>() });
    const auto available = sizes.at("memory_available").get<long long>();
    table.row({ "memory",
        bytes(sizes.at("memory_bytes")) + " as " + card.at("engine").at("dtype").get<std::string>()
            + (available ? ", " + bytes(available) + " were free" : "") });
    table.row({ "activation", card.at("activation") });
    table.row({ "tokenizer", card.at("tokenizer").get<std::string>() + ", " + size("vocabulary") + " entries" });
    table.row({ "longest text", size("max_tokens") + " tokens" });
    table.row({ "labels", joined(card.at("labels")) + " (" + card.at("problem").get<std::string>() + ")" });
    table.row({ "sha256", card.at("model").at("sha256") });
    for (const auto& ability : card.at("abilities"))
        table.row({ ability.at("id"),
            ability.at("available").get<bool>() ? "yes" : "no: " + ability.at("why").get<std::string>() });
    table.print(out);
    printTensors(out, card.at("tensors"));
    printWarnings(out, card);
}

void printModels(std::ostream& out, const nlohmann::json& document)
{
    Table table({ Table::Align::Left, Table::Align::Left, Table::Align::Left, Table::Align::Right, Table::Align::Right,
        Table::Align::Left, Table::Align::Left, Table::Align::Left });
    table.row({ "name", "title", "language", "weights", "file", "accuracy", "measured on", "trained on" });
    for (const auto& model : document.at("models")) {
        table.row({ model.at("name"), model.at("title"), model.at("language"),
            fixed(model.at("parameters").get<double>() / 1e6, 1) + " M", bytes(model.at("bytes")),
            fixed(model.at("accuracy")) + " [" + fixed(model.at("accuracy_low")) + ", "
                + fixed(model.at("accuracy_high")) + "]",
            model.at("test_set"), model.at("trained_on") });
    }
    table.print(out);
}

} // namespace vitrine
