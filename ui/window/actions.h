// SPDX-License-Identifier: GPL-3.0-or-later
// Every command of the window, once: menus, shortcuts and the command palette show the same actions.
#pragma once

#include <QAction>
#include <QList>
#include <QObject>

class QMenu;
class QMenuBar;

namespace vitrine {

/// The actions and the menus they stand in. Who owns the window connects them.
class Actions : public QObject {
    Q_OBJECT
public:
    explicit Actions(QMenuBar* bar, QObject* parent = nullptr);

    /// A page's action, checkable, at its place in the View menu.
    QAction* addPage(const QString& id, const QString& title, const QString& icon, const QString& shortcut);
    /// Every action, for the palette.
    QList<QAction*> all() const { return m_all; }

    QAction *openFolder, *openFile, *openText, *exportFigure, *closeModel, *quit;
    QAction *undo, *redo, *cut, *copy, *paste, *copyFigure, *copyNumbers, *showTable, *find;
    QAction *fullPage, *nextPane, *previousPane, *zoomIn, *zoomOut, *zoomReset, *palette;
    QAction *themeLight, *themeDark, *themeSystem;
    QAction *run, *cancel, *loadReport, *parity, *restartEngine;
    QAction *pageHelp, *whatsThis, *engineLog, *about;

    QMenu *builtInMenu, *recentMenu, *modelMenu;

private:
    QAction* add(QMenu* menu, const QString& text, const QString& shortcut = {}, const QString& name = {});

    QList<QAction*> m_all;
    QMenu* m_view;
    QAction* m_pagesEnd;
};

} // namespace vitrine
