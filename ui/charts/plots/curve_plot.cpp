// SPDX-License-Identifier: GPL-3.0-or-later
// The words of marks never lie on another or on another's line.
#include "ui/charts/plots/curve_plot.h"

#include "ui/charts/chart_text.h"
#include "ui/charts/plots/plot_style.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <qcustomplot.h>
#include <set>

namespace vitrine {

namespace {

constexpr double legendLine = 20;
constexpr double markRow = 17; // height of a row of marks' words
constexpr int markPadding = 4;

class PercentTicker : public QCPAxisTicker {
protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar, int) override
    {
        return locale.toString(tick * 100, 'g', 4) + QStringLiteral(" %");
    }
    /// There are no shares above 1, though the axis goes on to the words of marks.
    QVector<double> createTickVector(double step, const QCPRange& range) override
    {
        auto ticks = QCPAxisTicker::createTickVector(step, range);
        ticks.erase(
            std::remove_if(ticks.begin(), ticks.end(), [](double tick) { return tick > 1 + 1e-9; }), ticks.end());
        return ticks;
    }
};

/// Steps and the like: there is no tick between two of them.
class WholeTicker : public QCPAxisTicker {
protected:
    double getTickStep(const QCPRange& range) override
    {
        return std::max(1.0, std::floor(QCPAxisTicker::getTickStep(range)));
    }
};

bool areWhole(const CurveSet& set)
{
    return std::all_of(set.curves.begin(), set.curves.end(), [](const Curve& curve) {
        return std::all_of(curve.x.begin(), curve.x.end(), [](double x) { return x == std::floor(x); });
    });
}

QVector<double> finite(const std::vector<double>& values)
{
    QVector<double> list;
    for (const double value : values)
        list << (std::isfinite(value) ? value : qQNaN());
    return list;
}

/// Smallest and largest finite number of what `of` gives for every curve.
template <typename Of> std::pair<double, double> rangeOf(const CurveSet& set, Of of)
{
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (const auto& curve : set.curves) {
        for (const auto* values : of(curve)) {
            for (const double value : *values) {
                if (std::isfinite(value)) {
                    low = std::min(low, value);
                    high = std::max(high, value);
                }
            }
        }
    }
    return { low, high };
}

QColor withAlpha(QColor colour, double alpha)
{
    colour.setAlphaF(float(alpha));
    return colour;
}

void addBand(QCustomPlot& plot, const Curve& curve, const QColor& colour)
{
    if (curve.low.size() != curve.x.size() || curve.high.size() != curve.x.size())
        return;
    auto* low = plot.addGraph();
    auto* high = plot.addGraph();
    low->setData(finite(curve.x), finite(curve.low), true);
    high->setData(finite(curve.x), finite(curve.high), true);
    low->setPen(Qt::NoPen);
    high->setPen(Qt::NoPen);
    high->setBrush(withAlpha(colour, 0.16));
    high->setChannelFillGraph(low);
}

void addCurve(QCustomPlot& plot, const Curve& curve, const QColor& colour)
{
    auto* graph = plot.addGraph();
    graph->setData(finite(curve.x), finite(curve.y), true);
    const bool faint = curve.look == Curve::Look::Faint;
    graph->setPen(
        QPen(faint ? withAlpha(colour, 0.4) : colour, faint ? 1 : 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const double disc = curve.x.size() > 60 ? 3.5 : 5;
    if (curve.look == Curve::Look::Dots || curve.x.size() == 1)
        graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, colour, colour, disc));
}

QCPItemText* addText(QCustomPlot& plot, const QString& text, const QColor& colour)
{
    auto* item = new QCPItemText(&plot);
    item->setFont(chartFont(TextRole::Small, text));
    item->setColor(colour);
    item->setText(text);
    item->setClipToAxisRect(false);
    return item;
}

/// Above the axes, so that it never lies on a curve: a short stroke in each curve's colour and its name, in as many
/// lines as it takes. Returns its height.
int addLegend(QCustomPlot& plot, const Theme& theme, const CurveSet& set)
{
    constexpr double left = 8, stroke = 14, gap = 8, between = 18;
    double x = left, y = legendLine / 2;
    for (const auto& curve : set.curves) {
        if (curve.legend.isEmpty())
            continue;
        auto* line = new QCPItemLine(&plot);
        auto* name = addText(plot, curve.legend, theme.textMuted);
        const double width = stroke + gap + QFontMetricsF(name->font()).horizontalAdvance(curve.legend);
        if (x > left && x + width > plot.viewport().width()) {
            x = left;
            y += legendLine;
        }
        line->setClipToAxisRect(false);
        line->setPen(QPen(theme.*curve.colour, 2.5, Qt::SolidLine, Qt::RoundCap));
        for (auto* end : { line->start, line->end })
            end->setType(QCPItemPosition::ptAbsolute);
        line->start->setCoords(x, y);
        line->end->setCoords(x + stroke, y);
        name->position->setType(QCPItemPosition::ptAbsolute);
        name->position->setCoords(x + stroke + gap, y);
        name->setPositionAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        x += width + between;
    }
    return int(y + legendLine / 2);
}

/// Places of the marks' words on an axis that reaches from `range.lower` to `range.upper`.
std::vector<MarkLabel> markLabels(const QCustomPlot& plot, const CurveSet& set, const QCPRange& range)
{
    constexpr double axisLabels = 56; // about what numbers and margins take beside the axis
    const double room = std::max(plot.viewport().width() - axisLabels, 1.0);
    std::vector<double> lines, widths;
    for (const auto& mark : set.marks) {
        lines.push_back((mark.x - range.lower) / range.size() * room);
        widths.push_back(
            QFontMetricsF(chartFont(TextRole::Small, mark.text)).horizontalAdvance(mark.text) + 2 * markPadding);
    }
    return placeMarkLabels(lines, widths, room);
}

void addMarks(
    QCustomPlot& plot, const Theme& theme, const CurveSet& set, const std::vector<MarkLabel>& labels, double rowHeight)
{
    for (const auto& mark : set.marks) {
        auto* line = new QCPItemStraightLine(&plot);
        line->setPen(QPen(theme.*mark.colour, 1, Qt::DashLine));
        for (auto* end : { line->point1, line->point2 })
            end->setTypeY(QCPItemPosition::ptAxisRectRatio);
        line->point1->setCoords(mark.x, 0);
        line->point2->setCoords(mark.x, 1);
    }
    for (std::size_t i = 0; i < set.marks.size(); ++i) { // after all lines, above them
        const auto& mark = set.marks[i];
        auto* text = addText(plot, mark.text, theme.*mark.colour);
        text->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        text->position->setCoords(mark.x, labels[i].row * rowHeight);
        text->setPositionAlignment((labels[i].isLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignTop);
        text->setPadding(QMargins(markPadding, 1, markPadding, 1));
        text->setBrush(withAlpha(theme.surface, 0.85)); // curves pass below it
    }
}

/// The set with every x where it stands on the axis.
CurveSet placed(const CurveSet& set)
{
    CurveSet result = set;
    for (auto& curve : result.curves) {
        for (auto& x : curve.x)
            x = placeOf(set, x);
    }
    for (auto& mark : result.marks)
        mark.x = placeOf(set, mark.x);
    return result;
}

/// A tick at every value, except where two would touch.
QSharedPointer<QCPAxisTicker> tickerAtValues(const CurveSet& set, const QCPRange& range)
{
    std::set<double> values;
    for (const auto& curve : set.curves)
        values.insert(curve.x.begin(), curve.x.end());
    const auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    double last = -HUGE_VAL;
    for (const double value : values) {
        const double place = placeOf(set, value);
        if (place - last < 0.08 * range.size())
            continue;
        ticker->addTick(place, QLocale().toString(value, 'g', 4));
        last = place;
    }
    return ticker;
}

struct Taken {
    double left;
    double right;
    int row;
};

constexpr int maxRows = 3;

} // namespace

double placeOf(const CurveSet& set, double x)
{
    if (!set.isLogarithmic)
        return x;
    double smallest = HUGE_VAL;
    for (const auto& curve : set.curves) {
        for (const double value : curve.x)
            smallest = value > 0 ? std::min(smallest, value) : smallest;
    }
    return x > 0 ? std::log10(x) : std::isfinite(smallest) ? std::log10(smallest) - 0.35 : 0;
}

void fillCurvePlot(QCustomPlot& plot, const Theme& theme, const CurveSet& given)
{
    const CurveSet set = placed(given);
    plot.clearPlottables();
    plot.clearItems();
    stylePlot(plot, theme);
    plot.setLocale(QLocale());
    const auto [left, right] = rangeOf(set, [](const Curve& curve) { return std::vector { &curve.x }; });
    const auto [low, high]
        = rangeOf(set, [](const Curve& curve) { return std::vector { &curve.y, &curve.low, &curve.high }; });
    const auto [bottom, top] = paddedRange(low, high);
    const double air = right > left ? 0.02 * (right - left) : 1;
    plot.xAxis->setRange(left - air, right + air);
    const double floor = set.isShare ? std::max(bottom, -0.02) : bottom;
    const double ceiling = set.isShare ? std::min(top, 1.02) : top;
    const auto labels = markLabels(plot, set, plot.xAxis->range());
    int rows = 0; // of the marks' words, which stand above the curves
    for (const auto& label : labels)
        rows = std::max(rows, label.row + 1);
    const int legendHeight = addLegend(plot, theme, set);
    constexpr double belowTheAxis = 48;
    const double row
        = markRow / std::max(plot.viewport().height() - legendHeight - belowTheAxis, 4 * markRow); // share of the axis
    plot.yAxis->setRange(floor, floor + (ceiling - floor) / (1 - rows * row));
    if (set.isShare)
        plot.yAxis->setTicker(QSharedPointer<PercentTicker>::create());
    plot.xAxis->setTicker(set.isLogarithmic ? tickerAtValues(given, plot.xAxis->range())
            : areWhole(set)                 ? QSharedPointer<WholeTicker>::create()
                                            : QSharedPointer<QCPAxisTicker>::create());
    for (auto* axis : { plot.xAxis, plot.yAxis }) {
        axis->ticker()->setTickCount(5);
        axis->setNumberFormat(QStringLiteral("gb"));
        axis->setNumberPrecision(4);
    }
    plot.xAxis->setLabel(set.xTitle);
    plot.yAxis->setLabel(set.yTitle);
    for (const auto& curve : set.curves)
        addBand(plot, curve, theme.*curve.colour);
    for (const auto& curve : set.curves)
        addCurve(plot, curve, theme.*curve.colour);
    addMarks(plot, theme, set, labels, row);
    plot.axisRect()->setMinimumMargins(QMargins(0, legendHeight + 10, 8, 0));
}

std::vector<MarkLabel> placeMarkLabels(const std::vector<double>& lines, const std::vector<double>& widths, double room)
{
    std::vector<MarkLabel> labels;
    std::vector<Taken> taken;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto spanAt = [&](bool isLeft, int row) {
            return Taken { isLeft ? lines[i] - widths[i] : lines[i], isLeft ? lines[i] : lines[i] + widths[i], row };
        };
        const auto isFree = [&](const Taken& span) {
            if (span.left < 0 || span.right > room)
                return false;
            const bool onLine
                = std::any_of(lines.begin(), lines.end(), [&](double x) { return x > span.left && x < span.right; });
            return !onLine && std::none_of(taken.begin(), taken.end(), [&](const Taken& other) {
                return other.row == span.row && other.left < span.right && span.left < other.right;
            });
        };
        const bool preferred = lines[i] > room / 2;
        MarkLabel best { preferred,
            int(std::min(i, std::size_t(maxRows - 1))) }; // of lines that stand too close: a row each
        bool found = false;
        for (int row = 0; row < maxRows && !found; ++row) {
            for (const bool isLeft : { preferred, !preferred }) {
                if (!found && isFree(spanAt(isLeft, row))) {
                    best = { isLeft, row };
                    found = true;
                }
            }
        }
        taken.push_back(spanAt(best.isLeft, best.row));
        labels.push_back(best);
    }
    return labels;
}

} // namespace vitrine
