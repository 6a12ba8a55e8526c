// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/transport/flow_diagram.h"

#include "ui/charts/chart_text.h"
#include "ui/support/colour_map.h"
#include "ui/support/visible_text.h"

#include <QAction>
#include <QActionGroup>
#include <QKeyEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vitrine {

namespace {

constexpr double rowGap = 5;
constexpr double minRowHeight = 19; ///< a word needs this much, however little it weighs
constexpr double massHeight = 360; ///< of all mass together
constexpr double barWidth = 7;
constexpr double legendHeight = 34;
constexpr double faded = 0.10;

double labelWidth(double width) { return std::clamp(width * 0.24, 84.0, 190.0); }

QString wordText(const AlignmentSide& side, int index)
{
    auto word = visibleText(QString::fromStdString(side.tokens[std::size_t(index)]));
    if (std::size_t(index) < side.counts.size() && side.counts[std::size_t(index)] > 1)
        word += QStringLiteral(" ×%1").arg(side.counts[std::size_t(index)]);
    return word;
}

} // namespace

FlowDiagram::FlowDiagram(QWidget* parent)
    : Chart(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Word flow"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    auto* orders = new QActionGroup(this);
    for (const auto& [order, title] :
        { std::pair(Order::Text, tr("In &text order")), std::pair(Order::Contribution, tr("By &contribution")) }) {
        auto* action = orders->addAction(title);
        action->setCheckable(true);
        action->setChecked(order == m_order);
        connect(action, &QAction::triggered, this, [this, wanted = order] { setOrder(wanted); });
        addAction(action);
    }
    setContextMenuPolicy(Qt::ActionsContextMenu);
}

void FlowDiagram::setResult(const AnyResult& result)
{
    m_alignment = result.as<Alignment>();
    m_hovered = m_kept = {};
    setAccessibleDescription(summary());
    updateGeometry();
    update();
}

void FlowDiagram::setOrder(Order order)
{
    m_order = order;
    for (auto* action : actions())
        action->setChecked((actions().indexOf(action) == 1) == (order == Order::Contribution));
    update();
}

std::vector<int> FlowDiagram::orderOf(int which) const
{
    std::vector<int> order(side(which).tokens.size());
    std::iota(order.begin(), order.end(), 0);
    if (m_order == Order::Contribution) {
        const auto& shares = side(which).contribution;
        std::stable_sort(
            order.begin(), order.end(), [&](int a, int b) { return shares[std::size_t(a)] > shares[std::size_t(b)]; });
    }
    return order;
}

double FlowDiagram::largestCost() const
{
    double largest = 0;
    for (const Flow& flow : m_alignment->flows)
        largest = std::max(largest, flow.cost);
    return largest;
}

