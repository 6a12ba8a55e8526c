// SPDX-License-Identifier: GPL-3.0-or-later
// The grid is one image in device pixels; a large one is coloured on a worker thread while the old one stays.
#include "ui/charts/attention/head_atlas.h"

#include "ui/charts/attention/head_lens.h"
#include "ui/charts/chart_text.h"
#include "ui/support/selection.h"
#include "ui/support/visible_text.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>
#include <cmath>

namespace vitrine {

namespace {

constexpr std::int64_t valuesPerFrame = 4'000'000; // about 10 ms of pooling

struct Peak {
    int row = -1, column = -1, query = -1, key = -1;
    float weight = -1;
};

Peak peakOf(const AttentionMaps& maps)
{
    Peak peak;
    const int length = maps.length();
    for (int row = 0; row < maps.layers(); ++row) {
        for (int column = 0; column < maps.heads(); ++column) {
            const float* values = maps.map(row, column);
            for (int i = 0; i < length * length; ++i) {
                if (values[i] > peak.weight && std::isfinite(values[i]))
                    peak = { row, column, i / length, i % length, values[i] };
            }
        }
    }
    return peak;
}

} // namespace

HeadAtlas::HeadAtlas(QWidget* parent)
    : Chart(parent)
    , m_selection(new Selection(this))
    , m_lens(new HeadLens(this))
{
    setObjectName(QStringLiteral("headAtlas"));
    setAccessibleName(tr("All attention heads"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_summary = summary();
    setSelection(m_selection);
}

void HeadAtlas::setResult(const AnyResult& result)
{
    m_maps = AttentionMaps(result.as<Attention>());
    m_lens->hide();
    m_image = {};
    m_summary = summary(); // kept: it reads every weight
    makeImage();
    updateGeometry();
    selectionChanged();
}

void HeadAtlas::setSelection(Selection* selection)
{
    disconnect(m_selection, nullptr, this, nullptr);
    m_selection = selection ? selection : new Selection(this);
    connect(m_selection, &Selection::headChanged, this, &HeadAtlas::selectionChanged);
    selectionChanged();
}

void HeadAtlas::selectionChanged()
{
    const int row = m_maps.rowOf(m_selection->head().layer), column = m_maps.columnOf(m_selection->head().head);
    QString selected;
    if (row >= 0 && column >= 0)
        selected = tr("Selected: head %1, %2. ")
                       .arg(headName(m_maps.headAt(row, column)),
                           headDetail(m_maps, row, column).replace(QLatin1Char('\n'), QStringLiteral(", ")));
    setAccessibleDescription(selected + m_summary);
    update();
}

HeadAtlas::Frame HeadAtlas::frameFor(double width) const
{
    const QFontMetricsF small(chartFont(TextRole::Small));
    Frame frame;
    frame.left = std::ceil(small.horizontalAdvance(QStringLiteral("00"))) + 12;
    frame.top = std::ceil(small.height()) + 6;
    const double pitch = m_maps.isEmpty() ? 0 : std::floor((width - frame.left - 3) / m_maps.heads());
    frame.gap = pitch > 40 ? 4 : 2;
    frame.cell = std::clamp(pitch - frame.gap, 6.0, 96.0);
    return frame;
}

void HeadAtlas::makeImage()
{
    ++m_imageJob;
    if (m_maps.isEmpty() || width() < 40)
        return;
    const Frame frame = frameFor(width());
    const qreal ratio = devicePixelRatioF();
    const AtlasGrid grid { int(std::lround(frame.cell * ratio)), int(std::lround(frame.gap * ratio)) };
    const ColourMap map = ColourMap::magnitudeMap(currentTheme());
    if (m_maps.attention()->maps.count() <= valuesPerFrame) {
        m_image = atlasImage(m_maps, grid, map);
        return;
    }
    QThreadPool::globalInstance()->start(
        [maps = m_maps, grid, map, job = m_imageJob, self = QPointer<HeadAtlas>(this)] {
            const QImage image = atlasImage(maps, grid, map);
            QMetaObject::invokeMethod(qApp, [image, job, self] {
                if (self && self->m_imageJob == job) {
                    self->m_image = image;
                    self->update();
                }
            });
        });
}

void HeadAtlas::paintLabels(QPainter& painter, const Frame& frame, const Theme& theme) const
{
    painter.setFont(chartFont(TextRole::Small));
    painter.setPen(theme.textMuted);
    const int step = frame.cell < 16 ? 2 : 1;
    for (int column = 0; column < m_maps.heads(); column += step) {
        const QRectF cell = frame.rect(0, column);
        painter.drawText(QRectF(cell.left() - 8, frame.top - frame.top, cell.width() + 16, frame.top - 4),
            int(Qt::AlignHCenter | Qt::AlignBottom), QString::number(m_maps.headOf(column) + 1));
    }
    for (int row = 0; row < m_maps.layers(); row += step) {
        const QRectF cell = frame.rect(row, 0);
        painter.drawText(QRectF(0, cell.top(), frame.left - 8, cell.height()), int(Qt::AlignRight | Qt::AlignVCenter),
            QString::number(m_maps.layerOf(row) + 1));
    }
}

QRectF HeadAtlas::headRect(int row, int column) const { return frameFor(width()).rect(row, column); }

std::pair<int, int> HeadAtlas::headAt(const QPointF& position) const
{
    const Frame frame = frameFor(width());
    const int column = int(std::floor((position.x() - frame.left) / (frame.cell + frame.gap)));
    const int row = int(std::floor((position.y() - frame.top) / (frame.cell + frame.gap)));
    const bool inside = row >= 0 && row < m_maps.layers() && column >= 0 && column < m_maps.heads();
    return inside ? std::pair(row, column) : std::pair(-1, -1);
}

double HeadAtlas::valueAt(int row, int column, int query, int key) const
{
    const int length = m_maps.length();
    const bool inside = row >= 0 && row < m_maps.layers() && column >= 0 && column < m_maps.heads() && query >= 0
        && query < length && key >= 0 && key < length;
    return inside ? double(m_maps.map(row, column)[query * length + key]) : std::nan("");
}

void HeadAtlas::select(int row, int column)
{
    if (row >= 0 && row < m_maps.layers() && column >= 0 && column < m_maps.heads())
        m_selection->setHead(m_maps.headAt(row, column));
}

QSizeF HeadAtlas::figureSize(double width) const
{
    if (m_maps.isEmpty())
        return { width, 96 };
    const Frame frame = frameFor(width);
    return { width, frame.rect(m_maps.layers() - 1, 0).bottom() + 3 };
}

void HeadAtlas::paintFigure(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    if (m_maps.isEmpty()) {
        paintEmptyState(painter, area, tr("No attention maps."), theme);
        return;
    }
    painter.save();
    painter.translate(area.topLeft());
    const Frame frame = frameFor(area.width());
    paintLabels(painter, frame, theme);
    const ColourMap& map = ColourMap::magnitudeMap(theme);
    for (int row = 0; row < m_maps.layers(); ++row) {
        for (int column = 0; column < m_maps.heads(); ++column) {
            const QRectF cell = frame.rect(row, column);
            // Four dots a pixel are enough for print and keep 144 heads within a few megabytes.
            painter.drawImage(cell, mapThumbnail(m_maps.map(row, column), m_maps.length(), int(4 * frame.cell), map));
            painter.setPen(QPen(theme.border, 0.75));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(cell);
        }
    }
    painter.restore();
}

TableData HeadAtlas::table() const
{
    TableData table { { QStringLiteral("layer"), QStringLiteral("head"), QStringLiteral("largest weight"),
                          QStringLiteral("entropy"), QStringLiteral("diagonal"), QStringLiteral("previous"),
                          QStringLiteral("next"), QStringLiteral("first"), QStringLiteral("special") },
        {} };
    const auto size = std::ptrdiff_t(m_maps.length()) * m_maps.length();
    for (int row = 0; row < m_maps.layers(); ++row) {
        for (int column = 0; column < m_maps.heads(); ++column) {
            const float* values = m_maps.map(row, column);
            QStringList cells { QString::number(m_maps.layerOf(row) + 1), QString::number(m_maps.headOf(column) + 1),
                exactNumber(double(*std::max_element(values, values + size))) };
            if (const HeadStatistics* s = m_maps.statistics(row, column))
                cells << exactNumber(s->entropy) << exactNumber(s->diagonal) << exactNumber(s->previous)
                      << exactNumber(s->next) << exactNumber(s->first) << exactNumber(s->special);
            while (cells.size() < table.header.size())
                cells << QString();
            table.rows.push_back(cells);
        }
    }
    return table;
}

QString HeadAtlas::summary() const
{
    if (m_maps.isEmpty())
        return tr("No attention maps.");
    const Peak peak = peakOf(m_maps);
    if (peak.row < 0)
        return tr("No attention weight is a finite number.");
    const std::vector<std::string> texts = tokenTexts(m_maps.attention()->encoding);
    const auto name = [&texts](int i) { return visibleText(QString::fromStdString(texts[std::size_t(i)])); };
    return tr("%1 layers of %2 heads; largest weight: %3 from '%4' to '%5' in head %6.")
        .arg(QString::number(m_maps.layers()), QString::number(m_maps.heads()), plainNumber(double(peak.weight), 3),
            name(peak.query), name(peak.key), headName(m_maps.headAt(peak.row, peak.column)));
}

QSize HeadAtlas::sizeHint() const { return { 560, heightForWidth(width() > 200 ? width() : 560) }; }
int HeadAtlas::heightForWidth(int width) const { return int(std::ceil(figureSize(width).height())); }

void HeadAtlas::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = currentTheme();
    if (m_maps.isEmpty()) {
        paintEmptyState(painter, rect(), tr("The attention of every layer and head appears here."), theme);
        return;
    }
    const Frame frame = frameFor(width());
    paintLabels(painter, frame, theme);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!m_image.isNull()) {
        const double w = m_maps.heads() * (frame.cell + frame.gap) - frame.gap,
                     h = m_maps.layers() * (frame.cell + frame.gap) - frame.gap;
        painter.drawImage(QRectF(frame.left, frame.top, w, h), m_image);
    }
    painter.setBrush(Qt::NoBrush);
    const int selectedRow = m_maps.rowOf(m_selection->head().layer),
              selectedColumn = m_maps.columnOf(m_selection->head().head);
    for (int row = 0; row < m_maps.layers(); ++row) {
        for (int column = 0; column < m_maps.heads(); ++column) {
            painter.setPen(QPen(theme.border, 1));
            painter.drawRoundedRect(frame.rect(row, column).adjusted(-0.5, -0.5, 0.5, 0.5), 1.5, 1.5);
        }
    }
    if (selectedRow >= 0 && selectedColumn >= 0) {
        painter.setPen(QPen(theme.accent, hasFocus() ? 2.5 : 2));
        painter.drawRoundedRect(frame.rect(selectedRow, selectedColumn).adjusted(-1, -1, 1, 1), 3, 3);
    }
}

void HeadAtlas::resizeEvent(QResizeEvent*) { makeImage(); }

void HeadAtlas::mouseMoveEvent(QMouseEvent* event)
{
    const auto [row, column] = headAt(event->position());
    if (row >= 0)
        m_lens->showHead(m_maps, row, column, headRect(row, column));
    else
        m_lens->hide();
}

void HeadAtlas::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return event->ignore();
    const auto [row, column] = headAt(event->position());
    select(row, column);
}

