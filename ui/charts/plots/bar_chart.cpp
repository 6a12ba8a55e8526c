// SPDX-License-Identifier: GPL-3.0-or-later
// The widget around the bar plot: order, selection, keys.
#include "ui/charts/plots/bar_chart.h"

#include "ui/charts/chart_text.h"
#include "ui/charts/plots/plot_style.h"
#include "ui/support/selection.h"
#include "ui/support/visible_text.h"
#include "ui/widgets/layouts.h"

#include <qcustomplot.h>

#include <QActionGroup>
#include <QKeyEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vitrine {

namespace {

const std::vector<std::pair<BarChart::Order, const char*>>& orders()
{
    static const std::vector<std::pair<BarChart::Order, const char*>> list {
        { BarChart::Order::Text, QT_TRANSLATE_NOOP("vitrine::BarChart", "in text order") },
        { BarChart::Order::Value, QT_TRANSLATE_NOOP("vitrine::BarChart", "sorted by value") },
        { BarChart::Order::Magnitude, QT_TRANSLATE_NOOP("vitrine::BarChart", "sorted by size") },
    };
    return list;
}

} // namespace

BarChart::BarChart(QWidget* parent)
    : Chart(parent)
    , m_selection(new Selection(this))
    , m_plot(new QCustomPlot(this))
{
    setObjectName(QStringLiteral("barChart"));
    setAccessibleName(tr("Scores by token"));
    setFocusPolicy(Qt::StrongFocus);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->setContextMenuPolicy(Qt::NoContextMenu);
    m_plot->setAccessibleName(tr("Drawing of the bars"));
    m_plot->setMouseTracking(true);
    m_plot->installEventFilter(this);
    leaveWheelToPage(m_plot);
    addOrderActions();
    setSelection(m_selection);
    rebuild();
}

void BarChart::addOrderActions()
{
    auto* group = new QActionGroup(this);
    for (const auto& [order, title] : orders()) {
        QAction* action = group->addAction(tr(title));
        action->setCheckable(true);
        action->setChecked(order == m_order);
        action->setData(int(order));
        connect(action, &QAction::triggered, this, [this, o = order] { setOrder(o); });
        addAction(action);
    }
}

void BarChart::setOrder(Order order)
{
    m_order = order;
    for (QAction* action : actions()) {
        if (action->data().isValid())
            action->setChecked(action->data().toInt() == int(order));
    }
    sort();
    replot();
    Q_EMIT orderChanged();
}

QString BarChart::orderTitle() const { return tr(orders()[std::size_t(m_order)].second); }

void BarChart::setResult(const AnyResult& result)
{
    m_scores = scoresOf(result.as<Attribution>());
    rebuild();
}

void BarChart::setTokenDisplay(const TokenDisplay& display)
{
    m_display = display;
    rebuild();
}

void BarChart::setSelection(Selection* selection)
{
    disconnect(m_selection, nullptr, this, nullptr);
    m_selection = selection ? selection : new Selection(this);
    connect(m_selection, &Selection::tokenChanged, this, &BarChart::replot);
    replot();
}

void BarChart::rebuild()
{
    m_text = ScoredText(m_scores, m_display);
    sort();
    replot();
}

void BarChart::sort()
{
    m_bars.resize(m_text.cells().size());
    std::iota(m_bars.begin(), m_bars.end(), 0);
    if (m_order == Order::Text)
        return;
    const auto key = [this](int bar) {
        const double score = m_text.cells()[std::size_t(bar)].score;
        if (std::isnan(score)) // at the end
            return -HUGE_VAL;
        return m_order == Order::Magnitude ? std::abs(score) : score;
    };
    std::stable_sort(m_bars.begin(), m_bars.end(), [&key](int a, int b) { return key(a) > key(b); });
}

void BarChart::replot()
{
    m_plot->setVisible(m_text.ranked() > 0);
    const int cell = m_text.cellOf(m_selection->token());
    const QString selected = cell >= 0 ? tr("Selected: %1. ").arg(m_text.spokenName(cell)) : QString();
    setAccessibleDescription(
        m_text.isEmpty() ? tr("Empty: run an explanation to see its scores.") : selected + m_text.summary());
    if (m_text.ranked() > 0) {
        fillBarPlot(*m_plot, currentTheme(), m_text, m_bars, selectedBar());
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    }
    update();
}

