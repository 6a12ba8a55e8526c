// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/command.h"
#include "app/engine/table.h"
#include "core/results/codec.h"

namespace vitrine {
namespace {

std::string joined(const std::vector<std::string>& list)
{
    std::string all;
    for (const auto& item : list)
        all += (all.empty() ? "" : ", ") + item;
    return all;
}

// The number of tensors for each use, and the names of the tensors that were not read unchanged.
void printTensors(std::ostream& out, const std::vector<TensorNote>& tensors)
{
    constexpr int shown = 10;
    for (const std::string use : { "read", "renamed", "ignored", "unexpected", "unsupported" }) {
        int count = 0;
        std::string names;
        for (const TensorNote& tensor : tensors) {
            if (tensor.use == use && ++count <= shown && use != "read")
                names += "  " + tensor.name;
        }
        if (count > 0)
            out << count << " tensors " << use << visible(names) << (count > shown && !names.empty() ? " …" : "")
                << '\n';
    }
}

} // namespace

void print(std::ostream& out, const ModelCard& card)
{
    const ModelSizes& sizes = card.sizes;
    const auto text = [](auto size) { return std::to_string(size); };
    Table table({ Table::Align::Left, Table::Align::Left });
    table.row({ "name", card.title });
    table.row({ "family", card.provenance.model.family + " (" + card.architecture + ")" });
    table.row({ "size",
        text(sizes.layers) + " layers × " + text(sizes.hidden) + ", " + text(sizes.heads) + " heads, feed-forward "
            + text(sizes.intermediate) });
    table.row({ "weights",
        text(sizes.parameters) + " in " + bytes(double(sizes.fileBytes)) + ", " + card.weightsFormat + ", "
            + card.weightsDtype });
    table.row({ "memory",
        bytes(double(sizes.memoryBytes)) + " as " + card.provenance.engine.dtype
            + (sizes.memoryAvailable != 0 ? ", " + bytes(double(sizes.memoryAvailable)) + " were free" : "") });
    table.row({ "activation", card.activation });
    table.row({ "tokenizer", card.tokenizer + ", " + text(sizes.vocabulary) + " entries" });
    table.row({ "longest text", text(sizes.maxTokens) + " tokens" });
    table.row({ "labels", joined(card.labels) + " (" + std::string(problemName(card.problem)) + ")" });
    table.row({ "sha256", card.provenance.model.sha256 });
    for (const Ability& ability : card.abilities)
        table.row({ ability.id, ability.available ? "yes" : "no: " + ability.why });
    table.print(out);
    printTensors(out, card.tensors);
    printWarnings(out, card.provenance);
}

void print(std::ostream& out, const BuiltInModels& list)
{
    Table table({ Table::Align::Left, Table::Align::Left, Table::Align::Left, Table::Align::Right, Table::Align::Right,
        Table::Align::Left, Table::Align::Left, Table::Align::Left });
    table.row({ "name", "title", "language", "weights", "file", "accuracy", "measured on", "trained on" });
    for (const BuiltInModel& model : list.models) {
        table.row({ model.name, model.title, model.language, fixed(double(model.parameters) / 1e6, 1) + " M",
            bytes(double(model.bytes)),
            fixed(model.accuracy) + " [" + fixed(model.accuracyLow) + ", " + fixed(model.accuracyHigh) + "]",
            model.testSet, model.trainedOn });
    }
    table.print(out);
}

} // namespace vitrine
