// SPDX-License-Identifier: GPL-3.0-or-later
// Two widgets beside each other, or one under the other where the page is narrow.
#pragma once

#include <QWidget>

class QBoxLayout;

namespace vitrine {

class TwoColumns : public QWidget {
    Q_OBJECT
public:
    /// Beside each other from `narrowest` pixels upwards, and where both have the room they need.
    TwoColumns(QWidget* left, QWidget* right, int narrowest = 560, QWidget* parent = nullptr);

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
    int m_narrowest;
};

} // namespace vitrine
