// SPDX-License-Identifier: GPL-3.0-or-later
// The closed list of error codes. Every refusal of the program has one of these codes and one sentence.
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// The refusal codes of the document format, and `Internal` for a bug in the program. The names used in documents are
/// in error.cpp.
enum class ErrorCode {
    NotFound,
    Unreadable,
    NotAModel,
    TruncatedFile,
    MalformedFile,
    UnsupportedFamily,
    UnsupportedTokenizer,
    UnsupportedDtype,
    UnsupportedActivation,
    ShapeMismatch,
    MissingTensor,
    VocabularyMismatch,
    ContainsProgram,
    UnsafePath,
    TooLarge,
    LfsPointer,
    BadEncoding,
    BadArgument,
    OutOfMemory,
    DeviceLost,
    WriteFailed,
    Cancelled,
    Internal,
};

/// `code` as it stands in documents, for example "truncated-file".
std::string_view errorCodeName(ErrorCode code);

/// The inverse of errorCodeName(); nothing for an unknown name.
std::optional<ErrorCode> errorCodeFromName(std::string_view name);

/// Every code, for tests that check the whole table.
const std::vector<ErrorCode>& allErrorCodes();

/// The exit code of the command line for a run that ended with `code`: 2, 3, 75, 130 or 1.
int exitCodeFor(ErrorCode code);

/// One failure: a code for programs, a sentence for people, details for the log.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message; ///< one sentence: what, where, what to do next; UTF-8
    std::string subject; ///< the file, argument or tensor it is about; may be empty
    std::string detail; ///< backtrace or position, for the log only

    static void fields(auto& visit, auto& error)
    {
        visit("code", error.code);
        visit("message", error.message);
        visit("subject", error.subject);
        visit("detail", error.detail);
    }
    bool operator==(const Error&) const = default;
};

/// Longest sentence of an error, in bytes.
inline constexpr std::size_t sentenceBytes = 500;

/// Thrown wherever the program refuses its input. Contains the sentence that is shown to the user. File content stands
/// in it as shown() makes it; a sentence of more than `sentenceBytes` loses its middle, and `subject` is cut alike.
class Refusal : public std::exception {
public:
    Refusal(ErrorCode code, std::string message, std::string subject = {});
    explicit Refusal(Error error);

    const Error& error() const noexcept { return m_error; }
    const char* what() const noexcept override { return m_error.message.c_str(); }

private:
    Error m_error;
};

/// A number in a sentence: two significant digits, with a decimal point whatever the locale.
std::string roundedNumber(double value);

} // namespace vitrine
