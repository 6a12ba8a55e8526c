// SPDX-License-Identifier: GPL-3.0-or-later
// The widget around layout and painter: events, selection, copying.
#include "ui/charts/tokens/token_strip.h"

#include "ui/charts/chart_text.h"
#include "ui/support/selection.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace vitrine {

TokenStrip::TokenStrip(QWidget* parent)
    : Chart(parent)
    , m_selection(new Selection(this))
    , m_legend(new TokenLegend(this))
{
    installTokenStripAccessibility();
    setObjectName(QStringLiteral("tokenStrip"));
    setAccessibleName(tr("Token heat map"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setSelection(m_selection);
    rebuild();
}

TokenStrip::~TokenStrip() = default;

void TokenStrip::setResult(const AnyResult& result) { setScores(scoresOf(result.as<Attribution>())); }

void TokenStrip::setScores(TokenScores scores)
{
    m_scores = std::move(scores);
    rebuild();
}

void TokenStrip::setTokenDisplay(const TokenDisplay& display)
{
    m_display = display;
    rebuild();
}

void TokenStrip::setSelection(Selection* selection)
{
    disconnect(m_selection, nullptr, this, nullptr);
    m_selection = selection ? selection : new Selection(this);
    connect(m_selection, &Selection::tokenChanged, this, &TokenStrip::selectionChanged);
    connect(m_selection, &Selection::hoveredTokenChanged, this, &TokenStrip::selectionChanged);
    selectionChanged();
}

void TokenStrip::rebuild()
{
    m_text = ScoredText(m_scores, m_display);
    setAccessibleDescription(
        m_text.isEmpty() ? tr("Empty: run an explanation to colour its words.") : m_text.summary());
    relayout();
    updateGeometry();
    selectionChanged();
}

void TokenStrip::relayout()
{
    m_shaped.clear();
    m_layout = TokenLayout(m_text, std::max(width() - 2 * margin(), 40.0));
    placeLegend();
    update();
}

double TokenStrip::valueAt(int cell) const
{
    return cell >= 0 && std::size_t(cell) < m_text.cells().size() ? m_text.cells()[std::size_t(cell)].score
                                                                  : std::nan("");
}

int TokenStrip::selectedCell() const { return m_text.cellOf(m_selection->token()); }
int TokenStrip::hoveredCell() const { return m_text.cellOf(m_selection->hoveredToken()); }

void TokenStrip::selectCell(int cell)
{
    if (cell < 0 || std::size_t(cell) >= m_text.cells().size())
        return;
    m_selection->setToken(m_text.cells()[std::size_t(cell)].group.first);
    if (auto* scroll = parentWidget() ? qobject_cast<QScrollArea*>(parentWidget()->parentWidget()) : nullptr) {
        const QPointF middle = m_layout.cells()[std::size_t(cell)].box.center();
        scroll->ensureVisible(int(middle.x()), int(middle.y()), 24, 24 + m_legend->height());
    }
}

void TokenStrip::selectionChanged()
{
    const int selected = selectedCell(), hovered = hoveredCell();
    for (const int cell : { m_shownSelected, m_shownHovered, selected, hovered })
        updateCell(cell);
    if (selected >= 0 && selected != m_shownSelected && QAccessible::isActive()) {
        QAccessibleEvent event(this, hasFocus() ? QAccessible::Focus : QAccessible::Selection);
        event.setChild(selected);
        QAccessible::updateAccessibility(&event);
    }
    m_shownSelected = selected;
    m_shownHovered = hovered;
    m_legend->update();
}

void TokenStrip::updateCell(int cell)
{
    if (cell < 0 || std::size_t(cell) >= m_layout.cells().size())
        return;
    const PlacedCell& placed = m_layout.cells()[std::size_t(cell)];
    update(placed.box.united(placed.bar).translated(margin(), margin()).toAlignedRect().adjusted(-5, -5, 5, 5));
}

int TokenStrip::cellAt(const QPointF& position) const
{
    return m_layout.cellAt(position - QPointF(margin(), margin()));
}

QString TokenStrip::copyText() const
{
    const int cell = selectedCell();
    if (cell < 0)
        return {};
    return m_text.cells()[std::size_t(cell)].text + QLatin1Char('\t') + exactNumber(valueAt(cell));
}

QSizeF TokenStrip::figureSize(double width) const
{
    if (m_text.isEmpty())
        return { width, 96 };
    const TokenLayout layout(m_text, width);
    return { width, layout.height() + 12 + tokenLegendHeight(m_text, width) };
}

void TokenStrip::paintFigure(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    if (m_text.isEmpty()) {
        paintEmptyState(painter, area, tr("Nothing was explained."), theme);
        return;
    }
    const TokenLayout layout(m_text, area.width());
    painter.save();
    painter.translate(area.topLeft());
    paintTokens(painter, m_text, layout, { 0, int(layout.cells().size()) }, theme, {}, nullptr);
    painter.restore();
    const double top = area.top() + layout.height() + 12;
    paintTokenLegend(
        painter, QRectF(area.left(), top, area.width(), tokenLegendHeight(m_text, area.width())), m_text, -1, theme);
}

QSize TokenStrip::sizeHint() const { return { 640, heightForWidth(width() > 200 ? width() : 640) }; }

QSize TokenStrip::minimumSizeHint() const { return { 240, m_text.isEmpty() ? 96 : 48 }; }

int TokenStrip::heightForWidth(int width) const
{
    if (m_text.isEmpty())
        return 120;
    const double inner = std::max(width - 2 * margin(), 40.0);
    const double rows = width == this->width() ? m_layout.height() : TokenLayout(m_text, inner).height();
    return int(std::ceil(rows + 2 * margin() + 8 + tokenLegendHeight(m_text, inner)));
}

void TokenStrip::placeLegend()
{
    m_legend->setVisible(!m_text.isEmpty());
    const int wanted = int(std::ceil(tokenLegendHeight(m_text, width() - 2 * margin())));
    const int rest = std::min(height(), int(std::ceil(m_layout.height() + 2 * margin() + 8)) + wanted);
    int bottom = rest;
    // In a scroll area the legend floats at the lower edge of what can be seen.
    for (QWidget* ancestor = parentWidget(); ancestor; ancestor = ancestor->parentWidget()) {
        if (qobject_cast<QAbstractScrollArea*>(ancestor->parentWidget())) {
            const int visible = mapFrom(ancestor, QPoint(0, ancestor->height())).y();
            bottom = std::clamp(visible, std::min(wanted + 48, bottom), bottom);
            break;
        }
    }
    m_legendFloats = bottom < rest;
    m_legend->setGeometry(0, bottom - wanted, width(), wanted);
}

void TokenStrip::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    const Theme& theme = currentTheme();
    if (m_text.isEmpty()) {
        paintEmptyState(painter, rect(),
            tr("Type a text and press Ctrl+Enter: its words appear here, coloured by what they did."), theme);
        return;
    }
    painter.translate(margin(), margin());
    const auto range = m_layout.cellsBetween(event->rect().top() - 2 * margin(), event->rect().bottom() + margin());
    paintTokens(painter, m_text, m_layout, range, theme, { selectedCell(), hoveredCell(), hasFocus() }, &m_shaped);
}

void TokenStrip::resizeEvent(QResizeEvent* event)
{
    if (event->size().width() != event->oldSize().width())
        relayout();
    placeLegend();
}

void TokenStrip::moveEvent(QMoveEvent*) { placeLegend(); }

void TokenStrip::showEvent(QShowEvent*)
{
    for (QWidget* ancestor = parentWidget(); ancestor; ancestor = ancestor->parentWidget()) {
        if (auto* scroll = qobject_cast<QAbstractScrollArea*>(ancestor))
            connect(scroll->verticalScrollBar(), &QScrollBar::valueChanged, this, &TokenStrip::placeLegend,
                Qt::UniqueConnection);
    }
    placeLegend();
}

void TokenStrip::mouseMoveEvent(QMouseEvent* event)
{
    const int cell = cellAt(event->position());
    m_selection->setHoveredToken(cell >= 0 ? m_text.cells()[std::size_t(cell)].group.first : -1);
}

void TokenStrip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        selectCell(cellAt(event->position()));
    else
        event->ignore();
}

