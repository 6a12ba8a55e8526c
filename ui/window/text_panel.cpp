// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing a row shows and explains its text; the samples are there so that nobody starts from nothing.
#include "ui/window/text_panel.h"

#include "ui/support/icons.h"
#include "ui/widgets/plain_text.h"
#include "ui/window/text_delegate.h"

#include <QFile>
#include <QHBoxLayout>
#include <QListView>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

namespace vitrine {

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

} // namespace vitrine
