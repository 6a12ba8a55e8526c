// SPDX-License-Identifier: GPL-3.0-or-later
// All layers and heads at a glance; pointing at one enlarges it, choosing one opens it elsewhere.
#pragma once

#include "ui/charts/attention/attention_maps.h"
#include "ui/charts/attention/head_lens.h"
#include "ui/charts/chart.h"

namespace vitrine {

class HeadLens;

/// Shows an Attention result as a grid of small maps, rows are layers, columns heads.
class HeadAtlas : public Chart {
    Q_OBJECT
public:
    explicit HeadAtlas(QWidget* parent = nullptr);

    void setResult(const AnyResult& result) override;
    void setTokenDisplay(const TokenDisplay&) override { }
    void setSelection(Selection* selection) override;
    QSizeF figureSize(double width) const override;
    void paintFigure(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    TableData table() const override;
    QString summary() const override;

    const AttentionMaps& maps() const { return m_maps; }
    /// Row and column under a point of this widget, or {−1, −1}.
    std::pair<int, int> headAt(const QPointF& position) const;
    QRectF headRect(int row, int column) const;
    /// The weight from `query` to `key` in a head of the grid; NaN outside.
    double valueAt(int row, int column, int query, int key) const;
    bool isImageReady() const { return !m_image.isNull(); }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return { 240, 120 }; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Frame { ///< where the grid stands in an area
        double left = 0, top = 0, cell = 0, gap = 0;
        QRectF rect(int row, int column) const
        {
            return { left + column * (cell + gap), top + row * (cell + gap), cell, cell };
        }
    };
    Frame frameFor(double width) const;
    void paintLabels(QPainter& painter, const Frame& frame, const Theme& theme) const;
    void makeImage();
    void select(int row, int column);
    void selectionChanged();

    AttentionMaps m_maps;
    Selection* m_selection = nullptr;
    HeadLens* m_lens = nullptr;
    QString m_summary;
    QImage m_image;
    int m_imageJob = 0; ///< newest wins: an image of an older job is dropped
};

} // namespace vitrine
