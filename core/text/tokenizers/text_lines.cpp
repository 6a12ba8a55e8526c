// SPDX-License-Identifier: GPL-3.0-or-later
// Lines are ids or ranks, so none may be lost or added.
#include "core/text/tokenizers/text_lines.h"

#include "core/io/files/utf8.h"
#include "core/runtime/error.h"
#include "core/text/tokenizers/vocabulary.h"

#include <string>

namespace vitrine {
namespace {

constexpr std::size_t maxBytes = std::size_t(256) << 20;
constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

[[noreturn]] void refuse(ErrorCode code, std::string_view file, const std::string& what)
{
    throw Refusal(code, std::string(file) + ": " + what, std::string(file));
}

} // namespace

TextLines::TextLines(std::string_view bytes, std::string_view file, const Progress& progress)
    : m_rest(bytes)
    , m_file(file)
    , m_check(&progress)
{
    if (bytes.size() > maxBytes) {
        refuse(ErrorCode::TooLarge, file,
            "the file has " + std::to_string(bytes.size())
                + " bytes, more than the 268435456 that a vocabulary may have; check that it is one.");
    }
    if (m_rest.starts_with(byteOrderMark))
        m_rest.remove_prefix(byteOrderMark.size());
}

std::optional<std::string_view> TextLines::next()
{
    if (m_rest.empty())
        return std::nullopt;
    m_check();
    const std::size_t end = m_rest.find('\n');
    std::string_view line = m_rest.substr(0, end);
    m_rest.remove_prefix(end == std::string_view::npos ? m_rest.size() : end + 1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    if (++m_number > Vocabulary::maxEntries)
        refuse(ErrorCode::TooLarge, m_file,
            "the file has more than the 10000000 lines that a vocabulary may have; check that it is one.");
    if (!isUtf8(line))
        refuse(ErrorCode::BadEncoding, m_file,
            "line " + std::to_string(m_number) + " is not UTF-8; save the file as UTF-8.");
    return line;
}

} // namespace vitrine
