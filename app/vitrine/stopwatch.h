// SPDX-License-Identifier: GPL-3.0-or-later
// --time: how long until the window is there, the engine is ready, the first explanation is shown; and how long it ever stalled.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace vitrine {

class EngineProcess;
class MainWindow;

/// Prints "first paint: 84 ms" and the like to stderr. Times count from the making of the stopwatch.
class Stopwatch : public QObject {
    Q_OBJECT
public:
    explicit Stopwatch(QObject* parent = nullptr);

    void watch(MainWindow& window, EngineProcess& engine, bool quitAfterFirst);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void print(const char* what, qint64 milliseconds) const;

    QElapsedTimer m_clock;
    QElapsedTimer m_tick;
    QTimer m_timer; // every 10 ms
    qint64 m_longestGap = 0;
    bool m_painted = false;
    bool m_ready = false;
    bool m_explained = false;
};

} // namespace vitrine
