// SPDX-License-Identifier: GPL-3.0-or-later
// All words typed must occur, in any order; what begins with the first word stands on top.
#include "ui/window/command_palette.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine {

namespace {

QString nameOf(const QAction* action) { return QString(action->text()).remove(QLatin1Char('&')).remove(QChar(0x2026)); }

} // namespace

CommandPalette::CommandPalette(const QList<QAction*>& actions, QWidget* parent)
    : QDialog(parent, Qt::Popup | Qt::FramelessWindowHint)
    , m_line(new QLineEdit)
    , m_list(new QListWidget)
{
    for (auto* action : actions) {
        if (action->isEnabled() && !action->isSeparator() && !nameOf(action).isEmpty())
            m_actions.append(action);
    }
    setObjectName(QStringLiteral("commandPalette"));
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(tr("Commands"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_line);
    layout->addWidget(m_list);
    m_line->setPlaceholderText(tr("Search commands"));
    m_line->setAccessibleName(tr("Search commands"));
    m_list->setAccessibleName(tr("Commands found"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_line->installEventFilter(this);
    connect(m_line, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_line, &QLineEdit::returnPressed, this, &CommandPalette::runCurrent);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::runCurrent);
    resize(440, 340);
    filter({});
    m_line->setFocus();
}

void CommandPalette::filter(const QString& words)
{
    m_list->clear();
    const auto wanted = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    QList<int> found;
    for (int i = 0; i < m_actions.size(); ++i) {
        const auto name = nameOf(m_actions.at(i));
        if (std::all_of(wanted.begin(), wanted.end(),
                [&](const QString& word) { return name.contains(word, Qt::CaseInsensitive); }))
            found.append(i);
    }
    if (!wanted.isEmpty()) {
        std::stable_sort(found.begin(), found.end(), [&](int a, int b) {
            const auto begins
                = [&](int i) { return nameOf(m_actions.at(i)).startsWith(wanted.first(), Qt::CaseInsensitive); };
            return begins(a) && !begins(b);
        });
    }
    for (const int i : found) {
        const auto shortcut = m_actions.at(i)->shortcut().toString(QKeySequence::NativeText);
        auto* item = new QListWidgetItem(shortcut.isEmpty()
                ? nameOf(m_actions.at(i))
                : QStringLiteral("%1   %2").arg(nameOf(m_actions.at(i)), shortcut));
        item->setData(Qt::UserRole, i);
        m_list->addItem(item);
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::runCurrent()
{
    const auto* item = m_list->currentItem();
    auto* action = item ? m_actions.at(item->data(Qt::UserRole).toInt()) : nullptr;
    close();
    if (action)
        QTimer::singleShot(0, action, &QAction::trigger);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_line && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            const int step = key == Qt::Key_Down ? 1 : -1;
            m_list->setCurrentRow(std::clamp(m_list->currentRow() + step, 0, std::max(0, m_list->count() - 1)));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace vitrine
