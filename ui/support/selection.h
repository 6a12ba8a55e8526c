// SPDX-License-Identifier: GPL-3.0-or-later
// What is selected: a token, a layer, a head. Pages and charts share this and nothing else.
#pragma once

#include <QObject>

#include <utility>

namespace vitrine {

/// −1 means nothing is selected. Indices are token positions of the encoding shown, layers and heads from 0.
class Selection : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    int token() const { return m_token; }
    int hoveredToken() const { return m_hovered; }
    int layer() const { return m_layer; }
    int head() const { return m_head; }

public Q_SLOTS:
    void setToken(int token)
    {
        if (std::exchange(m_token, token) != token)
            Q_EMIT tokenChanged(token);
    }
    void setHoveredToken(int token)
    {
        if (std::exchange(m_hovered, token) != token)
            Q_EMIT hoveredTokenChanged(token);
    }
    void setHead(int layer, int head)
    {
        const bool changed = layer != m_layer || head != m_head;
        m_layer = layer;
        m_head = head;
        if (changed)
            Q_EMIT headChanged(layer, head);
    }

Q_SIGNALS:
    void tokenChanged(int token);
    void hoveredTokenChanged(int token);
    void headChanged(int layer, int head);

private:
    int m_token = -1;
    int m_hovered = -1;
    int m_layer = -1;
    int m_head = -1;
};

} // namespace vitrine
