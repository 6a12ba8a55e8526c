// SPDX-License-Identifier: GPL-3.0-or-later
// The widget around the grid: which map, which tokens, what is being read.
#include "ui/charts/attention/heat_map.h"

#include "ui/charts/chart_text.h"
#include "ui/support/selection.h"
#include "ui/support/visible_text.h"

#include <QActionGroup>
#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace vitrine {

namespace {

constexpr double footHeight = 28; // the line below the square

template <typename Enum>
QAction* choice(
    HeatMap* chart, QActionGroup* group, const QString& title, bool checked, void (HeatMap::*set)(Enum), Enum value)
{
    QAction* action = group->addAction(title);
    action->setCheckable(true);
    action->setChecked(checked);
    QObject::connect(action, &QAction::triggered, chart, [chart, set, value] { (chart->*set)(value); });
    chart->addAction(action);
    return action;
}

std::vector<int> shownTokens(const Encoding& encoding, bool hideSpecial)
{
    std::vector<int> shown;
    for (std::size_t i = 0; i < encoding.size(); ++i) {
        if (!hideSpecial || i >= encoding.special.size() || !encoding.special[i])
            shown.push_back(int(i));
    }
    return shown;
}

} // namespace

HeatMap::HeatMap(QWidget* parent)
    : Chart(parent)
    , m_selection(new Selection(this))
{
    setObjectName(QStringLiteral("heatMap"));
    setAccessibleName(tr("Attention map"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    addActions();
    setSelection(m_selection);
}

void HeatMap::addActions()
{
    auto* modes = new QActionGroup(this);
    choice(this, modes, tr("Single head"), true, &HeatMap::setMode, Mode::Head);
    choice(this, modes, tr("Mean over the layer's heads"), false, &HeatMap::setMode, Mode::LayerMean);
    choice(this, modes, tr("Mean over all heads"), false, &HeatMap::setMode, Mode::AllMean);
    auto* separator = new QAction(this);
    separator->setSeparator(true);
    addAction(separator);
    auto* scales = new QActionGroup(this);
    choice(this, scales, tr("Square-root scale"), true, &HeatMap::setScale, Scale::SquareRoot);
    choice(this, scales, tr("Linear scale"), false, &HeatMap::setScale, Scale::Linear);
    const auto mark = [this, modes, scales] {
        for (int i = 0; i < modes->actions().size(); ++i)
            modes->actions()[i]->setChecked(i == int(m_mode)); // influence is none of them
        scales->actions()[m_scale == Scale::SquareRoot ? 0 : 1]->setChecked(true);
    };
    connect(this, &HeatMap::mapChanged, this, mark);
}

void HeatMap::setResult(const AnyResult& result)
{
    m_maps = AttentionMaps(result.as<Attention>());
    m_hovered = { -1, -1 };
    rebuild();
}

void HeatMap::setTokenDisplay(const TokenDisplay& display)
{
    m_display = display;
    rebuild();
}

void HeatMap::setSelection(Selection* selection)
{
    disconnect(m_selection, nullptr, this, nullptr);
    m_selection = selection ? selection : new Selection(this);
    connect(m_selection, &Selection::headChanged, this, &HeatMap::rebuild);
    connect(m_selection, &Selection::tokenChanged, this, &HeatMap::selectionChanged);
    rebuild();
}

void HeatMap::setMode(Mode mode)
{
    m_mode = mode;
    rebuild();
}

void HeatMap::setScale(Scale scale)
{
    m_scale = scale;
    update();
    Q_EMIT mapChanged();
}

/// Null when the result has none that fits its tokens.
const ScoreInfluence* HeatMap::influence() const
{
    if (m_maps.isEmpty() || !m_maps.attention()->influence)
        return nullptr;
    const auto& influence = *m_maps.attention()->influence;
    const auto size = std::size_t(m_maps.length()) * std::size_t(m_maps.length());
    return influence.matrix.values.size() == size ? &influence : nullptr;
}

/// (L·L)
std::vector<float> HeatMap::shownMap() const
{
    const int row = std::max(m_maps.rowOf(m_selection->head().layer), 0),
              column = std::max(m_maps.columnOf(m_selection->head().head), 0);
    const auto size = std::size_t(m_maps.length()) * std::size_t(m_maps.length());
    switch (m_mode) {
    case Mode::LayerMean:
        return m_maps.mean(row);
    case Mode::AllMean:
        return m_maps.mean(-1);
    case Mode::Influence:
        return influence() ? influence()->matrix.values : std::vector<float>(size, std::nanf(""));
    case Mode::Head:
        break;
    }
    return { m_maps.map(row, column), m_maps.map(row, column) + size };
}

void HeatMap::rebuild()
{
    m_grid = {};
    m_shown.clear();
    if (!m_maps.isEmpty()) {
        const auto& encoding = m_maps.attention()->encoding;
        const std::vector<float> all = shownMap();
        const std::vector<int> shown = shownTokens(encoding, m_display.hideSpecial);
        std::vector<float> values;
        QStringList labels;
        const std::vector<std::string> texts = tokenTexts(encoding);
        for (const int query : shown) {
            labels << visibleText(QString::fromStdString(texts[std::size_t(query)]));
            for (const int key : shown)
                values.push_back(all[std::size_t(query) * std::size_t(m_maps.length()) + std::size_t(key)]);
        }
        m_grid = HeatMapGrid(std::move(values), labels);
        m_shown = shown;
    }
    m_key = m_key < m_grid.size() ? m_key : -1;
    updateGeometry();
    selectionChanged();
    Q_EMIT mapChanged();
}

void HeatMap::selectionChanged()
{
    const auto [row, column] = selectedCell();
    setAccessibleDescription(row >= 0 ? tr("Selected: %1. %2").arg(readOut(row, column), summary()) : summary());
    update();
}

QString HeatMap::mapTitle() const
{
    if (m_maps.isEmpty())
        return tr("No map");
    const int row = std::max(m_maps.rowOf(m_selection->head().layer), 0),
              column = std::max(m_maps.columnOf(m_selection->head().head), 0);
    switch (m_mode) {
    case Mode::LayerMean:
        return tr("Mean of layer %1").arg(m_maps.layerOf(row) + 1);
    case Mode::AllMean:
        return tr("Mean of all heads");
    case Mode::Influence:
        return influence()
            ? tr("Influence on the scores of head %1").arg(headName({ influence()->layer, influence()->head }))
            : tr("No map");
    case Mode::Head:
        break;
    }
    return tr("Head %1").arg(headName(m_maps.headAt(row, column)));
}

double HeatMap::valueAt(int query, int key) const
{
    const bool inside = query >= 0 && query < m_grid.size() && key >= 0 && key < m_grid.size();
    return inside ? double(m_grid.value(query, key)) : std::nan("");
}

std::pair<int, int> HeatMap::cellAt(const QPointF& position) const
{
    if (m_grid.size() == 0)
        return { -1, -1 };
    const GridFrame frame = m_grid.frameFor(width());
    const int row = int(std::floor((position.y() - frame.square.top()) / frame.cell));
    const int column = int(std::floor((position.x() - frame.square.left()) / frame.cell));
    const bool inside = row >= 0 && row < m_grid.size() && column >= 0 && column < m_grid.size();
    return inside ? std::pair(row, column) : std::pair(-1, -1);
}

std::pair<int, int> HeatMap::selectedCell() const
{
    const auto found = std::find(m_shown.begin(), m_shown.end(), m_selection->token());
    const bool none = m_grid.size() == 0 || found == m_shown.end();
    return { none ? -1 : int(found - m_shown.begin()), none ? -1 : m_key };
}

void HeatMap::select(int query, int key)
{
    if (query < 0 || query >= m_grid.size())
        return;
    m_key = std::clamp(key, -1, m_grid.size() - 1);
    m_selection->setToken(m_shown[std::size_t(query)]);
    selectionChanged(); // the token stays the same when only the column moves
}

QString HeatMap::readOut(int query, int key) const
{
    if (query < 0)
        return {};
    const QString from = m_grid.labels()[query];
    const bool tellsInfluence = m_mode == Mode::Influence;
    if (key < 0 && tellsInfluence)
        return tr("scores of %1 by …").arg(from);
    if (key < 0)
        return tr("%1 looks at …").arg(from);
    if (tellsInfluence && valueAt(query, key) == 0)
        return tr("scores of %1 by %2   exactly 0").arg(from, m_grid.labels()[key]);
    return (tellsInfluence ? tr("scores of %1 by %2   %3") : tr("%1 → %2   %3"))
        .arg(from, m_grid.labels()[key], plainNumber(valueAt(query, key), 4));
}

QString HeatMap::note() const
{
    const bool hidden
        = m_mode != Mode::Influence && m_display.hideSpecial && !m_maps.isEmpty() && m_grid.size() < m_maps.length();
    return hidden ? tr("special tokens hidden: rows do not sum to 1") : QString();
}

QSizeF HeatMap::figureSize(double width) const
{
    return { width, m_grid.size() == 0 ? 96.0 : m_grid.frameFor(width).height + footHeight };
}

void HeatMap::paintFigure(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    if (m_grid.size() == 0) {
        paintEmptyState(painter, area, tr("No attention maps."), theme);
        return;
    }
    painter.save();
    painter.translate(area.topLeft());
    const GridFrame frame = m_grid.frameFor(area.width());
    m_grid.paint(painter, frame, theme, m_scale == Scale::SquareRoot, {});
    painter.setFont(chartFont(TextRole::Small));
    painter.setPen(theme.textMuted);
    const QString scale = m_scale == Scale::SquareRoot ? tr("square-root scale, 0 … %1") : tr("linear scale, 0 … %1");
    QStringList parts { mapTitle(), scale.arg(plainNumber(double(m_grid.largest()), 3)) };
    if (!note().isEmpty())
        parts << note();
    painter.drawText(QRectF(frame.labelSide, frame.height, area.width() - frame.labelSide, footHeight),
        int(Qt::AlignLeft | Qt::AlignVCenter), parts.join(QStringLiteral(" · ")));
    painter.restore();
}

TableData HeatMap::table() const
{
    TableData table;
    table.header << QStringLiteral("query \\ key");
    table.header << m_grid.labels();
    for (int row = 0; row < m_grid.size(); ++row) {
        QStringList cells { m_grid.labels()[row] };
        for (int column = 0; column < m_grid.size(); ++column)
            cells << exactNumber(double(m_grid.value(row, column)));
        table.rows.push_back(cells);
    }
    return table;
}

QString HeatMap::summary() const
{
    if (m_grid.size() == 0)
        return tr("No attention maps.");
    int row = -1, column = -1;
    float largest = -1;
    for (int i = 0; i < m_grid.size(); ++i) {
        for (int j = 0; j < m_grid.size(); ++j) {
            if (std::isfinite(m_grid.value(i, j)) && m_grid.value(i, j) > largest) {
                largest = m_grid.value(i, j);
                row = i;
                column = j;
            }
        }
    }
    if (row < 0)
        return tr("%1: no weight is a finite number.").arg(mapTitle());
    if (m_mode == Mode::Influence) {
        return tr("%1, %2 tokens; largest derivative: %3, of the scores of '%4' by '%5'.")
            .arg(mapTitle(), QString::number(m_grid.size()), plainNumber(double(largest), 3), m_grid.labels()[row],
                m_grid.labels()[column]);
    }
    return tr("%1, %2 tokens; largest weight: %3 from '%4' to '%5'.")
        .arg(mapTitle(), QString::number(m_grid.size()), plainNumber(double(largest), 3), m_grid.labels()[row],
            m_grid.labels()[column]);
}

QSize HeatMap::sizeHint() const { return { 360, heightForWidth(width() > 160 ? width() : 360) }; }
int HeatMap::heightForWidth(int width) const { return int(std::ceil(figureSize(width).height())); }

void HeatMap::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = currentTheme();
    if (m_grid.size() == 0) {
        paintEmptyState(painter, rect(), tr("Choose a head: its map appears here."), theme);
        return;
    }
    const GridFrame frame = m_grid.frameFor(width());
    const auto [row, column] = selectedCell();
    m_grid.paint(
        painter, frame, theme, m_scale == Scale::SquareRoot, { row, column, m_hovered.first, m_hovered.second });
    if (!m_grid.hasFinite())
        paintEmptyState(painter, frame.square, tr("No weight is a finite number."), theme);
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(frame.square.adjusted(-2, -2, 2, 2), 2, 2);
    }
    const QRectF foot(0, frame.height, width(), footHeight);
    const QString reading = m_hovered.first >= 0 ? readOut(m_hovered.first, m_hovered.second) : readOut(row, column);
    painter.setFont(chartFont(reading.isEmpty() ? TextRole::Small : TextRole::Body, reading));
    painter.setPen(reading.isEmpty() ? theme.textMuted : theme.text);
    painter.drawText(foot, int(Qt::AlignHCenter | Qt::AlignVCenter), reading.isEmpty() ? note() : reading);
}

