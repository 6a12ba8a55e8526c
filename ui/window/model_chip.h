// SPDX-License-Identifier: GPL-3.0-or-later
// One model slot on screen.
#pragma once

#include "ui/engine/workspace.h"

#include <QFrame>

class QToolButton;

namespace vitrine {

class PlainLabel;

/// Shows what is open in a slot, or what can be dropped there. Click or Enter makes it the active model.
class ModelChip : public QFrame {
    Q_OBJECT
public:
    ModelChip(Workspace& workspace, Slot slot, QWidget* parent = nullptr);

Q_SIGNALS:
    void dropped(const QString& path);
    void chooseRequested();

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void refresh();
    void press();

    Workspace& m_workspace;
    Slot m_slot;
    PlainLabel* m_letter;
    PlainLabel* m_name;
    PlainLabel* m_about;
    QToolButton* m_close;
};

} // namespace vitrine
