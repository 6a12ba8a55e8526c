// SPDX-License-Identifier: GPL-3.0-or-later
// Bars in the colours of the token strip, whiskers from the certificate, labels that never run into each other.
#include "ui/charts/plots/bar_chart.h"

#include "ui/charts/chart_text.h"
#include "ui/charts/plots/plot_style.h"
#include "ui/support/colour_map.h"
#include "ui/support/visible_text.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace vitrine {

namespace {

struct Bar {
    double value;
    double error; ///< < 0: none
    QString label;
};

std::vector<Bar> barsOf(const ScoredText& text, const std::vector<int>& order)
{
    std::vector<Bar> bars;
    for (const int index : order) {
        const ScoredCell& cell = text.cells()[std::size_t(index)];
        bars.push_back({ cell.score, text.errorOf(cell), visibleText(cell.text) });
    }
    return bars;
}

/// QCPBars has one brush for all bars; this one colours each by its value.
class ScoreBars : public QCPBars {
public:
    ScoreBars(QCustomPlot& plot, const Theme& theme, std::vector<Bar> bars, double limit)
        : QCPBars(plot.xAxis, plot.yAxis)
        , m_theme(theme)
        , m_bars(std::move(bars))
        , m_limit(limit)
    {
        setWidth(m_bars.size() > 60 ? 0.92 : 0.74);
        setWidthType(wtPlotCoords);
        for (std::size_t i = 0; i < m_bars.size(); ++i)
            addData(double(i), std::isfinite(m_bars[i].value) ? m_bars[i].value : qQNaN());
    }

protected:
    void draw(QCPPainter* painter) override
    {
        applyDefaultAntialiasingHint(painter);
        const ColourMap& map = ColourMap::signedMap(m_theme);
        for (std::size_t i = 0; i < m_bars.size(); ++i) {
            const Bar& bar = m_bars[i];
            if (!std::isfinite(bar.value))
                continue;
            const QRectF box = getBarRect(double(i), bar.value).normalized();
            painter->setPen(Qt::NoPen);
            painter->setBrush(QColor(map.at(bar.value, -m_limit, m_limit)));
            // A bar of middle colour on the surface needs its edge.
            if (std::abs(bar.value) < 0.15 * m_limit && box.width() > 3)
                painter->setPen(QPen(m_theme.grid, 1));
            const double radius = box.width() > 5 && box.height() > 3 ? 1.5 : 0;
            painter->drawRoundedRect(box, radius, radius);
            drawWhisker(painter, double(i), bar, box.width());
        }
    }

private:
    void drawWhisker(QCPPainter* painter, double position, const Bar& bar, double width) const
    {
        if (bar.error <= 0 || !std::isfinite(bar.error))
            return;
        const double x = mKeyAxis->coordToPixel(position);
        const double top = mValueAxis->coordToPixel(bar.value + bar.error),
                     bottom = mValueAxis->coordToPixel(bar.value - bar.error);
        if (bottom - top < 5) // its strokes would run into one
            return;
        const double half = std::clamp(width / 4, 1.0, 4.0);
        painter->setPen(QPen(m_theme.text, 1));
        painter->drawLine(QLineF(x, top, x, bottom));
        painter->drawLine(QLineF(x - half, top, x + half, top));
        painter->drawLine(QLineF(x - half, bottom, x + half, bottom));
    }

    Theme m_theme;
    std::vector<Bar> m_bars;
    double m_limit;
};

/// Tick labels of our own: each turned by 65°, as many as fit, the selected one always and in bold.
class TokenLabels : public QCPLayerable {
public:
    TokenLabels(QCustomPlot& plot, const Theme& theme, std::vector<Bar> bars, int selected)
        : QCPLayerable(&plot, QStringLiteral("axes"))
        , m_theme(theme)
        , m_bars(std::move(bars))
        , m_selected(selected)
    {
    }

    static constexpr double room = 72; // length of the longest label

    double depth() const
    {
        const QFontMetricsF metrics(chartFont(TextRole::Small));
        double longest = 0;
        for (const Bar& bar : m_bars)
            longest = std::max(longest, std::min(metrics.horizontalAdvance(bar.label), room));
        return longest * std::sin(angle * M_PI / 180) + metrics.height() + 4;
    }

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(true); }

