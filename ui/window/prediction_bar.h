// SPDX-License-Identifier: GPL-3.0-or-later
// What the model answered, as one bar: a segment per class.
#pragma once

#include "core/results/prediction.h"

#include <QWidget>

#include <memory>
#include <vector>

namespace vitrine {

/// Single-label models fill the bar; multi-label models get one small bar per label; a regression shows its value.
/// Nothing is predicted where logits are not finite, and the bar says so. Hover reads probability and logit.
class PredictionBar : public QWidget {
    Q_OBJECT
public:
    explicit PredictionBar(QWidget* parent = nullptr);

    void setPrediction(std::shared_ptr<const Prediction> prediction);
    /// The text changed since: faded until the next prediction.
    void setStale(bool stale);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Segment {
        int index = 0; ///< class
        double share = 0; ///< of the bar
        QRectF area;
    };

    bool hasBar() const;
    void layOut();
    QRectF barArea() const;
    QString runnerUp() const;
    QString sentence() const;
    QString nameOf(int index) const;
    QString readOut(int index) const;

    std::shared_ptr<const Prediction> m_prediction;
    std::vector<Segment> m_segments; ///< largest first
    bool m_stale = false;
};

} // namespace vitrine
