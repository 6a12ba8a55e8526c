// SPDX-License-Identifier: GPL-3.0-or-later
// The table of refusal codes and their names.
#include "core/runtime/error.h"

#include "core/runtime/visible_text.h"

#include <array>
#include <charconv>

namespace vitrine {
namespace {

struct Row {
    ErrorCode code;
    std::string_view name;
    int exitCode;
};

constexpr std::array rows {
    Row { ErrorCode::NotFound, "not-found", 3 },
    Row { ErrorCode::Unreadable, "unreadable", 3 },
    Row { ErrorCode::NotAModel, "not-a-model", 3 },
    Row { ErrorCode::TruncatedFile, "truncated-file", 3 },
    Row { ErrorCode::MalformedFile, "malformed-file", 3 },
    Row { ErrorCode::UnsupportedFamily, "unsupported-family", 3 },
    Row { ErrorCode::UnsupportedTokenizer, "unsupported-tokenizer", 3 },
    Row { ErrorCode::UnsupportedDtype, "unsupported-dtype", 3 },
    Row { ErrorCode::UnsupportedActivation, "unsupported-activation", 3 },
    Row { ErrorCode::ShapeMismatch, "shape-mismatch", 3 },
    Row { ErrorCode::MissingTensor, "missing-tensor", 3 },
    Row { ErrorCode::VocabularyMismatch, "vocabulary-mismatch", 3 },
    Row { ErrorCode::ContainsProgram, "contains-program", 3 },
    Row { ErrorCode::UnsafePath, "unsafe-path", 3 },
    Row { ErrorCode::TooLarge, "too-large", 3 },
    Row { ErrorCode::LfsPointer, "lfs-pointer", 3 },
    Row { ErrorCode::BadEncoding, "bad-encoding", 3 },
    Row { ErrorCode::BadArgument, "bad-argument", 2 },
    Row { ErrorCode::OutOfMemory, "out-of-memory", 75 },
    Row { ErrorCode::DeviceLost, "device-lost", 75 },
    Row { ErrorCode::WriteFailed, "write-failed", 75 },
    Row { ErrorCode::Cancelled, "cancelled", 130 },
    Row { ErrorCode::Internal, "internal", 1 },
};

const Row& rowOf(ErrorCode code)
{
    for (const Row& row : rows) {
        if (row.code == code)
            return row;
    }
    return rows.back();
}

} // namespace

std::string_view errorCodeName(ErrorCode code) { return rowOf(code).name; }

int exitCodeFor(ErrorCode code) { return rowOf(code).exitCode; }

std::optional<ErrorCode> errorCodeFromName(std::string_view name)
{
    for (const Row& row : rows) {
        if (row.name == name)
            return row.code;
    }
    return std::nullopt;
}

const std::vector<ErrorCode>& allErrorCodes()
{
    static const std::vector<ErrorCode> codes = [] {
        std::vector<ErrorCode> all;
        for (const Row& row : rows)
            all.push_back(row.code);
        return all;
    }();
    return codes;
}

Refusal::Refusal(ErrorCode code, std::string message, std::string subject)
    : Refusal(Error { code, std::move(message), std::move(subject), {} })
{
}

Refusal::Refusal(Error error)
    : m_error(std::move(error))
{
    m_error.message = bounded(std::move(m_error.message), sentenceBytes);
    m_error.subject = bounded(std::move(m_error.subject), sentenceBytes);
}

std::string roundedNumber(double value)
{
    std::array<char, 32> buffer {};
    const auto end
        = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, 2).ptr;
    return { buffer.data(), end };
}

} // namespace vitrine
