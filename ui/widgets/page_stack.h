// SPDX-License-Identifier: GPL-3.0-or-later
// A stack inside a scroll area: a tall page must not make the others scroll.
#pragma once

#include <QStackedWidget>

namespace vitrine {

/// As high as the widget that is seen, not as the highest. Call updateGeometry() after changing it.
class PageStack : public QStackedWidget {
public:
    using QStackedWidget::QStackedWidget;

    QSize sizeHint() const override
    {
        return currentWidget() ? currentWidget()->sizeHint() : QStackedWidget::sizeHint();
    }
    QSize minimumSizeHint() const override
    {
        return currentWidget() ? currentWidget()->minimumSizeHint() : QStackedWidget::minimumSizeHint();
    }
    bool hasHeightForWidth() const override { return currentWidget() && currentWidget()->hasHeightForWidth(); }
    int heightForWidth(int width) const override
    {
        return currentWidget() ? currentWidget()->heightForWidth(width) : -1;
    }
};

} // namespace vitrine