int BarChart::selectedBar() const
{
    const int cell = m_text.cellOf(m_selection->token());
    const auto found = std::find(m_bars.begin(), m_bars.end(), cell);
    return cell < 0 || found == m_bars.end() ? -1 : int(found - m_bars.begin());
}

void BarChart::selectBar(int bar)
{
    if (bar >= 0 && std::size_t(bar) < m_bars.size())
        m_selection->setToken(m_text.cells()[std::size_t(m_bars[std::size_t(bar)])].group.first);
}

double BarChart::valueAt(int bar) const
{
    return bar >= 0 && std::size_t(bar) < m_bars.size() ? m_text.cells()[std::size_t(m_bars[std::size_t(bar)])].score
                                                        : std::nan("");
}

int BarChart::barAt(const QPointF& position) const
{
    const int bar = int(std::lround(m_plot->xAxis->pixelToCoord(position.x())));
    return bar >= 0 && std::size_t(bar) < m_bars.size() ? bar : -1;
}

QSizeF BarChart::figureSize(double width) const
{
    return { width, m_text.isEmpty() ? 96.0 : std::clamp(width * 0.42, 176.0, 280.0) };
}

void BarChart::paintFigure(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    if (m_text.ranked() == 0) {
        paintEmptyState(painter, area, m_text.isEmpty() ? tr("Nothing was explained.") : m_text.trouble(), theme);
        return;
    }
    paintPlot(painter, area, theme,
        [this](QCustomPlot& plot, const Theme& inTheme) { fillBarPlot(plot, inTheme, m_text, m_bars, -1); });
}

TableData BarChart::table() const
{
    TableData table = m_text.table();
    std::vector<QStringList> rows;
    for (const int bar : m_bars)
        rows.push_back(table.rows[std::size_t(bar)]);
    table.rows = std::move(rows);
    return table;
}

void BarChart::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (m_text.ranked() == 0)
        paintEmptyState(painter, rect(),
            m_text.isEmpty() ? tr("The score of each word appears here as a bar.") : m_text.trouble(), currentTheme());
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(currentTheme().accent, 1.5));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
}

void BarChart::resizeEvent(QResizeEvent*) { m_plot->setGeometry(rect().adjusted(3, 3, -3, -3)); }

bool BarChart::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::MouseMove) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const int bar = barAt(mouse->position());
        const int cell = bar >= 0 ? m_bars[std::size_t(bar)] : -1;
        m_selection->setHoveredToken(cell >= 0 ? m_text.cells()[std::size_t(cell)].group.first : -1);
        if (cell >= 0) {
            const QString line
                = visibleText(m_text.cells()[std::size_t(cell)].text) + QStringLiteral("  ") + m_text.readOut(cell);
            QToolTip::showText(mouse->globalPosition().toPoint(), line.toHtmlEscaped(), m_plot);
        } else {
            QToolTip::hideText();
        }
    } else if (event->type() == QEvent::MouseButtonPress) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->button() == Qt::LeftButton) {
            setFocus(Qt::MouseFocusReason);
            selectBar(barAt(mouse->position()));
        }
    } else if (event->type() == QEvent::Leave) {
        m_selection->setHoveredToken(-1);
    }
    return Chart::eventFilter(watched, event);
}

void BarChart::keyPressEvent(QKeyEvent* event)
{
    const int last = int(m_bars.size()) - 1;
    const int current = selectedBar();
    switch (event->key()) {
    case Qt::Key_Left:
        return selectBar(current < 0 ? last : std::max(current - 1, 0));
    case Qt::Key_Right:
        return selectBar(current < 0 ? 0 : std::min(current + 1, last));
    case Qt::Key_Home:
        return selectBar(0);
    case Qt::Key_End:
        return selectBar(last);
    default:
        Chart::keyPressEvent(event);
    }
}

void BarChart::focusInEvent(QFocusEvent*) { update(); }
void BarChart::focusOutEvent(QFocusEvent*) { update(); }

void BarChart::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        replot();
    Chart::changeEvent(event);
}

} // namespace vitrine
