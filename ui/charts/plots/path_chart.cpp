// SPDX-License-Identifier: GPL-3.0-or-later
// A line with a disc at every evaluation, straight between them: nothing is known there.
#include "ui/charts/plots/path_chart.h"

#include "ui/charts/chart_text.h"
#include "ui/charts/plots/plot_style.h"
#include "ui/widgets/layouts.h"

#include <qcustomplot.h>

#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace vitrine {

PathChart::PathChart(QWidget* parent)
    : Chart(parent)
    , m_plot(new QCustomPlot(this))
{
    setObjectName(QStringLiteral("pathChart"));
    setAccessibleName(tr("Path from baseline to input"));
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->setAccessibleName(tr("Drawing of the path"));
    m_plot->setMouseTracking(true);
    m_plot->installEventFilter(this);
    leaveWheelToPage(m_plot);
    replot();
}

void PathChart::setResult(const AnyResult& result)
{
    m_attribution = result.as<Attribution>();
    replot();
}

int PathChart::points() const
{
    return m_attribution ? int(std::min(m_attribution->path.alpha.size(), m_attribution->path.value.size())) : 0;
}

bool PathChart::hasPath() const
{
    for (int i = 0; i < points(); ++i) {
        if (std::isfinite(valueAt(i)))
            return true;
    }
    return false;
}

double PathChart::valueAt(int point) const
{
    return point >= 0 && point < points() ? m_attribution->path.value[std::size_t(point)] : std::nan("");
}

QString PathChart::emptySentence() const
{
    if (!m_attribution)
        return tr("The way from the baseline to the text appears here.");
    return points() > 0 ? tr("No value on the path is a finite number.")
                        : tr("This method walks no path; integrated gradients does.");
}

QString PathChart::differenceNote() const
{
    if (!m_attribution || !m_attribution->certificate || !hasPath())
        return {};
    const double difference = m_attribution->certificate->difference;
    return tr("Δ = %1").arg(plainNumber(difference, std::min(decimalsFor(std::abs(difference)) + 1, 12)));
}

QString PathChart::summary() const
{
    if (!hasPath())
        return emptySentence();
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (int i = 0; i < points(); ++i) {
        if (std::isfinite(valueAt(i))) {
            low = std::min(low, valueAt(i));
            high = std::max(high, valueAt(i));
        }
    }
    const int decimals = decimalsFor(std::max(std::abs(low), std::abs(high)));
    return tr("The %1 along the path at %2 points; smallest %3, largest %4.")
        .arg(QString::fromStdString(m_attribution->target.quantity), QString::number(points()),
            plainNumber(low, decimals), plainNumber(high, decimals));
}

TableData PathChart::table() const
{
    TableData table { { QStringLiteral("alpha"), QStringLiteral("value") }, {} };
    for (int i = 0; i < points(); ++i)
        table.rows.push_back({ exactNumber(m_attribution->path.alpha[std::size_t(i)]), exactNumber(valueAt(i)) });
    return table;
}

void PathChart::fill(QCustomPlot& plot, const Theme& theme) const
{
    plot.clearPlottables();
    plot.clearItems();
    stylePlot(plot, theme);
    QVector<double> alpha, value;
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (int i = 0; i < points(); ++i) {
        const double v = valueAt(i);
        alpha << m_attribution->path.alpha[std::size_t(i)];
        value << (std::isfinite(v) ? v : qQNaN());
        if (std::isfinite(v)) {
            low = std::min(low, v);
            high = std::max(high, v);
        }
    }
    const auto [bottom, top] = paddedRange(low, high);
    plot.xAxis->setRange(-0.02, 1.02);
    plot.yAxis->setRange(bottom, top);
    plot.yAxis->ticker()->setTickCount(5);
    plot.yAxis->setNumberFormat(QStringLiteral("gb"));
    plot.yAxis->setNumberPrecision(4);
    plot.setLocale(QLocale());

    const auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    plot.xAxis->setTicker(ticker); // no ticks: the ends are named by the two texts below, aligned with the axis

    const auto name = [&](double x, Qt::Alignment alignment, const QString& text) {
        auto* item = new QCPItemText(&plot);
        item->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
        item->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        item->position->setAxisRect(plot.axisRect());
        item->position->setCoords(x, 1);
        item->setPositionAlignment(alignment | Qt::AlignTop);
        item->setPadding(QMargins(0, 8, 0, 0));
        item->setFont(chartFont(TextRole::Small));
        item->setColor(theme.textMuted);
        item->setText(text);
        item->setClipToAxisRect(false);
    };
    name(0, Qt::AlignLeft, tr("baseline"));
    name(1, Qt::AlignRight, tr("input"));

    const int evaluations = m_attribution && m_attribution->certificate ? m_attribution->certificate->evaluations : 0;
    const QString quantity = m_attribution ? QString::fromStdString(m_attribution->target.quantity) : QString();
    const QString count = evaluations == 1 ? tr("1 evaluation") : tr("%1 evaluations").arg(evaluations);
    plot.xAxis->setLabel(
        tr("%1 along the path").arg(quantity) + (evaluations > 0 ? QStringLiteral(" · ") + count : QString()));
    plot.xAxis->setLabelPadding(int(QFontMetricsF(chartFont(TextRole::Small)).height()) + 10);

    auto* graph = plot.addGraph();
    graph->setPen(QPen(theme.accent, 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const double disc = points() > 200 ? 2 : points() > 60 ? 3.5 : 5;
    graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, theme.accent, theme.accent, disc));
    graph->setData(alpha, value, true);
    plot.axisRect()->setMinimumMargins(QMargins(0, 8, 8, 0));
}

void PathChart::replot()
{
    setAccessibleDescription(summary());
    m_plot->setVisible(hasPath());
    if (hasPath()) {
        fill(*m_plot, currentTheme());
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    }
    update();
}

QSizeF PathChart::figureSize(double width) const
{
    return { width, hasPath() ? std::clamp(width * 0.6, 160.0, 248.0) : 96.0 };
}

void PathChart::paintFigure(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    if (hasPath())
        paintPlot(painter, area, theme, [this](QCustomPlot& plot, const Theme& inTheme) { fill(plot, inTheme); });
    else
        paintEmptyState(painter, area, emptySentence(), theme);
}

void PathChart::paintEvent(QPaintEvent*)
{
    if (!hasPath()) {
        QPainter painter(this);
        paintEmptyState(painter, rect(), emptySentence(), currentTheme());
    }
}

void PathChart::resizeEvent(QResizeEvent*) { m_plot->setGeometry(rect()); }

bool PathChart::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::MouseMove && hasPath()) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const double x = m_plot->xAxis->pixelToCoord(mouse->position().x());
        const auto& alpha = m_attribution->path.alpha;
        const auto nearest = std::min_element(alpha.begin(), alpha.begin() + points(),
            [x](double a, double b) { return std::abs(a - x) < std::abs(b - x); });
        const int point = int(nearest - alpha.begin());
        QToolTip::showText(mouse->globalPosition().toPoint(),
            tr("%1 of the way: %2")
                .arg(percent(*nearest), plainNumber(valueAt(point), decimalsFor(std::abs(valueAt(point))) + 1)),
            m_plot);
    }
    return Chart::eventFilter(watched, event);
}

void PathChart::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        replot();
    Chart::changeEvent(event);
}

} // namespace vitrine
