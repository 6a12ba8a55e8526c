// SPDX-License-Identifier: GPL-3.0-or-later
// The foot of a token strip: the scale and the value being read. It stays in sight while a long text scrolls.
#pragma once

#include <QWidget>

namespace vitrine {

class TokenStrip;

/// Child of a TokenStrip; paints for it and lets the mouse through.
class TokenLegend : public QWidget {
public:
    explicit TokenLegend(TokenStrip* strip);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    TokenStrip* m_strip;
};

} // namespace vitrine
