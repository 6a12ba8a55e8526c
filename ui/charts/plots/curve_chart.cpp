// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plots/curve_chart.h"

#include "ui/charts/chart_text.h"
#include "ui/charts/plots/curve_plot.h"
#include "ui/charts/plots/plot_style.h"
#include "ui/widgets/layouts.h"

#include <qcustomplot.h>

#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace vitrine {

CurveChart::CurveChart(const QString& title, Source source, QWidget* parent)
    : Chart(parent)
    , m_source(std::move(source))
    , m_plot(new QCustomPlot(this))
{
    setAccessibleName(title);
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->setAccessibleName(tr("Drawing of the curves"));
    m_plot->setMouseTracking(true);
    m_plot->installEventFilter(this);
    leaveWheelToPage(m_plot);
    setResult({});
}

void CurveChart::setResult(const AnyResult& result)
{
    m_set = m_source(result);
    replot();
}

bool CurveChart::hasCurves() const
{
    return std::any_of(m_set.curves.begin(), m_set.curves.end(), [](const Curve& curve) {
        return std::any_of(curve.y.begin(), curve.y.end(), [](double value) { return std::isfinite(value); });
    });
}

const Curve* CurveChart::curve(const QString& name) const
{
    const auto found
        = std::find_if(m_set.curves.begin(), m_set.curves.end(), [&](const Curve& one) { return one.name == name; });
    return found == m_set.curves.end() ? nullptr : &*found;
}

TableData CurveChart::table() const
{
    TableData table { { QStringLiteral("curve"), QStringLiteral("x"), QStringLiteral("y"), QStringLiteral("low"),
                          QStringLiteral("high") },
        {} };
    for (const auto& curve : m_set.curves) {
        const bool hasBand = curve.low.size() == curve.x.size() && curve.high.size() == curve.x.size();
        for (std::size_t i = 0; i < curve.x.size(); ++i)
            table.rows.push_back({ curve.name, exactNumber(curve.x[i]), exactNumber(curve.y[i]),
                hasBand ? exactNumber(curve.low[i]) : QString(), hasBand ? exactNumber(curve.high[i]) : QString() });
    }
    return table;
}

QString CurveChart::reading(double x) const
{
    QStringList lines;
    for (const auto& curve : m_set.curves) {
        if (curve.legend.isEmpty() || curve.x.empty())
            continue;
        const auto nearest = std::min_element(curve.x.begin(), curve.x.end(),
            [&](double a, double b) { return std::abs(placeOf(m_set, a) - x) < std::abs(placeOf(m_set, b) - x); });
        const double value = curve.y[std::size_t(nearest - curve.x.begin())];
        const auto number = m_set.isShare ? QLocale().toString(value * 100, 'f', 1) + QStringLiteral(" %")
                                          : plainNumber(value, std::min(decimalsFor(std::abs(value)) + 1, 12));
        lines << tr("%1 %2 · %3: %4").arg(m_set.xName, QLocale().toString(*nearest, 'g', 6), curve.legend, number);
    }
    return lines.join(QLatin1Char('\n'));
}

void CurveChart::replot()
{
    setAccessibleDescription(summary());
    m_plot->setVisible(hasCurves());
    if (hasCurves()) {
        fillCurvePlot(*m_plot, currentTheme(), m_set);
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    }
    update();
}

QSizeF CurveChart::figureSize(double width) const
{
    return { width, hasCurves() ? std::clamp(width * 0.6, 160.0, 264.0) : 96.0 };
}

void CurveChart::paintFigure(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    if (hasCurves())
        paintPlot(painter, area, theme,
            [this](QCustomPlot& plot, const Theme& inTheme) { fillCurvePlot(plot, inTheme, m_set); });
    else
        paintEmptyState(painter, area, summary(), theme);
}

void CurveChart::paintEvent(QPaintEvent*)
{
    if (!hasCurves()) {
        QPainter painter(this);
        paintEmptyState(painter, rect(), summary(), currentTheme());
    }
}

void CurveChart::resizeEvent(QResizeEvent*)
{
    m_plot->setGeometry(rect());
    replot(); // the legend has as many lines as the width needs
}

bool CurveChart::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::MouseMove && hasCurves()) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        QToolTip::showText(
            mouse->globalPosition().toPoint(), reading(m_plot->xAxis->pixelToCoord(mouse->position().x())), m_plot);
    }
    return Chart::eventFilter(watched, event);
}

void CurveChart::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        replot();
    Chart::changeEvent(event);
}

} // namespace vitrine
