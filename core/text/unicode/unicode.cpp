// SPDX-License-Identifier: GPL-3.0-or-later
// Unicode 14 from utf8proc, corrected by tables. Newer versions of utf8proc know more characters, which are taken back
// first, so that a text has the same tokens on every system.
#include "core/text/unicode/unicode.h"

#include "core/text/unicode/unicode_tables.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace vitrine {
namespace {

bool contains(std::span<const CodePointRange> ranges, char32_t c)
{
    const auto after = std::upper_bound(
        ranges.begin(), ranges.end(), c, [](char32_t value, const CodePointRange& r) { return value < r.first; });
    return after != ranges.begin() && c <= std::prev(after)->last;
}

bool isAssigned(char32_t c)
{
    const bool isSurelyAssigned = c < 0x378 || (c >= 0x3400 && c <= 0xA48C) || (c >= 0xAC00 && c <= 0xD7A3);
    return isSurelyAssigned || !contains(unicode_tables::unassigned, c);
}

utf8proc_category_t category(char32_t c)
{
    return isAssigned(c) ? utf8proc_category(static_cast<utf8proc_int32_t>(c)) : UTF8PROC_CATEGORY_CN;
}

bool isBetween(utf8proc_category_t value, utf8proc_category_t first, utf8proc_category_t last)
{
    return first <= value && value <= last;
}

bool isInNumbers(char32_t c, std::span<const CodePointRange> exceptions)
{
    if (c < 0x80)
        return c >= '0' && c <= '9';
    return isBetween(category(c), UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_NO) != contains(exceptions, c);
}

bool isAsciiPunctuation(char32_t c)
{
    return (c >= 33 && c <= 47) || (c >= 58 && c <= 64) || (c >= 91 && c <= 96) || (c >= 123 && c <= 126);
}

} // namespace

bool isWhiteSpace(char32_t c)
{
    if (c < 0x80)
        return c == ' ' || (c >= 9 && c <= 13);
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029
        || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool isDroppedByBert(char32_t c)
{
    if (c < 0x80)
        return c == 127 || (c < 32 && c != '\t' && c != '\n' && c != '\r');
    return contains(unicode_tables::bertDropped, c);
}

bool isBertAccent(char32_t c)
{
    return c >= 0x300 && (category(c) == UTF8PROC_CATEGORY_MN) != contains(unicode_tables::bertMarkExceptions, c);
}

bool isMark(char32_t c)
{
    return c >= 0x300
        && isBetween(category(c), UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_ME)
        != contains(unicode_tables::markExceptions, c);
}

bool isPunctuation(char32_t c)
{
    if (c < 0x80)
        return isAsciiPunctuation(c);
    return isBetween(category(c), UTF8PROC_CATEGORY_PC, UTF8PROC_CATEGORY_PO)
        != contains(unicode_tables::punctuationExceptions, c);
}

bool isIdeograph(char32_t c)
{
    if (c < 0x3400)
        return false;
    // The sixth block begins at 2B920 where Unicode has 2B820: so do the tokenizers that models were trained with.
    return c <= 0x4DBF || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x2A6DF)
        || (c >= 0x2A700 && c <= 0x2B73F) || (c >= 0x2B740 && c <= 0x2B81F) || (c >= 0x2B920 && c <= 0x2CEAF)
        || (c >= 0x2F800 && c <= 0x2FA1F);
}

bool isNumber(char32_t c) { return isInNumbers(c, unicode_tables::numberExceptions); }

bool isRegexNumber(char32_t c) { return isInNumbers(c, unicode_tables::regexNumberExceptions); }

bool isLetter(char32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return isBetween(category(c), UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LO)
        != contains(unicode_tables::letterExceptions, c);
}

bool isWordCharacter(char32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    const auto kind = category(c);
    const bool expected = isBetween(kind, UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_NL) || kind == UTF8PROC_CATEGORY_PC
        || c == 0x200C || c == 0x200D;
    return expected != contains(unicode_tables::wordExceptions, c);
}

char32_t lowerCase(char32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    const auto table = unicode_tables::lowerCaseAdditions;
    const auto found = std::lower_bound(
        table.begin(), table.end(), c, [](const CaseMapping& m, char32_t value) { return m.upper < value; });
    if (found != table.end() && found->upper == c)
        return found->lower;
    if (!isAssigned(c))
        return c;
    return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
}

int combiningClass(char32_t c)
{
    if (c < 0x300 || !isAssigned(c) || contains(unicode_tables::combiningExceptions, c))
        return 0;
    return utf8proc_get_property(static_cast<utf8proc_int32_t>(c))->combining_class;
}

void decompose(char32_t c, bool compatibility, std::vector<char32_t>& out)
{
    const bool isWhole = c < 0x80 || (c >= 0x4E00 && c <= 0x9FFF); // the ideographs that most Chinese texts consist of
    if (isWhole || !isAssigned(c)
        || contains(compatibility ? unicode_tables::compatibleExceptions : unicode_tables::canonicalExceptions, c)) {
        out.push_back(c);
        return;
    }
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | (compatibility ? UTF8PROC_COMPAT : 0));
    std::array<utf8proc_int32_t, 32> buffer {}; // the longest decomposition has 18
    int boundary = 0;
    const auto count
        = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), buffer.data(), buffer.size(), options, &boundary);
    if (count <= 0 || count > static_cast<utf8proc_ssize_t>(buffer.size())) {
        out.push_back(c);
        return;
    }
    for (utf8proc_ssize_t i = 0; i < count; ++i)
        out.push_back(static_cast<char32_t>(buffer[static_cast<std::size_t>(i)]));
}

char32_t compose(char32_t first, char32_t second)
{
    std::array<utf8proc_int32_t, 3> pair { static_cast<utf8proc_int32_t>(first), static_cast<utf8proc_int32_t>(second),
        0 };
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    if (second < 0x300 || utf8proc_normalize_utf32(pair.data(), 2, options) != 1)
        return 0;
    const auto composed = static_cast<char32_t>(pair[0]);
    return isAssigned(composed) && !contains(unicode_tables::canonicalExceptions, composed) ? composed : 0;
}

} // namespace vitrine
