// SPDX-License-Identifier: GPL-3.0-or-later
// Every command of the menus, found by typing a part of its name.
#pragma once

#include <QDialog>
#include <QList>

class QAction;
class QLineEdit;
class QListWidget;

namespace vitrine {

/// Lists the enabled actions it is given; Enter runs the selected one after the palette has closed.
class CommandPalette : public QDialog {
    Q_OBJECT
public:
    CommandPalette(const QList<QAction*>& actions, QWidget* parent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void filter(const QString& words);
    void runCurrent();

    QList<QAction*> m_actions;
    QLineEdit* m_line;
    QListWidget* m_list;
};

} // namespace vitrine
