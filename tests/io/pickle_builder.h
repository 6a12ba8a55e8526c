// SPDX-License-Identifier: GPL-3.0-or-later
// Pickles and PyTorch files put together by hand, right or wrong.
#pragma once

#include "core/io/pickle/zip_directory.h"

#include <QByteArray>

#include <span>
#include <utility>
#include <vector>

namespace vitrine::pickle {

inline QByteArray number(quint64 value, int bytes)
{
    QByteArray out;
    for (int i = 0; i < bytes; ++i, value >>= 8)
        out += char(value & 0xFF);
    return out;
}

inline QByteArray text(const QByteArray& value) { return 'X' + number(quint64(value.size()), 4) + value; }
inline QByteArray integer(qint64 value)
{
    return value < 0 || value > 0x7FFFFFFF ? QByteArray("\x8A\x08") + number(quint64(value), 8)
                                           : 'J' + number(quint64(value), 4);
}
inline QByteArray global(const QByteArray& module, const QByteArray& name) { return 'c' + module + '\n' + name + '\n'; }
inline QByteArray tuple(const std::vector<QByteArray>& items)
{
    QByteArray out("(");
    for (const auto& item : items)
        out += item;
    return out + 't';
}
inline QByteArray integers(const std::vector<qint64>& values)
{
    std::vector<QByteArray> items;
    for (const auto value : values)
        items.push_back(integer(value));
    return tuple(items);
}
inline QByteArray orderedDict() { return global("collections", "OrderedDict") + ")R"; }
inline QByteArray storage(
    const QByteArray& key, qint64 count, const QByteArray& type = "FloatStorage", bool legacy = false)
{
    std::vector<QByteArray> items { text("storage"), global("torch", type), text(key), text("cpu"), integer(count) };
    if (legacy)
        items.push_back("N");
    return tuple(items) + 'Q';
}
inline QByteArray tensor(
    const QByteArray& from, qint64 offset, const std::vector<qint64>& shape, const std::vector<qint64>& strides)
{
    return global("torch._utils", "_rebuild_tensor_v2")
        + tuple({ from, integer(offset), integers(shape), integers(strides), "\x89", orderedDict() }) + 'R';
}
/// A whole pickle: protocol 2, a dictionary of names and values, the end.
inline QByteArray dict(const std::vector<std::pair<QByteArray, QByteArray>>& items)
{
    QByteArray out = "\x80\x02" + orderedDict() + '(';
    for (const auto& [name, value] : items)
        out += text(name) + value;
    return out + "u.";
}

/// One entry of a zip archive.
struct Entry {
    QByteArray name;
    QByteArray bytes;
    int method = 0;
    bool badCrc = false;
};

/// How an archive says where its entries lie.
enum class Numbers { Small, Zip64 };

/// A zip archive as PyTorch writes it: no sizes in the local headers.
inline QByteArray zip(const std::vector<Entry>& entries, Numbers numbers = Numbers::Small)
{
    const QByteArray unknown(4, '\xFF');
    const bool large = numbers == Numbers::Zip64;
    QByteArray out, directory;
    for (const Entry& entry : entries) {
        const auto bytes = std::as_bytes(std::span(entry.bytes.constData(), std::size_t(entry.bytes.size())));
        const QByteArray crc = number(crc32(bytes) ^ (entry.badCrc ? 1u : 0u), 4);
        const QByteArray common = number(0x0808, 2) + number(quint64(entry.method), 2) + number(0, 4);
        const QByteArray size = number(quint64(entry.bytes.size()), large ? 8 : 4),
                         begin = number(quint64(out.size()), large ? 8 : 4);
        const QByteArray extra = large ? number(1, 2) + number(24, 2) + size + size + begin : QByteArray();
        directory += "PK\x01\x02" + number(20, 2) + number(20, 2) + common + crc
            + (large ? unknown + unknown : size + size) + number(quint64(entry.name.size()), 2)
            + number(quint64(extra.size()), 2) + number(0, 10) + (large ? unknown : begin) + entry.name + extra;
        out += "PK\x03\x04" + number(20, 2) + common + number(0, 12) + number(quint64(entry.name.size()), 2)
            + number(4, 2) + entry.name + QByteArray("FB\0\0", 4) + entry.bytes;
    }
    const QByteArray count = number(entries.size(), large ? 8 : 2),
                     bytes = number(quint64(directory.size()), large ? 8 : 4),
                     begin = number(quint64(out.size()), large ? 8 : 4);
    const quint64 end = quint64(out.size() + directory.size());
    out += directory;
    if (large)
        out += "PK\x06\x06" + number(44, 8) + number(45, 2) + number(45, 2) + number(0, 8) + count + count + bytes
            + begin + "PK\x06\x07" + number(0, 4) + number(end, 8) + number(1, 4) + "PK\x05\x06" + QByteArray(4, '\0')
            + QByteArray(12, '\xFF') + number(0, 2);
    else
        out += "PK\x05\x06" + number(0, 4) + count + count + bytes + begin + number(0, 2);
    return out;
}

/// An archive of a pickle and its storages, "0", "1", …
inline QByteArray checkpoint(const QByteArray& pickle, const std::vector<QByteArray>& storages)
{
    std::vector<Entry> entries { { "m/data.pkl", pickle }, { "m/version", "3\n" } };
    for (std::size_t i = 0; i < storages.size(); ++i)
        entries.push_back({ "m/data/" + QByteArray::number(int(i)), storages[i] });
    return zip(entries);
}

} // namespace vitrine::pickle
