// SPDX-License-Identifier: GPL-3.0-or-later
// The distance on a line, with the bounds that were known before it was solved.
#pragma once

#include "core/results/alignment.h"
#include "ui/charts/chart.h"

namespace vitrine {

/// Shows an Alignment as a bracket: the largest lower bound, the distance, and Sinkhorn's approximation when there is
/// one.
class BoundsBracket : public Chart {
    Q_OBJECT
public:
    explicit BoundsBracket(QWidget* parent = nullptr);

    void setResult(const AnyResult& result) override;
    void setTokenDisplay(const TokenDisplay&) override { }
    void setSelection(Selection*) override { }
    QSizeF figureSize(double width) const override { return { width, double(fixedHeight) }; }
    void paintFigure(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    TableData table() const override;
    QString summary() const override;

    QSize sizeHint() const override { return { 420, fixedHeight }; }
    QSize minimumSizeHint() const override { return { 200, fixedHeight }; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    static constexpr int fixedHeight = 72;

    struct Mark {
        QString name; ///< for people
        QString id; ///< in tables
        double value = 0;
        bool isExact = false;
    };

    /// From the smallest to the largest.
    std::vector<Mark> marks() const;

    std::shared_ptr<const Alignment> m_alignment;
};

} // namespace vitrine
