// SPDX-License-Identifier: GPL-3.0-or-later
// One attention map with its tokens on both axes and exact numbers.
#pragma once

#include "ui/charts/attention/attention_maps.h"
#include "ui/charts/attention/heat_map_grid.h"
#include "ui/charts/chart.h"

namespace vitrine {

/// Shows one map of an Attention result: a single head (the selected one), the mean over a layer's heads, or over all;
/// or, when it has one, how far the scores of a head depend on the tokens. The selected token is the selected row. Its
/// context menu (and its card's) offers mode and scale.
class HeatMap : public Chart {
    Q_OBJECT
public:
    enum class Mode { Head, LayerMean, AllMean, Influence };
    enum class Scale { Linear, SquareRoot };

    explicit HeatMap(QWidget* parent = nullptr);

    void setResult(const AnyResult& result) override;
    void setTokenDisplay(const TokenDisplay& display) override;
    void setSelection(Selection* selection) override;
    QSizeF figureSize(double width) const override;
    void paintFigure(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    TableData table() const override;
    QString summary() const override;

    Mode mode() const { return m_mode; }
    void setMode(Mode mode);
    Scale scale() const { return m_scale; }
    void setScale(Scale scale);
    /// "Head 4.8", "Mean of layer 4", "Mean of all heads", "Influence on the scores of head 4.8".
    QString mapTitle() const;

    int rows() const { return m_grid.size(); } ///< tokens shown
    /// The weight from shown row `query` to shown column `key`; NaN outside.
    double valueAt(int query, int key) const;
    /// Shown row and column under a point of this widget, or {−1, −1}.
    std::pair<int, int> cellAt(const QPointF& position) const;
    std::pair<int, int> selectedCell() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return { 200, 160 }; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

Q_SIGNALS:
    void mapChanged(); ///< another head, mode or scale is shown

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void addActions();
    void rebuild();
    std::vector<float> shownMap() const;
    const ScoreInfluence* influence() const;
    void selectionChanged();
    void select(int query, int key);
    QString readOut(int query, int key) const;
    QString note() const;

    AttentionMaps m_maps;
    TokenDisplay m_display;
    Mode m_mode = Mode::Head;
    Scale m_scale = Scale::SquareRoot;
    Selection* m_selection = nullptr;
    HeatMapGrid m_grid;
    std::vector<int> m_shown; ///< token of each row
    int m_key = -1; ///< shown column of the selected cell
    std::pair<int, int> m_hovered { -1, -1 };
};

} // namespace vitrine
