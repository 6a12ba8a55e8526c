// SPDX-License-Identifier: GPL-3.0-or-later
// The magnifier of the head atlas: one map large, with what is known about its head.
#pragma once

#include "ui/charts/attention/attention_maps.h"

#include <QImage>
#include <QWidget>

namespace vitrine {

/// A floating child that never takes the mouse.
class HeadLens : public QWidget {
public:
    explicit HeadLens(QWidget* parent);

    /// Shows a head of the grid beside `anchor` (parent's coordinates), inside the parent.
    void showHead(const AttentionMaps& maps, int row, int column, const QRectF& anchor);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QImage m_image;
    QString m_title;
    QString m_detail;
};

/// "entropy 2.31 of 3.58 nats · to itself 0.10 · before 0.09 · special 0.31", or nothing.
QString headDetail(const AttentionMaps& maps, int row, int column);

} // namespace vitrine
