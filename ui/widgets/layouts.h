// SPDX-License-Identifier: GPL-3.0-or-later
// How parts of the window share room and the wheel: a stack as high as its page, two columns that become one, the rows
// of side panels.
#pragma once

#include <QStackedWidget>
#include <QString>
#include <QWidget>

#include <functional>

class QBoxLayout;
class QHBoxLayout;
class QWidget;

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

class TwoColumns : public QWidget {
    Q_OBJECT
public:
    /// Beside each other from `minRowWidth` pixels upwards, and where both have the room they need.
    TwoColumns(QWidget* left, QWidget* right, int minRowWidth = 560, QWidget* parent = nullptr);

    /// How the room of a row is shared; 0 takes what it needs.
    void setStretch(int left, int right);

    /// That of one column: a page is never wider than what shows it because of two.
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;

private:
    void arrange();

    QWidget* m_left;
    QWidget* m_right;
    QBoxLayout* m_layout;
    int m_minRowWidth;
};

/// A muted title at the left and `field` at the right; the title becomes the field's accessible name.
QHBoxLayout* sideRow(const QString& title, QWidget* field);

/// "Export figure…" and "Copy".
QHBoxLayout* exportButtons(QWidget* owner, std::function<void()> onExport, std::function<void()> onCopy);

/// `widget` (a spin box, a combo box, a plot) leaves the wheel to what scrolls around it, focused or not; the keys
/// still step.
void leaveWheelToPage(QWidget* widget);

} // namespace vitrine
