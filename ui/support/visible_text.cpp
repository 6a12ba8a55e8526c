// SPDX-License-Identifier: GPL-3.0-or-later
// Which characters are shown as boxes, and under which name.
#include "ui/support/visible_text.h"

#include <QChar>

#include <algorithm>
#include <utility>

namespace vitrine {

namespace {

QString nameOf(char32_t c)
{
    static const std::pair<char32_t, const char*> names[] = { { 0, "NUL" }, { '\t', "TAB" }, { '\n', "LF" },
        { '\r', "CR" }, { 0x1b, "ESC" }, { ' ', "SP" }, { 0x7f, "DEL" }, { 0x85, "NEL" }, { 0xa0, "NBSP" },
        { 0xad, "SHY" }, { 0x200b, "ZWSP" }, { 0x200c, "ZWNJ" }, { 0x200d, "ZWJ" }, { 0x200e, "LRM" },
        { 0x200f, "RLM" }, { 0x2028, "LS" }, { 0x2029, "PS" }, { 0x202a, "LRE" }, { 0x202b, "RLE" }, { 0x202c, "PDF" },
        { 0x202d, "LRO" }, { 0x202e, "RLO" }, { 0x2060, "WJ" }, { 0x2066, "LRI" }, { 0x2067, "RLI" }, { 0x2068, "FSI" },
        { 0x2069, "PDI" }, { 0x3000, "IDSP" }, { 0xfeff, "BOM" } };
    const auto found
        = std::find_if(std::begin(names), std::end(names), [c](const auto& entry) { return entry.first == c; });
    if (found != std::end(names))
        return QLatin1String(found->second);
    return QStringLiteral("U+%1").arg(uint(c), 4, 16, QLatin1Char('0')).toUpper();
}

bool isInvisible(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
    case QChar::Separator_Space:
        return true;
    default:
        return c == 0xfe0f || c == 0xfe0e;
    }
}

/// True where an invisible character does its proper work between (or after) visible ones.
bool worksInside(char32_t c, char32_t before, char32_t after)
{
    const bool afterVisible = before != 0 && !isInvisible(before);
    const bool joined = before == 0xfe0f || before == 0xfe0e;
    if (c == 0xfe0f || c == 0xfe0e)
        return afterVisible;
    if (c == 0x200d || c == 0x200c)
        return (afterVisible || joined) && after != 0 && !isInvisible(after);
    if (c >= 0xe0020 && c <= 0xe007f) // tags of regional flags
        return before >= 0x1f000;
    return c == ' ' && afterVisible && after != 0 && !isInvisible(after);
}

/// As QString::toUcs4(), but lone surrogates stay what they are.
std::vector<char32_t> codePoints(const QString& text)
{
    std::vector<char32_t> points;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool pair = text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        points.push_back(pair ? QChar::surrogateToUcs4(text[i], text[i + 1]) : char32_t(text[i].unicode()));
        i += pair ? 1 : 0;
    }
    return points;
}

} // namespace

std::vector<VisibleRun> visibleRuns(const QString& text)
{
    std::vector<VisibleRun> runs;
    const std::vector<char32_t> points = codePoints(text);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const char32_t c = points[i];
        const char32_t before = i > 0 ? points[i - 1] : 0;
        const char32_t after = i + 1 < points.size() ? points[i + 1] : 0;
        if (isInvisible(c) && !worksInside(c, before, after)) {
            runs.push_back({ nameOf(c), true });
            continue;
        }
        if (runs.empty() || runs.back().boxed) {
            // A combining mark needs something to stand on.
            runs.push_back(
                { QChar::category(c) == QChar::Mark_NonSpacing ? QString(QChar(0x25cc)) : QString(), false });
        }
        runs.back().text += QString::fromUcs4(&c, 1);
    }
    return runs;
}

QString visibleText(const QString& text)
{
    QString line;
    bool rightToLeft = false;
    for (const VisibleRun& run : visibleRuns(text)) {
        line += run.boxed ? QStringLiteral("⟨%1⟩").arg(run.text) : run.text;
        rightToLeft = rightToLeft || (!run.boxed && run.text.isRightToLeft());
    }
    return rightToLeft ? QChar(0x2068) + line + QChar(0x2069) : line;
}

} // namespace vitrine
