// SPDX-License-Identifier: GPL-3.0-or-later
// Mnemonics are unique within each menu; tests/gui/tst_window_manners.cpp checks it.
#include "ui/window/actions.h"

#include "ui/support/icons.h"

#include <QActionGroup>
#include <QMenu>
#include <QMenuBar>

namespace vitrine {

QAction* Actions::add(QMenu* menu, const QString& text, const QString& shortcut, const QString& name)
{
    auto* action = menu->addAction(text);
    if (!shortcut.isEmpty())
        action->setShortcut(QKeySequence(shortcut));
    if (!name.isEmpty())
        action->setObjectName(name);
    m_all.append(action);
    return action;
}

Actions::Actions(QMenuBar* bar, QObject* parent)
    : QObject(parent)
{
    auto* file = bar->addMenu(tr("&File"));
    openFolder = add(file, tr("&Open model folder…"), QStringLiteral("Ctrl+O"), QStringLiteral("openFolder"));
    openFile = add(file, tr("Open &weights file…"), QStringLiteral("Ctrl+Shift+O"));
    builtInMenu = file->addMenu(tr("&Built-in models"));
    recentMenu = file->addMenu(tr("&Recent models"));
    file->addSeparator();
    openText = add(file, tr("Open &text file…"), QStringLiteral("Ctrl+T"));
    file->addSeparator();
    exportFigure = add(file, tr("&Export figure…"), QStringLiteral("Ctrl+Shift+E"), QStringLiteral("actionExport"));
    file->addSeparator();
    closeModel = add(file, tr("&Close model"), QStringLiteral("Ctrl+W"));
    quit = add(file, tr("&Quit"), QStringLiteral("Ctrl+Q"));

    auto* edit = bar->addMenu(tr("&Edit"));
    undo = add(edit, tr("&Undo"), QStringLiteral("Ctrl+Z"));
    redo = add(edit, tr("&Redo"), QStringLiteral("Ctrl+Shift+Z"));
    edit->addSeparator();
    cut = add(edit, tr("Cu&t"));
    copy = add(edit, tr("&Copy"));
    paste = add(edit, tr("&Paste"));
    edit->addSeparator();
    copyFigure = add(edit, tr("Copy &figure"), QStringLiteral("Ctrl+Shift+C"));
    copyNumbers = add(edit, tr("Copy &numbers"));
    showTable = add(edit, tr("&Show as table"));
    edit->addSeparator();
    find = add(edit, tr("F&ind token…"), QStringLiteral("Ctrl+F"));

    m_view = bar->addMenu(tr("&View"));
    m_pagesEnd = m_view->addSeparator();
    palette = add(m_view, tr("Search &commands…"), QStringLiteral("Ctrl+K"), QStringLiteral("actionPalette"));
    m_view->addSeparator();
    fullPage = add(m_view, tr("&Full page"), QStringLiteral("F11"));
    fullPage->setCheckable(true);
    nextPane = add(m_view, tr("&Next pane"), QStringLiteral("F6"));
    previousPane = add(m_view, tr("&Previous pane"), QStringLiteral("Shift+F6"));
    m_view->addSeparator();
    zoomIn = add(m_view, tr("Zoom &in"), QStringLiteral("Ctrl++"));
    zoomOut = add(m_view, tr("Zoom &out"), QStringLiteral("Ctrl+-"));
    zoomReset = add(m_view, tr("&Reset zoom"), QStringLiteral("Ctrl+0"));
    auto* theme = m_view->addMenu(tr("&Theme"));
    themeLight = add(theme, tr("&Light"));
    themeDark = add(theme, tr("&Dark"));
    themeSystem = add(theme, tr("&As the desktop"));
    auto* themes = new QActionGroup(this);
    for (auto* action : { themeLight, themeDark, themeSystem }) {
        action->setCheckable(true);
        themes->addAction(action);
    }

    auto* model = bar->addMenu(tr("&Model"));
    run = add(model, tr("&Explain the text"), QStringLiteral("Ctrl+Return"), QStringLiteral("actionRun"));
    cancel = add(model, tr("&Cancel"), QStringLiteral("Esc"), QStringLiteral("actionCancel"));
    model->addSeparator();
    modelMenu = model;
    loadReport = add(model, tr("&Load report…"));
    parity = add(model, tr("Co&mpare with logits…"));
    restartEngine = add(model, tr("&Restart the engine"), {}, QStringLiteral("actionRestart"));

    auto* help = bar->addMenu(tr("&Help"));
    pageHelp = add(help, tr("&Help on this page"), QStringLiteral("F1"));
    whatsThis = add(help, tr("&What is this?"), QStringLiteral("Shift+F1"));
    engineLog = add(help, tr("Engine &log…"));
    about = add(help, tr("&About Vitrine"));
}

QAction* Actions::addPage(const QString& id, const QString& title, const QString& icon, const QString& shortcut)
{
    auto* action = new QAction(lineIcon(icon), title, this);
    action->setObjectName(QStringLiteral("page-") + id);
    action->setIconText(QString(title).remove(QLatin1Char('&')));
    action->setCheckable(true);
    action->setShortcut(QKeySequence(shortcut));
    m_view->insertAction(m_pagesEnd, action);
    m_all.append(action);
    return action;
}

} // namespace vitrine
