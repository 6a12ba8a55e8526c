// SPDX-License-Identifier: GPL-3.0-or-later
// What every pair of words would cost, and which pairs the plan uses.
#pragma once

#include "core/results/alignment.h"
#include "ui/charts/chart.h"

namespace vitrine {

/// Shows an Alignment: rows are the left words, columns the right ones, colour is cost; a disc's area is the mass
/// carried.
class CostMatrix : public Chart {
    Q_OBJECT
public:
    explicit CostMatrix(QWidget* parent = nullptr);

    void setResult(const AnyResult& result) override;
    void setTokenDisplay(const TokenDisplay&) override { }
    void setSelection(Selection*) override { }
    QSizeF figureSize(double width) const override;
    void paintFigure(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    TableData table() const override;
    QString summary() const override;

    /// Row and column under a point of this widget, or {−1, −1}.
    std::pair<int, int> cellAt(const QPointF& position) const;

    QSize sizeHint() const override { return { 420, heightForWidth(420) }; }
    QSize minimumSizeHint() const override { return { 200, 120 }; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return int(figureSize(width).height()); }

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Frame {
        double side = 0; ///< of the row labels
        double top = 0; ///< of the column labels
        double cell = 0;
    };

    bool isEmpty() const { return !m_alignment || m_alignment->cost.empty(); }
    QString emptySentence() const;
    Frame frameFor(double width) const;

    std::shared_ptr<const Alignment> m_alignment;
};

} // namespace vitrine
