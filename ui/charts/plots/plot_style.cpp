// SPDX-License-Identifier: GPL-3.0-or-later
// One look for all plots.
#include "ui/charts/plots/plot_style.h"

#include "ui/charts/chart_text.h"

#include <qcustomplot.h>

#include <QPicture>

#include <cmath>

namespace vitrine {

namespace {

/// Numbers with a true minus sign, like everywhere else.
class ScoreTicker : public QCPAxisTicker {
protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override
    {
        QString label = QCPAxisTicker::getTickLabel(tick, locale, format, precision);
        return label.replace(QLatin1Char('-'), QChar(0x2212));
    }
};

} // namespace

void stylePlot(QCustomPlot& plot, const Theme& theme)
{
    plot.setBackground(QBrush(theme.surface));
    plot.setAntialiasedElements(QCP::aeAll);
    plot.setNoAntialiasingOnDrag(false);
    for (QCPAxis* axis : { plot.xAxis, plot.yAxis }) {
        axis->setBasePen(Qt::NoPen);
        axis->setTickPen(QPen(Qt::transparent)); // with Qt::NoPen a tick of length 0 is a black dot in vector files
        axis->setSubTickPen(QPen(Qt::transparent));
        axis->setTickLength(0);
        axis->setSubTicks(false);
        axis->setTickLabelFont(chartFont(TextRole::Small));
        axis->setTickLabelColor(theme.textMuted);
        axis->setTickLabelPadding(8);
        axis->setLabelFont(chartFont(TextRole::Small));
        axis->setLabelColor(theme.textMuted);
        axis->grid()->setPen(QPen(theme.grid, 1));
        axis->grid()->setZeroLinePen(QPen(theme.grid, 1));
        axis->grid()->setSubGridVisible(false);
    }
    plot.xAxis->grid()->setVisible(false);
    plot.yAxis->setTicker(QSharedPointer<ScoreTicker>::create());
}

std::pair<double, double> paddedRange(double low, double high)
{
    if (!std::isfinite(low) || !std::isfinite(high) || low > high)
        return { -1, 1 };
    if (low == high) {
        const double air = std::max(std::abs(low) * 0.1, 1e-3);
        return { low - air, high + air };
    }
    const double air = 0.06 * (high - low);
    return { low - air, high + air };
}

void paintPlot(QPainter& painter, const QRectF& area, const Theme& theme,
    const std::function<void(QCustomPlot&, const Theme&)>& fill)
{
    // QCustomPlot paints with its own painter class only; a QPicture carries the strokes over, still as vectors.
    QCustomPlot plot;
    const QSize size(int(std::lround(area.width())), int(std::lround(area.height())));
    plot.resize(size);
    plot.setViewport(QRect(QPoint(), size));
    fill(plot, theme);
    QPicture picture;
    {
        QCPPainter recorder(&picture);
        recorder.setMode(QCPPainter::pmVectorized);
        recorder.setMode(QCPPainter::pmNoCaching);
        plot.toPainter(&recorder, size.width(), size.height());
    }
    painter.save();
    painter.translate(area.topLeft());
    painter.setRenderHint(QPainter::Antialiasing);
    // Playing scales by the ratio of resolutions, which our own scale already contains.
    painter.scale(double(picture.logicalDpiX()) / painter.device()->logicalDpiX(),
        double(picture.logicalDpiY()) / painter.device()->logicalDpiY());
    picture.play(&painter);
    painter.restore();
}

} // namespace vitrine
