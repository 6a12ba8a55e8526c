// SPDX-License-Identifier: GPL-3.0-or-later
// Regular expressions are recognised by their text; there is no machine that would run others.
#include "core/text/pipeline/replace_normalizer.h"

#include "core/text/pipeline/step_type.h"
#include "core/text/unicode/code_points.h"
#include "core/text/unicode/unicode.h"

#include <algorithm>

namespace vitrine {
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

void ReplaceNormalizer::apply(Characters& text) const
{
    std::vector<SplitPart> parts;
    m_pattern(text, parts);
    if (std::none_of(parts.begin(), parts.end(), [](const SplitPart& part) { return part.isMatch; }))
        return;
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