FlowDiagram::Layout FlowDiagram::layOut(double width) const
{
    Layout layout;
    const double label = labelWidth(width);
    std::vector<std::size_t> nodeOf[2];
    double heights[2] = { 0, 0 };
    for (const int which : { 0, 1 }) {
        nodeOf[which].resize(side(which).tokens.size());
        double y = 0;
        for (const int index : orderOf(which)) {
            const double bar = std::max(1.0, side(which).mass[std::size_t(index)] * massHeight);
            const double row = std::max(minRowHeight, bar);
            const double x = which == 0 ? label : width - label - barWidth;
            nodeOf[which][std::size_t(index)] = layout.nodes[which].size();
            layout.nodes[which].push_back(
                { index, QRectF(x, y + (row - bar) / 2, barWidth, bar), y + (row - bar) / 2 });
            y += row + rowGap;
        }
        heights[which] = std::max(0.0, y - rowGap);
    }
    layout.height = std::max(heights[0], heights[1]);
    for (const int which : { 0, 1 }) { // the shorter column in the middle
        for (Node& node : layout.nodes[which]) {
            node.bar.translate(0, (layout.height - heights[which]) / 2);
            node.next = node.bar.top();
        }
    }
    // A node's bands leave it in the order of where they go, so that they cross as little as the plan allows.
    std::vector<std::size_t> flows(m_alignment->flows.size());
    std::iota(flows.begin(), flows.end(), std::size_t(0));
    const auto place = [&](int which, int index) { return nodeOf[which][std::size_t(index)]; };
    std::sort(flows.begin(), flows.end(), [&](std::size_t a, std::size_t b) {
        const Flow &first = m_alignment->flows[a], &second = m_alignment->flows[b];
        return std::pair(place(0, first.left), place(1, first.right))
            < std::pair(place(0, second.left), place(1, second.right));
    });
    for (const std::size_t i : flows) {
        const Flow& flow = m_alignment->flows[i];
        Node& from = layout.nodes[0][place(0, flow.left)];
        Node& to = layout.nodes[1][place(1, flow.right)];
        const auto take = [&](Node& node, int which, int index) {
            const double whole = side(which).mass[std::size_t(index)];
            const double part = whole > 0 ? node.bar.height() * flow.mass / whole : 0;
            const double top = node.next;
            node.next += part;
            return std::pair(top, node.next);
        };
        const auto [fromTop, fromBottom] = take(from, 0, flow.left);
        const auto [toTop, toBottom] = take(to, 1, flow.right);
        const double x0 = from.bar.right() + 1, x1 = to.bar.left() - 1, middle = (x0 + x1) / 2;
        QPainterPath path(QPointF(x0, fromTop));
        path.cubicTo(middle, fromTop, middle, toTop, x1, toTop);
        path.lineTo(x1, toBottom);
        path.cubicTo(middle, toBottom, middle, fromBottom, x0, fromBottom);
        path.closeSubpath();
        layout.bands.push_back({ i, path });
    }
    std::stable_sort(layout.bands.begin(), layout.bands.end(), [&](const Band& a, const Band& b) {
        return m_alignment->flows[a.flow].cost < m_alignment->flows[b.flow].cost;
    });
    return layout;
}

bool FlowDiagram::isPart(const Flow& flow, const Word& word) const
{
    return word.side < 0 || (word.side == 0 ? flow.left : flow.right) == word.index;
}

void FlowDiagram::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    painter.save();
    painter.translate(area.topLeft());
    painter.setRenderHint(QPainter::Antialiasing);
    const Layout layout = layOut(area.width());
    const auto& map = ColourMap::magnitudeMap(theme);
    const double top = largestCost();
    // From a quarter of the map on, so that the cheapest band is seen on the surface.
    const auto colourOf = [&](double cost) { return QColor(map.at(0.22 + 0.78 * (top > 0 ? cost / top : 0), 0, 1)); };
    const Word word = emphasised();
    for (const Band& band : layout.bands) {
        const Flow& flow = m_alignment->flows[band.flow];
        QColor colour = colourOf(flow.cost);
        colour.setAlphaF(float(isPart(flow, word) ? 0.82 : faded));
        painter.fillPath(band.path, colour);
    }
    for (const int which : { 0, 1 })
        paintWords(painter, layout, which, area.width(), theme);

    // The legend: what a colour costs.
    const QFont font = chartFont(TextRole::Small);
    const double left = labelWidth(area.width()), y = layout.height + 12,
                 room = std::min(180.0, area.width() - 2 * left);
    for (int i = 0; i < 64; ++i)
        painter.fillRect(QRectF(left + room * i / 64, y, room / 64 + 0.5, 6), colourOf(top * i / 63));
    painter.setFont(font);
    painter.setPen(theme.textMuted);
    const int decimals = decimalsFor(top);
    painter.drawText(QRectF(left, y + 7, room, 16), int(Qt::AlignLeft), tr("cost 0"));
    painter.drawText(QRectF(left, y + 7, room, 16), int(Qt::AlignRight), plainNumber(top, decimals));
    painter.drawText(QRectF(left + room + 16, y - 5, area.width() - left - room - 16, 16),
        int(Qt::AlignLeft | Qt::AlignVCenter), tr("width: mass · numbers: contribution"));
    painter.restore();
}

