// SPDX-License-Identifier: GPL-3.0-or-later
// Only a message that is the whole file can be cut short by a download; inside it a length that does not fit is damage.
#include "core/text/files/protobuf_reader.h"

#include "core/runtime/error.h"

namespace vitrine {

bool ProtobufReader::next(Field& field)
{
    if (m_at == m_message.size())
        return false;
    const std::size_t start = m_at;
    const std::uint64_t tag = readVarint();
    if (tag >> 3 == 0 || tag >> 3 > 0x1FFFFFFF)
        refuse(start, "the field number " + std::to_string(tag >> 3) + " is not one");
    field = {};
    field.number = static_cast<std::uint32_t>(tag >> 3);
    field.at = m_start + m_at;
    switch (tag & 7) {
    case 0:
        field.type = WireType::Varint;
        field.value = readVarint();
        return true;
    case 1:
        field.type = WireType::Fixed64;
        field.value = readFixed(8);
        return true;
    case 2:
        field.type = WireType::Bytes;
        field.bytes = take(readVarint());
        field.at = m_start + m_at - field.bytes.size();
        return true;
    case 5:
        field.type = WireType::Fixed32;
        field.value = readFixed(4);
        return true;
    default:
        refuse(start, "the wire type " + std::to_string(tag & 7) + " is not supported");
    }
}

void ProtobufReader::refuse(std::size_t at, const std::string& what) const
{
    const std::string file(m_file);
    throw Refusal(ErrorCode::MalformedFile,
        file + ": byte " + std::to_string(m_start + at) + ": " + what + "; download the file again.", file);
}

std::uint64_t ProtobufReader::readVarint()
{
    const std::size_t start = m_at;
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 70; shift += 7) {
        const auto byte = static_cast<unsigned char>(take(1).front());
        if (shift == 63 && byte > 1)
            break;
        value |= std::uint64_t(byte & 0x7F) << shift;
        if (byte < 0x80)
            return value;
    }
    refuse(start, "a number has more than 64 bits");
}

std::uint64_t ProtobufReader::readFixed(std::size_t bytes)
{
    std::uint64_t value = 0;
    unsigned shift = 0;
    for (const char byte : take(bytes)) {
        value |= std::uint64_t(static_cast<unsigned char>(byte)) << shift;
        shift += 8;
    }
    return value;
}

std::string_view ProtobufReader::take(std::uint64_t bytes)
{
    const std::size_t left = m_message.size() - m_at;
    if (bytes > left) {
        const std::string lengths
            = std::to_string(left) + " bytes are left where " + std::to_string(bytes) + " are needed";
        if (m_start > 0)
            refuse(m_at, lengths);
        const std::string file(m_file);
        throw Refusal(ErrorCode::TruncatedFile,
            file + ": byte " + std::to_string(m_at) + ": " + lengths
                + ". The download stopped early; fetch the file again.",
            file);
    }
    const std::string_view taken = m_message.substr(m_at, static_cast<std::size_t>(bytes));
    m_at += taken.size();
    return taken;
}

} // namespace vitrine
