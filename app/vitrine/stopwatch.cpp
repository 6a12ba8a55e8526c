// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/vitrine/stopwatch.h"

#include "ui/window/main_window.h"

#include <QCoreApplication>
#include <QEvent>
#include <QFile>

#include <algorithm>
#include <cstdio>
#include <ctime>

#include <unistd.h>

namespace vitrine {

namespace {

// How long this process has existed, from its start time (field 22 of /proc/self/stat, in clock ticks since boot).
qint64 ageOfProcess()
{
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray stat = file.readAll();
    const auto fields
        = stat.mid(stat.lastIndexOf(')') + 2).split(' '); // from field 3; the name in field 2 may contain any character
    constexpr int startTime = 22 - 3;
    if (fields.size() <= startTime)
        return 0;
    timespec now {};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return qint64(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000
        - fields[startTime].toLongLong() * 1000 / ::sysconf(_SC_CLK_TCK);
}

} // namespace

Stopwatch::Stopwatch(QObject* parent)
    : QObject(parent)
    , m_before(ageOfProcess())
{
    m_clock.start();
}

void Stopwatch::print(const char* what, qint64 milliseconds) const
{
    std::fprintf(stderr, "%s: %lld ms\n", what, static_cast<long long>(milliseconds));
}

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
            print("engine ready", elapsed());
    });
    connect(&window.workspace(), &Workspace::attributionChanged, this, [this, &window, quitAfterFirst] {
        const auto& attribution = window.workspace().attribution();
        if (m_explained || !attribution || attribution->draft)
            return;
        m_explained = true;
        // Runs after the charts have been painted with the result.
        QTimer::singleShot(0, &window, [this, &window, quitAfterFirst] {
            window.repaint();
            print("first explanation", elapsed());
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
            print("first paint", elapsed());
            m_timer.start();
        });
    }
    return QObject::eventFilter(watched, event);
}

} // namespace vitrine
