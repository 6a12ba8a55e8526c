// SPDX-License-Identifier: GPL-3.0-or-later
// What is selected: a token, a layer, a head. Pages and charts share this and nothing else.
#pragma once

#include <QObject>

#include <utility>

namespace vitrine {

/// One attention head, from 0; −1 and −1 when there is none.
struct HeadIndex {
    int layer = -1;
    int head = -1;

    bool isValid() const { return layer >= 0 && head >= 0; }
    bool operator==(const HeadIndex&) const = default;
};

/// −1 means nothing is selected. Indices are token positions of the encoding shown, layers and heads from 0.
class Selection : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    int token() const { return m_token; }
    int hoveredToken() const { return m_hovered; }
    HeadIndex head() const { return m_head; }

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
    void setHead(vitrine::HeadIndex head)
    {
        if (std::exchange(m_head, head) != head)
            Q_EMIT headChanged(head);
    }

Q_SIGNALS:
    void tokenChanged(int token);
    void hoveredTokenChanged(int token);
    void headChanged(vitrine::HeadIndex head);

private:
    int m_token = -1;
    int m_hovered = -1;
    HeadIndex m_head;
};

} // namespace vitrine