void HeadAtlas::leaveEvent(QEvent*) { m_lens->hide(); }

void HeadAtlas::keyPressEvent(QKeyEvent* event)
{
    const int row = m_maps.rowOf(m_selection->head().layer), column = m_maps.columnOf(m_selection->head().head);
    const bool none = row < 0 || column < 0;
    switch (event->key()) {
    case Qt::Key_Left:
        return none ? select(0, 0) : select(row, column - 1);
    case Qt::Key_Right:
        return none ? select(0, 0) : select(row, column + 1);
    case Qt::Key_Up:
        return none ? select(0, 0) : select(row - 1, column);
    case Qt::Key_Down:
        return none ? select(0, 0) : select(row + 1, column);
    case Qt::Key_Home:
        return select(std::max(row, 0), 0);
    case Qt::Key_End:
        return select(std::max(row, 0), m_maps.heads() - 1);
    default:
        Chart::keyPressEvent(event);
    }
}

void HeadAtlas::focusInEvent(QFocusEvent*)
{
    if (m_maps.rowOf(m_selection->head().layer) < 0 || m_maps.columnOf(m_selection->head().head) < 0)
        select(0, 0);
    update();
}

void HeadAtlas::focusOutEvent(QFocusEvent*) { update(); }

void HeadAtlas::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        makeImage();
    Chart::changeEvent(event);
}

} // namespace vitrine
