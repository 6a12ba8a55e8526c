// SPDX-License-Identifier: GPL-3.0-or-later
// --time: measures the time until the window is painted, the engine is ready and the first explanation is shown, and
// the longest pause of the event loop.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace vitrine {

class EngineProcess;
class MainWindow;

/// Prints lines such as "first paint: 84 ms" to stderr. Times are counted from the start of the process (exec), which
/// the kernel reports with a resolution of 10 ms.
class Stopwatch : public QObject {
    Q_OBJECT
public:
    explicit Stopwatch(QObject* parent = nullptr);

    void watch(MainWindow& window, EngineProcess& engine, bool quitAfterFirst);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// Milliseconds since exec.
    qint64 elapsed() const { return m_before + m_clock.elapsed(); }
    void print(const char* what, qint64 milliseconds) const;

    qint64 m_before = 0; // ms from exec to the making of this
    QElapsedTimer m_clock;
    QElapsedTimer m_tick;
    QTimer m_timer; // every 10 ms
    qint64 m_longestGap = 0;
    bool m_painted = false;
    bool m_ready = false;
    bool m_explained = false;
};

} // namespace vitrine
