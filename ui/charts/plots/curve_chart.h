// SPDX-License-Identifier: GPL-3.0-or-later
// Curves with bands and a legend: one widget for everything that runs over steps or sizes.
#pragma once

#include "ui/charts/chart.h"
#include "ui/charts/plots/curve_set.h"

#include <functional>

class QCustomPlot;

namespace vitrine {

/// What it shows is up to `source`, which turns a result into curves; an empty set for one it cannot show.
class CurveChart : public Chart {
    Q_OBJECT
public:
    using Source = std::function<CurveSet(const AnyResult& result)>;

    CurveChart(const QString& title, Source source, QWidget* parent = nullptr);

    void setResult(const AnyResult& result) override;
    void setTokenDisplay(const TokenDisplay&) override { }
    void setSelection(Selection*) override { }
    QSizeF figureSize(double width) const override;
    void paintFigure(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    /// Every value of every curve, a row each.
    TableData table() const override;
    QString summary() const override { return m_set.summary; }

    const CurveSet& curves() const { return m_set; }
    /// The curve called `name`; null when there is none.
    const Curve* curve(const QString& name) const;
    /// What the mouse reads at the place `x` of the axis: the nearest value of every curve in the legend.
    QString reading(double x) const;

    QSize sizeHint() const override { return { 320, 232 }; }
    QSize minimumSizeHint() const override { return { 200, 160 }; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    bool hasCurves() const;
    void replot();

    Source m_source;
    CurveSet m_set;
    QCustomPlot* m_plot;
};

} // namespace vitrine
