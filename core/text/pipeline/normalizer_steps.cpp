// SPDX-License-Identifier: GPL-3.0-or-later
// Only lower case can make a text longer: by U+0130, the one character whose lower case is two.
#include "core/text/pipeline/normalizer_steps.h"

#include "core/text/pipeline/step_type.h"
#include "core/text/unicode/code_points.h"
#include "core/text/unicode/unicode.h"

#include <algorithm>

namespace vitrine {
namespace {

bool isBlank(const Character& c) { return isWhiteSpace(c.codePoint); }

bool isDroppedByNmt(char32_t c)
{
    return (c >= 0x01 && c <= 0x08) || c == 0x0B || (c >= 0x0E && c <= 0x1F) || c == 0x7F || c == 0x8F || c == 0x9F;
}

bool isBlankToNmt(char32_t c)
{
    constexpr std::u32string_view blanks
        = U"\u0009\u000A\u000C\u000D\u1680\u200B\u200C\u200D\u200E\u200F\u2028\u2029\u2581\uFEFF\uFFFD";
    return blanks.find(c) != std::u32string_view::npos;
}

} // namespace

void toLowerCase(Characters& text, const StepLimits& limits)
{
    PeriodicCheck check(limits.progress());
    bool dotted = false;
    for (Character& c : text) {
        check();
        if (c.codePoint == dottedI)
            dotted = true;
        else
            c.codePoint = lowerCase(c.codePoint);
    }
    if (!dotted)
        return;
    Characters out;
    out.reserve(text.size() + 16);
    for (const Character& c : text) {
        out.push_back({ c.codePoint == dottedI ? U'i' : c.codePoint, c.begin, c.end });
        if (c.codePoint == dottedI)
            out.push_back({ combiningDotAbove, c.begin, c.end });
    }
    text = std::move(out);
}

void StripAccentsNormalizer::rewrite(Characters& text, const StepLimits&) const
{
    std::erase_if(text, [](const Character& c) { return isMark(c.codePoint); });
}

void StripNormalizer::rewrite(Characters& text, const StepLimits&) const
{
    if (m_right)
        text.erase(std::find_if_not(text.rbegin(), text.rend(), isBlank).base(), text.end());
    if (m_left)
        text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), isBlank));
}

void PrependNormalizer::rewrite(Characters& text, const StepLimits& limits) const
{
    if (text.empty())
        return;
    limits.check(text.size() + m_text.size() / 4); // as many characters at least
    Characters out;
    for (std::size_t at = 0; at < m_text.size();)
        out.push_back({ readUtf8(m_text, at), text.front().begin, text.front().end });
    text.insert(text.begin(), out.begin(), out.end());
}

void NmtNormalizer::rewrite(Characters& text, const StepLimits&) const
{
    std::erase_if(text, [](const Character& c) { return isDroppedByNmt(c.codePoint); });
    for (Character& c : text) {
        if (isBlankToNmt(c.codePoint))
            c.codePoint = U' ';
    }
}

// Regular expressions are recognised by their text; there is no machine that would run others.

namespace {

bool isBlank(char32_t c) { return c == U' '; }
bool isLineBreakOrTab(char32_t c) { return c == U'\n' || c == U'\r' || c == U'\t'; }
bool isNothing(char32_t) { return false; }

/// Runs of `isMatch` that have `least` characters or are one for which `isMatchAlone` holds.
SplitPattern longRuns(bool (*isMatch)(char32_t), std::uint32_t least, bool (*isMatchAlone)(char32_t) = isNothing)
{
    const SplitPattern runs = matchRuns(isMatch);
    return [=](std::span<const Character> piece, std::vector<SplitPart>& parts) {
        runs(piece, parts);
        for (SplitPart& part : parts) {
            const auto [first, last] = part.range;
            part.isMatch = part.isMatch && (last - first >= least || isMatchAlone(piece[first].codePoint));
        }
    };
}

struct KnownExpression {
    std::string_view text;
    SplitPattern pattern;
};

const std::vector<KnownExpression>& knownExpressions()
{
    static const std::vector<KnownExpression> expressions {
        { " {2,}", matchBlankRuns() },
        { " +", longRuns(isBlank, 1) },
        { "\\s+", longRuns(isWhiteSpace, 1) },
        { "\\s{2,}|[\\n\\r\\t]", longRuns(isWhiteSpace, 2, isLineBreakOrTab) },
    };
    return expressions;
}

} // namespace

SplitPattern matchBlankRuns() { return longRuns(isBlank, 2); }

ReplaceNormalizer::ReplaceNormalizer(SplitPattern pattern, std::string_view content, bool isLocal)
    : m_pattern(std::move(pattern))
    , m_isLocal(isLocal)
{
    for (std::size_t at = 0; at < content.size();)
        m_content.push_back(readUtf8(content, at));
}

void ReplaceNormalizer::rewrite(Characters& text, const StepLimits& limits) const
{
    std::vector<SplitPart> parts;
    m_pattern(text, parts);
    const auto matches = static_cast<std::size_t>(
        std::count_if(parts.begin(), parts.end(), [](const SplitPart& part) { return part.isMatch; }));
    if (matches == 0)
        return;
    limits.check(matches * m_content.size());
    Characters out;
    out.reserve(text.size());
    for (const SplitPart& part : parts) {
        const auto begin = text.begin() + part.range.first;
        const auto end = text.begin() + part.range.last;
        if (!part.isMatch)
            out.insert(out.end(), begin, end);
        else
            std::transform(m_content.begin(), m_content.end(), std::back_inserter(out),
                [last = *std::prev(end)](char32_t c) { return Character { c, last.begin, last.end }; });
    }
    text = std::move(out);
}

std::unique_ptr<Normalizer> makeReplace(const JsonField& step)
{
    const std::string& content = step.at("content").string();
    if (const auto expression = step.at("pattern").find("Regex")) {
        for (const KnownExpression& known : knownExpressions()) {
            if (known.text == expression->string())
                return std::make_unique<ReplaceNormalizer>(known.pattern, content, false);
        }
    }
    const std::string pattern = fixedPattern(step);
    const bool isLocal = pattern.find_first_of(" \t\r\n") == std::string::npos;
    return std::make_unique<ReplaceNormalizer>(matchString(pattern), content, isLocal);
}

} // namespace vitrine
