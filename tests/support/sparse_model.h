// SPDX-License-Identifier: GPL-3.0-or-later
// A sound model folder of any size that takes no room on the disk.
#pragma once

#include "tests/io/safetensors_builder.h"
#include "tests/io/temporary_files.h"

#include <filesystem>
#include <vector>

namespace vitrine {

/// A BERT of one layer with this many rows of word embeddings, whose weights are holes: they take no room on the disk.
inline std::filesystem::path sparseModel(const TemporaryFiles& files, qint64 rows, qint64 width)
{
    std::vector<std::pair<QByteArray, std::vector<qint64>>> tensors;
    const auto linear = [&](const QByteArray& name, qint64 out, qint64 in) {
        tensors.push_back({ name + ".weight", { out, in } });
        tensors.push_back({ name + ".bias", { out } });
    };
    const auto norm = [&](const QByteArray& name) {
        tensors.push_back({ name + ".weight", { width } });
        tensors.push_back({ name + ".bias", { width } });
    };
    tensors.push_back({ "bert.embeddings.word_embeddings.weight", { rows, width } });
    tensors.push_back({ "bert.embeddings.position_embeddings.weight", { 32, width } });
    tensors.push_back({ "bert.embeddings.token_type_embeddings.weight", { 2, width } });
    norm("bert.embeddings.LayerNorm");
    const QByteArray layer = "bert.encoder.layer.0.";
    for (const char* part :
        { "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense" })
        linear(layer + part, width, width);
    norm(layer + "attention.output.LayerNorm");
    linear(layer + "intermediate.dense", width, width);
    linear(layer + "output.dense", width, width);
    norm(layer + "output.LayerNorm");
    linear("bert.pooler.dense", width, width);
    linear("classifier", 2, width);

    QByteArray table = "{";
    qint64 at = 0;
    for (const auto& [name, shape] : tensors) {
        qint64 bytes = 4;
        QByteArray text;
        for (const qint64 extent : shape) {
            bytes *= extent;
            text += (text.isEmpty() ? "" : ",") + QByteArray::number(extent);
        }
        table += (at == 0 ? "" : ",")
            + tensorEntry(name.constData(), "F32", ('[' + text + ']').constData(), at, at + bytes);
        at += bytes;
    }
    table += '}';
    files.write("model.safetensors", safetensorsFile(table));
    std::filesystem::resize_file(files.path("model.safetensors"), std::uintmax_t(8 + table.size() + at));
    const QByteArray size = QByteArray::number(width);
    files.write("config.json",
        R"({"model_type":"bert","architectures":["BertForSequenceClassification"],"num_hidden_layers":1,)"
        R"("num_attention_heads":2,"max_position_embeddings":32,"hidden_size":)"
            + size + ",\"intermediate_size\":" + size + ",\"vocab_size\":" + QByteArray::number(rows) + "}");
    files.write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n");
    return files.path();
}

} // namespace vitrine
