// SPDX-License-Identifier: GPL-3.0-or-later
// safetensors files put together by hand, right or wrong.
#pragma once

#include <QByteArray>

/// A file of a table (any text) and the bytes after it; `length` is what the first eight bytes say, -1: the truth.
inline QByteArray safetensorsFile(const QByteArray& table, const QByteArray& body = {}, qint64 length = -1)
{
    const quint64 said = length < 0 ? quint64(table.size()) : quint64(length);
    QByteArray file;
    for (int i = 0; i < 8; ++i)
        file += char(said >> (8 * i) & 0xFF);
    return file + table + body;
}

/// One entry of a table, without braces around the whole.
inline QByteArray tensorEntry(const char* name, const char* dtype, const char* shape, qint64 begin, qint64 end)
{
    return QByteArray("\"") + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":["
        + QByteArray::number(begin) + ',' + QByteArray::number(end) + "]}";
}
