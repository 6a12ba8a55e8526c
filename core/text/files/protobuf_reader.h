// SPDX-License-Identifier: GPL-3.0-or-later
// The wire format of protocol buffers, as far as SentencePiece files need it: no generated code, no library.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine {

/// Walks over the fields of one message. Constant memory; every length is checked against the message it stands in.
class ProtobufReader {
public:
    enum class WireType { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

    struct Field {
        std::uint32_t number = 0;
        WireType type = WireType::Varint;
        std::uint64_t value = 0; ///< of Varint, Fixed64 and Fixed32
        std::string_view bytes; ///< of Bytes
        std::size_t at = 0; ///< byte of the file where the content begins
    };

    /// `message` begins at byte `at` of `file`.
    ProtobufReader(std::string_view message, std::string_view file, std::size_t at = 0)
        : m_message(message)
        , m_file(file)
        , m_start(at)
    {
    }

    /// Reads the next field; false at the end. Throws Refusal: TruncatedFile where the file ends too early,
    /// MalformedFile for an overlong varint, a group, a field number 0, and a length beyond the message.
    bool next(Field& field);

    /// Refuses the message: "<file>: byte <at>: <what>; download the file again."
    [[noreturn]] void refuse(std::size_t at, const std::string& what) const;

private:
    std::uint64_t readVarint();
    std::uint64_t readFixed(std::size_t bytes);
    std::string_view take(std::uint64_t bytes);

    std::string_view m_message;
    std::string_view m_file;
    std::size_t m_start;
    std::size_t m_at = 0;
};

} // namespace vitrine
