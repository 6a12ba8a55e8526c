// SPDX-License-Identifier: GPL-3.0-or-later
// The largest class stands right and strong, as in the sentence "how sure is it"; the others stand left in their
// colours.
#include "ui/window/prediction_bar.h"

#include "ui/support/colour_map.h"
#include "ui/support/theme.h"
#include "ui/widgets/plain_text.h"

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace vitrine {

namespace {

constexpr int barHeight = 24;
constexpr double radius = 5;
constexpr double minNamedShare = 0.15; // share of the bar that has room for a name

/// Classes keep their colours whatever is predicted: the last one of two is red, as tokens that speak for it are.
QColor colourOf(int index, int count, const Theme& theme)
{
    if (count == 2)
        return QColor(index == 1 ? (theme.dark ? 0xc25a48 : 0xbb4540) : (theme.dark ? 0x3f7fc4 : 0x2166ac));
    static const int hues[] = { 205, 12, 150, 42, 275, 95, 330, 180 };
    return QColor::fromHsl(hues[index % 8], theme.dark ? 95 : 115, theme.dark ? 125 : 92);
}

QString number(double value, int decimals) { return QLocale().toString(value, 'f', decimals); }

} // namespace

PredictionBar::PredictionBar(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("predictionBar"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
    setPrediction({});
}

QSize PredictionBar::sizeHint() const { return { 400, barHeight + 2 }; }
QSize PredictionBar::minimumSizeHint() const { return { 120, barHeight + 2 }; }

void PredictionBar::setPrediction(std::shared_ptr<const Prediction> prediction)
{
    m_prediction = std::move(prediction);
    m_stale = false;
    m_segments.clear();
    if (hasBar()) {
        const auto& shares = m_prediction->probabilities;
        for (int i = 0; i < int(shares.size()); ++i)
            m_segments.push_back({ i, std::clamp(shares[std::size_t(i)], 0.0, 1.0), {} });
        std::sort(
            m_segments.begin(), m_segments.end(), [](const Segment& a, const Segment& b) { return a.share > b.share; });
    }
    setAccessibleName(tr("Prediction"));
    setAccessibleDescription(sentence());
    update();
}

void PredictionBar::setStale(bool stale)
{
    if (std::exchange(m_stale, stale) != stale)
        update();
}

bool PredictionBar::hasBar() const
{
    return m_prediction && m_prediction->labelIndex >= 0 && m_prediction->problem != Problem::Regression
        && !m_prediction->probabilities.empty();
}

QString PredictionBar::nameOf(int index) const
{
    const auto& labels = m_prediction->labels;
    return index < int(labels.size()) ? shortened(QString::fromStdString(labels[std::size_t(index)]), 32)
                                      : tr("class %1").arg(index);
}

QString PredictionBar::readOut(int index) const
{
    const auto at = [index](const std::vector<double>& values) {
        return index < int(values.size()) ? values[std::size_t(index)] : std::nan("");
    };
    return tr("%1: probability %2, logit %3")
        .arg(isolated(nameOf(index)), number(at(m_prediction->probabilities), 4), number(at(m_prediction->logits), 4));
}

QString PredictionBar::sentence() const
{
    if (!m_prediction)
        return tr("No prediction yet.");
    if (m_prediction->problem == Problem::Regression && !m_prediction->logits.empty())
        return std::isfinite(m_prediction->logits.front())
            ? tr("%1 = %2").arg(isolated(nameOf(0)), number(m_prediction->logits.front(), 4))
            : tr("No prediction: the model's output is not a finite number.");
    if (m_prediction->labelIndex < 0)
        return tr("No prediction: the model's logits are not finite numbers.");
    QStringList parts;
    for (const auto& segment : m_segments)
        parts.append(readOut(segment.index));
    return parts.mid(0, 8).join(QStringLiteral("; "));
}

/// The second class stands beside the bar: its segment is often too small for words.
QString PredictionBar::runnerUp() const
{
    if (!hasBar() || m_prediction->problem == Problem::MultiLabel || m_segments.size() < 2
        || m_segments[1].share >= minNamedShare)
        return {};
    return QStringLiteral("%1 %2").arg(isolated(nameOf(m_segments[1].index)), number(m_segments[1].share, 3));
}

QRectF PredictionBar::barArea() const
{
    const QString beside = runnerUp();
    const double taken = beside.isEmpty() ? 0 : QFontMetricsF(textFont(TextRole::Body)).horizontalAdvance(beside) + 12;
    const double length = taken < width() / 2.0 ? width() - 1 - taken : width() - 1;
    return { 0.5, 1, length, barHeight };
}

void PredictionBar::layOut()
{
    const bool many = m_prediction->problem == Problem::MultiLabel;
    const auto bar = barArea();
    if (many) {
        const int shown = std::min<int>(int(m_segments.size()), std::max(1, width() / 120));
        const double step = bar.width() / shown;
        for (std::size_t i = 0; i < m_segments.size(); ++i)
            m_segments[i].area
                = int(i) < shown ? QRectF(bar.left() + step * double(i), bar.top(), step - 8, bar.height()) : QRectF();
        return;
    }
    double total = 0;
    for (const auto& segment : m_segments)
        total += segment.share;
    double right = bar.right();
    for (auto& segment : m_segments) {
        const double length = total > 0 ? bar.width() * segment.share / total : 0;
        segment.area = QRectF(right - length, bar.top(), length, bar.height());
        right -= length;
    }
}

void PredictionBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& theme = currentTheme();
    painter.setOpacity(m_stale ? 0.45 : 1.0);
    const auto bar = barArea();
    if (!hasBar()) {
        painter.setPen(theme.border);
        painter.setBrush(theme.surface);
        painter.drawRoundedRect(bar.adjusted(0, 0.5, 0, -0.5), radius, radius);
        painter.setPen(theme.textMuted);
        painter.drawText(
            bar.adjusted(12, 0, -12, 0), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, sentence());
        return;
    }
    layOut();
    const bool many = m_prediction->problem == Problem::MultiLabel;
    if (const double left = bar.right() + 12; left < width()) {
        painter.setFont(textFont(TextRole::Body));
        painter.setPen(theme.textMuted);
        painter.drawText(QRectF(left, bar.top(), width() - left, bar.height()),
            Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, runnerUp());
    }
    QPainterPath outline;
    outline.addRoundedRect(bar, radius, radius);
    if (!many)
        painter.setClipPath(outline);
    const int count = int(m_prediction->probabilities.size());
    const auto bold = textFont(TextRole::Title);
    for (const auto& segment : m_segments) {
        auto colour = colourOf(segment.index, count, theme);
        auto area = segment.area;
        if (many) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.surfaceRaised);
            painter.drawRoundedRect(area, radius, radius);
            painter.fillRect(QRectF(area.left(), area.bottom() - 3, area.width() * segment.share, 3), colour);
            colour = theme.surfaceRaised;
        } else {
            painter.fillRect(area, colour);
        }
        if (segment.share < minNamedShare && !many)
            continue;
        const auto text = QStringLiteral("%1  %2").arg(isolated(nameOf(segment.index)), number(segment.share, 3));
        painter.setFont(bold);
        painter.setPen(readableOn(colour));
        const auto inner = area.adjusted(12, 0, -12, 0);
        if (painter.fontMetrics().horizontalAdvance(text) <= inner.width())
            painter.drawText(
                inner, Qt::AlignVCenter | (many ? Qt::AlignLeft : Qt::AlignRight) | Qt::TextSingleLine, text);
    }
}

bool PredictionBar::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QString text = m_prediction ? sentence() : QString();
    for (const auto& segment : m_segments) {
        if (segment.area.contains(help->pos()))
            text = readOut(segment.index);
    }
    QToolTip::showText(help->globalPos(), plainToolTip(text), this);
    return true;
}

} // namespace vitrine
