// SPDX-License-Identifier: GPL-3.0-or-later
// Delays work until the window is on the screen, because starting the engine takes longer than painting.
#pragma once

#include <QEvent>
#include <QObject>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <utility>

namespace vitrine {

/// Calls `then` once, after the first painting of `window`, or after half a second for a window that is not shown.
class FirstPaint : public QObject {
public:
    FirstPaint(QWidget& window, std::function<void()> then)
        : QObject(&window)
        , m_then(std::move(then))
    {
        window.installEventFilter(this);
        QTimer::singleShot(500, this, [this] { run(); });
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Paint)
            QTimer::singleShot(0, this, [this] { run(); });
        return QObject::eventFilter(watched, event);
    }

private:
    void run()
    {
        if (const auto then = std::exchange(m_then, nullptr)) {
            parent()->removeEventFilter(this);
            then();
        }
    }

    std::function<void()> m_then;
};

} // namespace vitrine
