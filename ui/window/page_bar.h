// SPDX-License-Identifier: GPL-3.0-or-later
// The list of pages at the left edge.
#pragma once

#include <QFrame>

class QAction;
class QToolButton;

namespace vitrine {

/// One checkable button per page. The buttons show the actions of the View menu, so both always agree.
class PageBar : public QFrame {
    Q_OBJECT
public:
    explicit PageBar(QWidget* parent = nullptr);

    void addPage(QAction* action);
};

} // namespace vitrine
