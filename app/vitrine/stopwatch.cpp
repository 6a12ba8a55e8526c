// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/vitrine/stopwatch.h"

#include "ui/main_window.h"

#include <QCoreApplication>
#include <QEvent>

#include <algorithm>
#include <cstdio>

namespace vitrine {

Stopwatch::Stopwatch(QObject* parent)
    : QObject(parent)
{
    m_clock.start();
}

void Stopwatch::print(const char* what, qint64 milliseconds) const { std::fprintf(stderr, "%s: %lld ms\n", what, static_cast<long long>(milliseconds)); }

void Stopwatch::watch(MainWindow& window, EngineProcess& engine, bool quitAfterFirst)
{
    window.installEventFilter(this);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(10);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_tick.isValid())
            m_longestGap = std::max(m_longestGap, m_tick.elapsed());
        m_tick.start();
    });
    connect(&engine, &EngineProcess::ready, this, [this] {
        if (!std::exchange(m_ready, true))
            print("engine ready", m_clock.elapsed());
    });
    connect(&window.workspace(), &Workspace::attributionChanged, this, [this, &window, quitAfterFirst] {
        const auto& attribution = window.workspace().attribution();
        if (m_explained || !attribution || attribution->draft)
            return;
        m_explained = true;
        // After the charts have been painted with it.
        QTimer::singleShot(0, &window, [this, &window, quitAfterFirst] {
            window.repaint();
            print("first explanation", m_clock.elapsed());
            print("longest event-loop gap", m_longestGap);
            if (quitAfterFirst)
                QCoreApplication::quit();
        });
    });
}

bool Stopwatch::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Paint && !std::exchange(m_painted, true)) {
        QTimer::singleShot(0, this, [this] {
            print("first paint", m_clock.elapsed());
            m_timer.start();
        });
    }
    return QObject::eventFilter(watched, event);
}

} // namespace vitrine