void FlowDiagram::paintWords(QPainter& painter, const Layout& layout, int which, double width, const Theme& theme) const
{
    const QFont small = chartFont(TextRole::Small);
    const Word word = emphasised();
    const double label = labelWidth(width);
    double largest = 0;
    for (const auto* both : { &m_alignment->left, &m_alignment->right }) {
        for (const double share : both->contribution)
            largest = std::max(largest, std::abs(share));
    }
    const int decimals = decimalsFor(largest);
    for (const Node& node : layout.nodes[which]) {
        const Word own { which, node.index };
        const bool linked = word.side < 0 || own == word
            || std::any_of(
                m_alignment->flows.begin(), m_alignment->flows.end(),
                [&](const Flow& flow) { return isPart(flow, word) && isPart(flow, own); });
        painter.setOpacity(linked ? 1 : 0.35);
        painter.fillRect(node.bar, own == word ? theme.accent : theme.text);
        const QString text = wordText(side(which), node.index);
        const QFont font = chartFont(TextRole::Body, text);
        const QString share = plainNumber(side(which).contribution[std::size_t(node.index)], decimals);
        const double shareWidth = QFontMetricsF(small).horizontalAdvance(share) + 8;
        const QRectF box(which == 0 ? 0 : width - label + 6, node.bar.center().y() - 10, label - 6, 20);
        const auto side0 = which == 0;
        painter.setFont(font);
        painter.setPen(theme.text);
        const QString shown = QFontMetricsF(font).elidedText(text, Qt::ElideRight, box.width() - shareWidth);
        painter.drawText(box, int((side0 ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter), shown);
        painter.setFont(small);
        painter.setPen(theme.textMuted);
        painter.drawText(box, int((side0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter), share);
    }
    painter.setOpacity(1);
}

QSizeF FlowDiagram::figureSize(double width) const
{
    return { width, m_alignment && !m_alignment->flows.empty() ? layOut(width).height + legendHeight : 140.0 };
}

void FlowDiagram::paintFigure(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    if (m_alignment && !m_alignment->flows.empty())
        paint(painter, area, theme);
    else
        paintEmptyState(painter, area, tr("Two texts, and which word goes where, at what cost, appear here."), theme);
}

void FlowDiagram::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintFigure(painter, rect(), currentTheme());
    if (hasFocus() && m_alignment) {
        painter.setPen(QPen(currentTheme().accent, 1));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
}

FlowDiagram::Word FlowDiagram::wordAt(const QPointF& position) const
{
    if (!m_alignment)
        return {};
    const Layout layout = layOut(width());
    for (const int which : { 0, 1 }) {
        const bool inColumn = which == 0 ? position.x() < labelWidth(width()) + barWidth + 2
                                         : position.x() > width() - labelWidth(width()) - barWidth - 2;
        if (!inColumn)
            continue;
        for (const Node& node : layout.nodes[which]) {
            const double half = std::max(minRowHeight, node.bar.height()) / 2 + rowGap / 2;
            if (std::abs(position.y() - node.bar.center().y()) <= half)
                return { which, node.index };
        }
    }
    for (auto band = layout.bands.rbegin(); band != layout.bands.rend(); ++band) {
        if (band->path.contains(position)) // a band is shown with its left word
            return { 0, m_alignment->flows[band->flow].left };
    }
    return {};
}

QString FlowDiagram::reading() const
{
    const Word word = emphasised();
    if (!m_alignment || word.side < 0)
        return {};
    std::vector<const Flow*> flows;
    for (const Flow& flow : m_alignment->flows) {
        if (isPart(flow, word))
            flows.push_back(&flow);
    }
    std::sort(
        flows.begin(), flows.end(), [](const Flow* a, const Flow* b) { return a->mass * a->cost > b->mass * b->cost; });
    QStringList lines;
    for (const Flow* flow : flows) {
        lines.append(tr("%1 → %2: mass %3 × cost %4 = %5")
                .arg(wordText(m_alignment->left, flow->left), wordText(m_alignment->right, flow->right),
                    plainNumber(flow->mass, 3), plainNumber(flow->cost, 3), plainNumber(flow->mass * flow->cost, 4)));
    }
    return lines.join(QLatin1Char('\n'));
}

void FlowDiagram::hover(Word word)
{
    if (word == m_hovered)
        return;
    m_hovered = word;
    update();
}

bool FlowDiagram::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && m_kept.side >= 0
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept(); // lets go of the word before it cancels anything
        return true;
    }
    if (event->type() == QEvent::ToolTip && !reading().isEmpty()) {
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(),
            QStringLiteral("<p style='white-space:pre'>%1</p>")
                .arg(reading().toHtmlEscaped().replace('\n', QLatin1String("<br>"))),
            this);
        return true;
    }
    return Chart::event(event);
}

