// SPDX-License-Identifier: GPL-3.0-or-later
// Word flow: the words of two texts in two columns, and bands between them as wide as the mass that is carried.
#pragma once

#include "core/results/alignment.h"
#include "ui/charts/chart.h"

#include <QPainterPath>

namespace vitrine {

/// Shows an Alignment. Colour is cost; pointing at a word or a band fades everything that has no part in it; a click
/// keeps it so. Words stand in text order or by their contribution to the distance.
class FlowDiagram : public Chart {
    Q_OBJECT
public:
    enum class Order { Text, Contribution };

    explicit FlowDiagram(QWidget* parent = nullptr);

    void setResult(const AnyResult& result) override;
    void setTokenDisplay(const TokenDisplay&) override { }
    void setSelection(Selection*) override { }
    QSizeF figureSize(double width) const override;
    void paintFigure(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    TableData table() const override;
    QString summary() const override;

    Order order() const { return m_order; }
    void setOrder(Order order);

    /// A word: its side (0 left, 1 right) and index; {−1, −1} for none.
    struct Word {
        int side = -1;
        int index = -1;
        bool operator==(const Word&) const = default;
    };
    Word wordAt(const QPointF& position) const;
    Word emphasised() const { return m_hovered.side >= 0 ? m_hovered : m_kept; }
    /// "film → movie: mass 0.120 × cost 0.430 = 0.052" for every flow of the emphasised word, the largest first.
    QString reading() const;

    QSize sizeHint() const override { return { 520, heightForWidth(520) }; }
    QSize minimumSizeHint() const override { return { 260, 120 }; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return int(figureSize(width).height()); }

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Node {
        int index = 0;
        QRectF bar; ///< as high as the mass
        double next = 0; ///< where the next band begins
    };
    struct Band {
        std::size_t flow = 0;
        QPainterPath path;
    };
    struct Layout {
        std::vector<Node> nodes[2]; ///< from top to bottom
        std::vector<Band> bands; ///< the cheapest first, so that dear ones lie above
        double height = 0;
    };

    const AlignmentSide& side(int which) const { return which == 0 ? m_alignment->left : m_alignment->right; }
    std::vector<int> orderOf(int which) const;
    Layout layOut(double width) const;
    double largestCost() const;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const;
    void paintWords(QPainter& painter, const Layout& layout, int which, double width, const Theme& theme) const;
    void hover(Word word);
    bool isPart(const Flow& flow, const Word& word) const;

    std::shared_ptr<const Alignment> m_alignment;
    Order m_order = Order::Text;
    Word m_hovered;
    Word m_kept;
};

} // namespace vitrine