void TokenStrip::leaveEvent(QEvent*) { m_selection->setHoveredToken(-1); }

void TokenStrip::keyPressEvent(QKeyEvent* event)
{
    const int last = int(m_text.cells().size()) - 1;
    const int current = selectedCell();
    if (event->matches(QKeySequence::Copy)) {
        if (current >= 0)
            QGuiApplication::clipboard()->setText(copyText());
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
        return selectCell(current < 0 ? last : std::max(current - 1, 0));
    case Qt::Key_Right:
        return selectCell(current < 0 ? 0 : std::min(current + 1, last));
    case Qt::Key_Up:
        return selectCell(m_layout.cellInRow(current, -1));
    case Qt::Key_Down:
        return selectCell(m_layout.cellInRow(current, 1));
    case Qt::Key_Home:
        return selectCell(0);
    case Qt::Key_End:
        return selectCell(last);
    default:
        Chart::keyPressEvent(event);
    }
}

void TokenStrip::focusInEvent(QFocusEvent*)
{
    // Coming by Tab with nothing selected there would be no focus to see.
    if (selectedCell() < 0)
        selectCell(std::max(m_text.largestCell(), 0));
    update();
}

void TokenStrip::focusOutEvent(QFocusEvent*) { update(); }

void TokenStrip::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange
        || event->type() == QEvent::StyleChange)
        relayout();
    Chart::changeEvent(event);
}

TokenLegend::TokenLegend(TokenStrip* strip)
    : QWidget(strip)
    , m_strip(strip)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setObjectName(QStringLiteral("tokenLegend"));
}

void TokenLegend::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = currentTheme();
    painter.fillRect(rect(), theme.surface);
    if (m_strip->text().isEmpty())
        return;
    if (m_strip->isLegendFloating())
        painter.fillRect(QRectF(0, 0, width(), 1), theme.border);
    const int cell = m_strip->hoveredCell() >= 0 ? m_strip->hoveredCell() : m_strip->selectedCell();
    const double margin = TokenStrip::margin();
    paintTokenLegend(painter, QRectF(rect()).adjusted(margin, 0, -margin, 0), m_strip->text(), cell, theme);
}

} // namespace vitrine