void FlowDiagram::mouseMoveEvent(QMouseEvent* event) { hover(wordAt(event->position())); }
void FlowDiagram::leaveEvent(QEvent*) { hover({}); }

void FlowDiagram::mousePressEvent(QMouseEvent* event)
{
    const Word word = wordAt(event->position());
    m_kept = word == m_kept ? Word() : word;
    update();
}

/// ↑ and ↓ walk through a column, ← and → change it, Esc lets go.
void FlowDiagram::keyPressEvent(QKeyEvent* event)
{
    if (!m_alignment || m_alignment->flows.empty())
        return Chart::keyPressEvent(event);
    const int which = std::max(0, m_kept.side);
    const auto order = orderOf(which);
    const auto at = std::find(order.begin(), order.end(), m_kept.index);
    const auto row = at == order.end() ? std::ptrdiff_t(-1) : at - order.begin();
    const auto count = std::ptrdiff_t(order.size());
    switch (event->key()) {
    case Qt::Key_Down:
        m_kept = { which, order[std::size_t(std::min(row + 1, count - 1))] };
        break;
    case Qt::Key_Up:
        m_kept = { which, order[std::size_t(std::max<std::ptrdiff_t>(row - 1, 0))] };
        break;
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const int other = event->key() == Qt::Key_Left ? 0 : 1;
        m_kept = { other, orderOf(other).front() };
        break;
    }
    case Qt::Key_Escape:
        m_kept = {};
        break;
    default:
        return Chart::keyPressEvent(event);
    }
    setAccessibleDescription(reading().isEmpty() ? summary() : reading());
    update();
}

void FlowDiagram::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        update();
    Chart::changeEvent(event);
}

TableData FlowDiagram::table() const
{
    TableData table { { QStringLiteral("left"), QStringLiteral("right"), QStringLiteral("mass"), QStringLiteral("cost"),
                          QStringLiteral("contribution") },
        {} };
    if (!m_alignment)
        return table;
    for (const Flow& flow : m_alignment->flows) {
        table.rows.push_back({ QString::fromStdString(m_alignment->left.tokens[std::size_t(flow.left)]),
            QString::fromStdString(m_alignment->right.tokens[std::size_t(flow.right)]), exactNumber(flow.mass),
            exactNumber(flow.cost), exactNumber(flow.mass * flow.cost) });
    }
    return table;
}

QString FlowDiagram::summary() const
{
    if (!m_alignment || m_alignment->flows.empty())
        return tr("Two texts, and which word goes where, at what cost, appear here.");
    const auto dearest = std::max_element(m_alignment->flows.begin(), m_alignment->flows.end(),
        [](const Flow& a, const Flow& b) { return a.mass * a.cost < b.mass * b.cost; });
    return tr("The distance is %1, in %2 flows; the one that adds most goes from %3 to %4 (%5).")
        .arg(plainNumber(m_alignment->distance, 4))
        .arg(m_alignment->flows.size())
        .arg(wordText(m_alignment->left, dearest->left), wordText(m_alignment->right, dearest->right),
            plainNumber(dearest->mass * dearest->cost, 4));
}

} // namespace vitrine
