// SPDX-License-Identifier: GPL-3.0-or-later
// The explained quantity along the path from baseline to input: where the difference arises and where it was evaluated.
#pragma once

#include "core/results/attribution.h"
#include "ui/charts/chart.h"

class QCustomPlot;

namespace vitrine {

/// Shows Attribution::path; empty for methods without a path.
class PathChart : public Chart {
    Q_OBJECT
public:
    explicit PathChart(QWidget* parent = nullptr);

    void setResult(const AnyResult& result) override;
    void setTokenDisplay(const TokenDisplay&) override { }
    void setSelection(Selection*) override { }
    QSizeF figureSize(double width) const override;
    void paintFigure(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    TableData table() const override;
    QString summary() const override;

    /// "Δ = 4.469", or an empty string when there is nothing to say.
    QString differenceNote() const;
    /// F at evaluation `point`; NaN when there is none.
    double valueAt(int point) const;
    int points() const;

    QSize sizeHint() const override { return { 280, 232 }; }
    QSize minimumSizeHint() const override { return { 200, 160 }; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    bool hasPath() const;
    QString emptySentence() const;
    void fill(QCustomPlot& plot, const Theme& theme) const;
    void replot();

    std::shared_ptr<const Attribution> m_attribution;
    QCustomPlot* m_plot = nullptr;
};

} // namespace vitrine