void HeatMap::mouseMoveEvent(QMouseEvent* event)
{
    const auto cell = cellAt(event->position());
    if (cell == m_hovered)
        return;
    m_hovered = cell;
    m_selection->setHoveredToken(cell.first >= 0 ? m_shown[std::size_t(cell.first)] : -1);
    update();
}

void HeatMap::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return event->ignore();
    const auto [row, column] = cellAt(event->position());
    select(row, column);
}

void HeatMap::leaveEvent(QEvent*)
{
    m_hovered = { -1, -1 };
    m_selection->setHoveredToken(-1);
    update();
}

void HeatMap::keyPressEvent(QKeyEvent* event)
{
    const auto [row, column] = selectedCell();
    const int last = m_grid.size() - 1;
    const int fromRow = std::max(row, 0), fromColumn = std::max(column, 0);
    switch (event->key()) {
    case Qt::Key_Left:
        return select(fromRow, std::max(fromColumn - 1, 0));
    case Qt::Key_Right:
        return select(fromRow, std::min(column < 0 ? 0 : column + 1, last));
    case Qt::Key_Up:
        return select(std::max(fromRow - 1, 0), fromColumn);
    case Qt::Key_Down:
        return select(std::min(row < 0 ? 0 : row + 1, last), fromColumn);
    case Qt::Key_Home:
        return select(fromRow, 0);
    case Qt::Key_End:
        return select(fromRow, last);
    default:
        Chart::keyPressEvent(event);
    }
}

void HeatMap::focusInEvent(QFocusEvent*) { update(); }
void HeatMap::focusOutEvent(QFocusEvent*) { update(); }

void HeatMap::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange)
        updateGeometry();
    Chart::changeEvent(event);
}

} // namespace vitrine
