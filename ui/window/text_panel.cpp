// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing a row shows and explains its text; the samples are there so that nobody starts from nothing.
#include "ui/window/text_panel.h"

#include "ui/support/icons.h"
#include "ui/support/theme.h"
#include "ui/widgets/plain_text.h"
#include "ui/window/text_history.h"

#include <QFile>
#include <QHBoxLayout>
#include <QListView>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace vitrine {

namespace {

constexpr int inset = 10;
constexpr int padding = 7;

} // namespace

QStringList sampleTexts(const QString& language)
{
    QFile file(QStringLiteral(":/samples/%1.txt").arg(language));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

TextPanel::TextPanel(TextHistory& history, QWidget* parent)
    : QWidget(parent)
    , m_history(history)
    , m_list(new QListView)
    , m_samples(new QMenu(tr("Sample &texts"), this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto* top = new QHBoxLayout;
    top->addWidget(PlainLabel::make(tr("Texts"), "heading"));
    top->addStretch(1);
    auto* samples = new QToolButton;
    samples->setIcon(lineIcon(QStringLiteral("samples")));
    samples->setIconSize({ 16, 16 });
    samples->setPopupMode(QToolButton::InstantPopup);
    samples->setMenu(m_samples);
    samples->setToolTip(tr("Sample texts"));
    samples->setAccessibleName(tr("Sample texts"));
    samples->setFocusPolicy(Qt::TabFocus);
    top->addWidget(samples);
    layout->addLayout(top);

    m_list->setObjectName(QStringLiteral("textList"));
    m_list->setAccessibleName(tr("Texts"));
    m_list->setProperty("look", QStringLiteral("bare"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setModel(&history);
    m_list->setItemDelegate(new TextDelegate(m_list));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    layout->addWidget(m_list, 1);

    for (const auto* language : { "en", "zh" }) {
        for (const auto& text : sampleTexts(QLatin1String(language))) {
            auto* action = m_samples->addAction(withoutMnemonic(shortened(text, 60)));
            connect(action, &QAction::triggered, this, [this, text] { Q_EMIT chosen(text); });
        }
        if (language == QLatin1String("en"))
            m_samples->addSeparator();
    }
    const auto choose = [this](const QModelIndex& index) {
        if (index.isValid())
            Q_EMIT chosen(index.data(TextHistory::TextRole).toString());
    };
    connect(m_list, &QListView::clicked, this, choose);
    connect(m_list, &QListView::activated, this, choose);
    connect(m_list, &QListView::customContextMenuRequested, this, &TextPanel::showContextMenu);
}

void TextPanel::setCurrent(const QString& text)
{
    const int row = m_history.rowOf(text);
    if (row >= 0)
        m_list->setCurrentIndex(m_history.index(row));
    else
        m_list->clearSelection();
}

void TextPanel::showContextMenu(const QPoint& position)
{
    const auto index = m_list->indexAt(position);
    if (!index.isValid())
        return;
    const int row = index.row();
    QMenu menu;
    const bool isPinned = index.data(TextHistory::PinnedRole).toBool();
    connect(menu.addAction(isPinned ? tr("&Unpin") : tr("&Pin")), &QAction::triggered, this,
        [this, row] { m_history.togglePinned(row); });
    connect(
        menu.addAction(tr("&Remove from the list")), &QAction::triggered, this, [this, row] { m_history.remove(row); });
    menu.exec(m_list->viewport()->mapToGlobal(position));
}

QSize TextDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    const QFontMetrics body(textFont(TextRole::Body));
    const QFontMetrics small(textFont(TextRole::Small));
    return { 120, body.height() + small.height() + 2 * padding + 4 };
}

void TextDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto& theme = currentTheme();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const auto frame = QRectF(option.rect).adjusted(0.5, 1.5, -0.5, -1.5);
    const bool isCurrent = option.state.testFlag(QStyle::State_Selected);
    const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus);
    if (isCurrent || hasFocus || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setPen(hasFocus ? theme.accent : isCurrent ? theme.border : QColor(Qt::transparent));
        painter->setBrush(isCurrent ? theme.surface : theme.surfaceRaised);
        painter->drawRoundedRect(frame, 8, 8);
    }
    auto area = option.rect.adjusted(inset, padding, -inset, -padding);
    if (index.data(TextHistory::PinnedRole).toBool()) {
        lineIcon(QStringLiteral("pin")).paint(painter, QRect(area.right() - 13, area.top() + 1, 14, 14));
        area.setRight(area.right() - 20);
    }
    const auto body = textFont(TextRole::Body);
    const auto small = textFont(TextRole::Small);
    const QFontMetrics bodyMetrics(body);
    const QFontMetrics smallMetrics(small);
    const QRect first(area.left(), area.top(), area.width(), bodyMetrics.height());
    const QRect second(area.left(), first.bottom() + 3, area.width(), smallMetrics.height());

    painter->setFont(body);
    painter->setPen(theme.text);
    painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        bodyMetrics.elidedText(isolated(index.data(Qt::DisplayRole).toString()), Qt::ElideRight, first.width()));

    const auto label = index.data(TextHistory::LabelRole).toString();
    painter->setFont(small);
    painter->setPen(theme.textMuted);
    if (label.isEmpty()) {
        painter->drawText(second, Qt::AlignLeft | Qt::AlignVCenter, tr("not predicted yet"));
    } else {
        const double probability = index.data(TextHistory::ProbabilityRole).toDouble();
        const auto value = std::isfinite(probability) ? QLocale().toString(probability, 'f', 3) : QString();
        auto bold = small;
        bold.setWeight(QFont::DemiBold);
        const int valueWidth = QFontMetrics(bold).horizontalAdvance(value) + 6;
        const auto shown = smallMetrics.elidedText(isolated(label), Qt::ElideRight, second.width() - valueWidth);
        painter->drawText(second, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, shown);
        painter->setFont(bold);
        painter->drawText(second.adjusted(smallMetrics.horizontalAdvance(shown) + 6, 0, 0, 0),
            Qt::AlignLeft | Qt::AlignVCenter, value);
    }
    painter->restore();
}

} // namespace vitrine
