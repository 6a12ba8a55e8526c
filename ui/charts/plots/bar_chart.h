// SPDX-License-Identifier: GPL-3.0-or-later
// Scores by token as bars, beside the token strip and with the same selection.
#pragma once

#include "ui/charts/chart.h"
#include "ui/charts/tokens/scored_text.h"

class QCustomPlot;

namespace vitrine {

/// Shows an Attribution as bars in text order or sorted. Its context menu (and its card's) offers the orders.
class BarChart : public Chart {
    Q_OBJECT
public:
    enum class Order { Text, Value, Magnitude };

    explicit BarChart(QWidget* parent = nullptr);

    void setResult(const AnyResult& result) override;
    void setTokenDisplay(const TokenDisplay& display) override;
    void setSelection(Selection* selection) override;
    QSizeF figureSize(double width) const override;
    void paintFigure(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    TableData table() const override;
    QString summary() const override { return m_text.summary(); }

    Order order() const { return m_order; }
    void setOrder(Order order);
    /// What a person reads for the order: "in text order".
    QString orderTitle() const;
    /// Cells from left to right, as indices into text().cells().
    const std::vector<int>& bars() const { return m_bars; }
    const ScoredText& text() const { return m_text; }
    double valueAt(int bar) const;
    /// The bar at a point of this widget; −1 beside the bars.
    int barAt(const QPointF& position) const;

    QSize sizeHint() const override { return { 440, 232 }; }
    QSize minimumSizeHint() const override { return { 240, 176 }; }

Q_SIGNALS:
    void orderChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void addOrderActions();
    void rebuild();
    void sort();
    void replot();
    void selectBar(int bar);
    int selectedBar() const;

    TokenScores m_scores;
    TokenDisplay m_display;
    ScoredText m_text;
    std::vector<int> m_bars;
    Order m_order = Order::Text;
    Selection* m_selection = nullptr;
    QCustomPlot* m_plot = nullptr;
};

/// The drawing, for the widget and for figures: fills `plot` with one bar for each cell of `text`, in the order given
/// by `order` (indices of cells). Positions on the x axis are 0, 1, … in that order. `selected` is a position or −1.
void fillBarPlot(
    QCustomPlot& plot, const Theme& theme, const ScoredText& text, const std::vector<int>& order, int selected);

} // namespace vitrine
