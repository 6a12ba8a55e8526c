// SPDX-License-Identifier: GPL-3.0-or-later
// Breaks lines where the text allows it: at spaces and between Han characters, but not before closing punctuation.
#include "ui/charts/tokens/token_layout.h"

#include "ui/charts/chart_text.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace vitrine {

namespace {

constexpr double space = 6; // where the text has white space
constexpr double seam = 2; // where it has none
constexpr double barGap = 4;
constexpr double barHeight = 3;
constexpr double rowGap = 8;
constexpr double widePadding = 5; // left and right of the text
constexpr double narrowPadding = 4; // of Han characters, which bring their own
constexpr double segmentGap = 8; // above the second text of a pair

bool closes(const QString& text)
{
    if (text.isEmpty())
        return false;
    const auto category = text.at(0).category();
    return category == QChar::Punctuation_Close || category == QChar::Punctuation_FinalQuote
        || category == QChar::Punctuation_Other;
}

bool mustBreakBefore(const ScoredCell& before, const ScoredCell& cell)
{
    return cell.group.lineBreakBefore || (cell.group.inPair != before.group.inPair && !before.group.special)
        || (cell.group.inPair && !before.group.inPair);
}

} // namespace

TokenLayout::TokenLayout(const ScoredText& text, double width)
{
    const QFontMetricsF token(chartFont(TextRole::Token));
    const QFontMetricsF small(chartFont(TextRole::Small));
    const double cellHeight = std::ceil(token.height() + 6);
    const double chipHeight = std::ceil(small.height() + 2);
    const double pitch = cellHeight + barGap + barHeight + rowGap;
    const auto& cells = text.cells();
    m_cells.resize(cells.size());

    std::vector<double> widths(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const bool chip = cells[i].group.special;
        m_cells[i].chip = chip;
        m_cells[i].content = contentOf(cells[i].text, chip, std::max(width - 2 * widePadding, 16.0));
        const CellContent& content = m_contents[std::size_t(m_cells[i].content)];
        widths[i] = std::max(content.width + 2 * (content.han && !chip ? narrowPadding : widePadding), 10.0);
    }
    const auto mayBreakBefore = [&](std::size_t i) {
        if (cells[i].group.spaceBefore || cells[i].group.special || cells[i - 1].group.special)
            return true;
        const CellContent& before = m_contents[std::size_t(m_cells[i - 1].content)];
        const CellContent& content = m_contents[std::size_t(m_cells[i].content)];
        return !content.closes && (content.han || before.han);
    };

    double x = 0, y = 0;
    const auto startRow = [&](std::size_t first, double extra) {
        if (!m_rowStart.empty())
            y += pitch + extra;
        x = 0;
        m_rowStart.push_back(int(first));
    };
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const bool first = i == 0;
        double gap = first
            ? 0
            : (cells[i].group.spaceBefore || cells[i].group.special || cells[i - 1].group.special ? space : seam);
        const bool forced = !first && mustBreakBefore(cells[i - 1], cells[i]);
        if (first || forced) {
            startRow(i, forced && cells[i].group.segment != cells[i - 1].group.segment ? segmentGap : 0);
            gap = 0;
        } else {
            // The whole run up to the next place to break has to fit, unless it is longer than a row.
            double run = widths[i];
            if (mayBreakBefore(i)) {
                for (std::size_t j = i + 1; j < cells.size() && run <= width && !mayBreakBefore(j); ++j)
                    run += seam + widths[j];
                run = run > width ? widths[i] : run;
            }
            if (x + gap + run > width) {
                startRow(i, 0);
                gap = 0;
            }
        }
        x += gap;
        PlacedCell& cell = m_cells[i];
        const double height = cell.chip ? chipHeight : cellHeight;
        const double top = y + (cellHeight - height) / 2;
        cell.box = QRectF(x, top, widths[i], height);
        const QFontMetricsF& metrics = cell.chip ? small : token;
        cell.baseline = std::round(top + (height - metrics.height()) / 2 + metrics.ascent());
        cell.bar = QRectF(x + 3, y + cellHeight + barGap, std::max(widths[i] - 6, 4.0), barHeight);
        x += widths[i];
    }
    m_height = m_rowStart.empty() ? 0 : y + pitch - rowGap;
}

int TokenLayout::contentOf(const QString& text, bool chip, double available)
{
    const std::pair key(text, chip);
    const auto known = m_known.constFind(key);
    if (known != m_known.constEnd())
        return *known;
    CellContent content { visibleRuns(text), {}, 0, containsHan(text), closes(text) };
    const QFontMetricsF boxed(chartFont(TextRole::Small));
    for (VisibleRun& run : content.runs) {
        const QFontMetricsF metrics(chartFont(chip || run.boxed ? TextRole::Small : TextRole::Token, run.text));
        double runWidth = metrics.horizontalAdvance(run.text) + (run.boxed ? 8 : 0);
        // Only a single word longer than a row is shortened; the table and the copy keep all of it.
        if (runWidth > available && !run.boxed) {
            run.text = metrics.elidedText(run.text, Qt::ElideMiddle, available);
            runWidth = metrics.horizontalAdvance(run.text);
        }
        content.widths.push_back(runWidth);
        content.width += runWidth;
    }
    m_contents.push_back(std::move(content));
    m_known.insert(key, int(m_contents.size()) - 1);
    return int(m_contents.size()) - 1;
}

int TokenLayout::rowOf(int cell) const
{
    return int(std::upper_bound(m_rowStart.begin(), m_rowStart.end(), cell) - m_rowStart.begin()) - 1;
}

std::pair<int, int> TokenLayout::cellsBetween(double top, double bottom) const
{
    const auto bottomOf = [this](int first) { return m_cells[std::size_t(first)].bar.bottom() + rowGap; };
    const auto from
        = std::partition_point(m_rowStart.begin(), m_rowStart.end(), [&](int first) { return bottomOf(first) < top; });
    const auto to = std::partition_point(
        from, m_rowStart.end(), [&](int first) { return m_cells[std::size_t(first)].box.top() - 4 <= bottom; });
    return { from == m_rowStart.end() ? int(m_cells.size()) : *from,
        to == m_rowStart.end() ? int(m_cells.size()) : *to };
}

int TokenLayout::cellAt(const QPointF& position) const
{
    const auto [from, to] = cellsBetween(position.y(), position.y());
    for (int i = from; i < to; ++i) {
        const PlacedCell& cell = m_cells[std::size_t(i)];
        // The bar belongs to the cell; the seams on both sides too, so that the pointer never falls between two cells.
        if (cell.box.united(cell.bar).adjusted(-1, -1, 1, 2).contains(position))
            return i;
    }
    return -1;
}

int TokenLayout::cellInRow(int cell, int step) const
{
    if (cell < 0 || std::size_t(cell) >= m_cells.size())
        return m_cells.empty() ? -1 : 0;
    const int row = std::clamp(rowOf(cell) + step, 0, int(m_rowStart.size()) - 1);
    if (row == rowOf(cell))
        return cell;
    const int end = std::size_t(row) + 1 < m_rowStart.size() ? m_rowStart[std::size_t(row) + 1] : int(m_cells.size());
    const double middle = m_cells[std::size_t(cell)].box.center().x();
    int best = m_rowStart[std::size_t(row)];
    const auto distance = [&](int i) { return std::abs(m_cells[std::size_t(i)].box.center().x() - middle); };
    for (int i = best + 1; i < end; ++i)
        best = distance(i) < distance(best) ? i : best;
    return best;
}

} // namespace vitrine
