// SPDX-License-Identifier: GPL-3.0-or-later
// The token heat map: the text itself, coloured by what each of its words did.
#pragma once

#include "ui/charts/chart.h"
#include "ui/charts/tokens/scored_text.h"
#include "ui/charts/tokens/token_layout.h"
#include "ui/charts/tokens/token_painter.h"

namespace vitrine {

class TokenStrip;

/// The foot of a token strip: the scale and the value being read. It stays in sight while a long text scrolls. Child of
/// its strip; paints for it and lets the mouse through.
class TokenLegend : public QWidget {
public:
    explicit TokenLegend(TokenStrip* strip);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    TokenStrip* m_strip;
};

/// Shows an Attribution, or scores of another origin, as wrapped text. Grows with its width (height for width); lives
/// in a scroll area or a card, where its legend stays in sight. Mouse and arrow keys select, Ctrl+C copies token and
/// value.
class TokenStrip : public Chart {
    Q_OBJECT
public:
    explicit TokenStrip(QWidget* parent = nullptr);
    ~TokenStrip() override;

    void setResult(const AnyResult& result) override;
    void setTokenDisplay(const TokenDisplay& display) override;
    void setSelection(Selection* selection) override;
    QSizeF figureSize(double width) const override;
    void paintFigure(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    TableData table() const override { return m_text.table(); }
    QString summary() const override { return m_text.summary(); }

    /// Shows scores that come from no attribution.
    void setScores(TokenScores scores);

    const ScoredText& text() const { return m_text; }
    const TokenLayout& layout() const { return m_layout; } ///< coordinates of this widget after adding margin()
    static constexpr double margin() { return 4; }
    /// True while text scrolls behind the legend.
    bool isLegendFloating() const { return m_legendFloats; }
    /// The score shown in `cell`; NaN when there is none.
    double valueAt(int cell) const;
    int selectedCell() const;
    int hoveredCell() const;
    void selectCell(int cell);
    /// The original text of the selected cell, a tab, its score with all digits; empty when nothing is selected.
    QString copyText() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void moveEvent(QMoveEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void rebuild();
    void relayout();
    void placeLegend();
    void selectionChanged();
    void updateCell(int cell);
    int cellAt(const QPointF& position) const;

    TokenScores m_scores;
    TokenDisplay m_display;
    ScoredText m_text;
    TokenLayout m_layout;
    ShapedTexts m_shaped;
    Selection* m_selection = nullptr;
    TokenLegend* m_legend = nullptr;
    int m_shownSelected = -1;
    int m_shownHovered = -1;
    bool m_legendFloats = false;
};

/// Makes Qt build list interfaces for token strips, whose items say token, attribution and rank to screen readers; the
/// first call installs, others do nothing.
void installTokenStripAccessibility();

} // namespace vitrine