    void draw(QCPPainter* painter) override
    {
        const QRect axes = mParentPlot->axisRect()->rect();
        const double pitch = m_bars.empty() ? 0 : axes.width() / double(m_bars.size());
        // A little smaller before any is left out.
        m_size = std::clamp(int(pitch * 0.94), 9, chartFont(TextRole::Small).pixelSize());
        const double line = m_size * 1.06;
        const int step = std::max(1, int(std::ceil(line / std::max(pitch, 1e-6))));
        for (std::size_t i = 0; i < m_bars.size(); ++i) {
            const bool selected = int(i) == m_selected;
            // Next to the selected label its neighbours make way where there is no room for both.
            const bool inTheWay = m_selected >= 0 && !selected && pitch * std::abs(double(i) - m_selected) < line;
            if (!selected && (int(i) % step != 0 || inTheWay))
                continue;
            drawLabel(
                painter, mParentPlot->xAxis->coordToPixel(double(i)), axes.bottom() + 8, m_bars[i].label, selected);
        }
    }

private:
    static constexpr double angle = 65;

    void drawLabel(QCPPainter* painter, double x, double y, const QString& label, bool selected) const
    {
        QFont font = chartFont(TextRole::Small, label);
        font.setWeight(selected ? QFont::Bold : QFont::Normal);
        font.setPixelSize(m_size);
        const QFontMetricsF metrics(font);
        const QString text = metrics.elidedText(label, Qt::ElideRight, room);
        painter->save();
        painter->setFont(font);
        painter->setPen(selected ? m_theme.text : m_theme.textMuted);
        if (containsHan(text) && text.size() <= 2) {
            // Single characters stand upright.
            painter->drawText(QPointF(x - metrics.horizontalAdvance(text) / 2, y + metrics.ascent() - 2), text);
        } else {
            painter->translate(x, y);
            painter->rotate(-angle);
            painter->drawText(QPointF(-metrics.horizontalAdvance(text), metrics.capHeight() / 2 + 1), text);
        }
        painter->restore();
    }

    Theme m_theme;
    std::vector<Bar> m_bars;
    int m_selected;
    int m_size = 12; // pixels, from the room between two bars
};

QString labelsName() { return QStringLiteral("tokenLabels"); }

} // namespace

void fillBarPlot(
    QCustomPlot& plot, const Theme& theme, const ScoredText& text, const std::vector<int>& order, int selected)
{
    plot.clearPlottables();
    delete plot.findChild<QCPLayerable*>(labelsName());
    stylePlot(plot, theme);
    const std::vector<Bar> bars = barsOf(text, order);
    double low = 0, high = 0;
    for (const Bar& bar : bars) {
        if (std::isfinite(bar.value)) {
            const double error = bar.error > 0 && std::isfinite(bar.error) ? bar.error : 0;
            low = std::min(low, bar.value - error);
            high = std::max(high, bar.value + error);
        }
    }
    const auto [bottom, top] = low == high ? std::pair(-1.0, 1.0) : paddedRange(low, high);
    plot.yAxis->setRange(bottom, top);
    plot.xAxis->setRange(-0.6, std::max(double(bars.size()) - 0.4, 0.6));
    plot.xAxis->setTickLabels(false);
    plot.yAxis->ticker()->setTickCount(4);
    plot.yAxis->grid()->setZeroLinePen(QPen(theme.textMuted, 1));
    plot.yAxis->setNumberFormat(QStringLiteral("gb"));
    plot.yAxis->setNumberPrecision(3);
    plot.setLocale(QLocale());

    new ScoreBars(plot, theme, bars, text.limit()); // the plot owns it
    auto* labels = new TokenLabels(plot, theme, bars, selected);
    labels->setObjectName(labelsName());
    plot.axisRect()->setAutoMargins(QCP::msLeft | QCP::msTop | QCP::msRight);
    plot.axisRect()->setMinimumMargins(QMargins(0, 8, 8, 0));
    plot.axisRect()->setMargins(QMargins(0, 8, 8, int(std::ceil(labels->depth())) + 8));
}

} // namespace vitrine
