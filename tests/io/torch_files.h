// SPDX-License-Identifier: GPL-3.0-or-later
// Small files as PyTorch writes them, in both layouts, and their contents as bytes.
#pragma once

#include "core/io/checkpoint/sharded_weights.h"
#include "core/io/weights/tensor_source.h"
#include "tests/io/pickle_builder.h"
#include "tests/io/temporary_files.h"
#include "tests/support/reference_folder.h"

#include <numeric>
#include <vector>

namespace vitrine {

inline QByteArray floats(int count)
{
    std::vector<float> values(std::size_t(count), 0.f);
    std::iota(values.begin(), values.end(), 0.5f);
    return QByteArray(reinterpret_cast<const char*>(values.data()), count * int(sizeof(float)));
}

inline const QByteArray store = pickle::storage("0", 12);

inline QByteArray fourTensors()
{
    return pickle::dict({ { "whole", pickle::tensor(store, 0, { 3, 4 }, { 4, 1 }) },
        { "transposed", pickle::tensor(store, 1, { 2, 3 }, { 1, 4 }) },
        { "empty", pickle::tensor(pickle::storage("1", 0), 0, { 0, 5 }, { 5, 1 }) },
        { "scalar", pickle::tensor(store, 7, {}, {}) } });
}

inline QByteArray goodFile() { return pickle::checkpoint(fourTensors(), { floats(12), {} }); }

inline QByteArray legacyFile(const QByteArray& body, const char* littleEndian = "\x88")
{
    const QByteArray magic("\x80\x02\x8A\x0A\x6C\xFC\x9C\x46\xF9\x20\x6A\xA8\x50\x19.\x80\x02M\xE9\x03.");
    return magic + "\x80\x02}(" + pickle::text("protocol_version") + "M\xE9\x03" + pickle::text("little_endian")
        + littleEndian + "u." + body;
}

inline QByteArray legacyTensors()
{
    return pickle::dict({ { "a", pickle::tensor(pickle::storage("7", 3, "FloatStorage", true), 0, { 3 }, { 1 }) } });
}

inline QByteArray legacyKeys(const QByteArray& key) { return "\x80\x02](" + pickle::text(key) + "e."; }

inline QByteArray bytesOf(const TensorSource& source, const std::string& name)
{
    const TensorEntry* entry = source.find(name);
    if (!entry)
        return "there is no such tensor";
    QByteArray bytes(int(entry->bytes), '\0');
    source.read(*entry, std::as_writable_bytes(std::span(bytes.data(), std::size_t(bytes.size()))));
    return bytes;
}

inline void readAll(const TensorSource& source)
{
    for (const TensorEntry& entry : source.entries())
        bytesOf(source, entry.name);
}

inline std::unique_ptr<TensorSource> open(const TemporaryFiles& files, const QByteArray& bytes)
{
    return openWeightsFile(InputFile(files.write("m.bin", bytes)));
}

inline std::string referenceModel(const char* name) { return referencePath(std::string("models/") + name).string(); }

inline std::vector<float> valuesOf(const TensorSource& source, const TensorEntry& entry)
{
    const QByteArray bytes = bytesOf(source, entry.name);
    std::vector<float> values(std::size_t(entry.count()));
    convertItems(entry.dtype, reinterpret_cast<const std::byte*>(bytes.constData()), values.size(), values.data());
    return values;
}

} // namespace vitrine
