// SPDX-License-Identifier: GPL-3.0-or-later
// How long the window's event loop did not answer while something happened: a person sees this as a freeze.
#pragma once

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>

namespace vitrine {

/// Longest allowed gap in tests, in ms: ten times the 100 ms of a usual machine, for slow ones.
inline constexpr qint64 allowedGap = 1000;

/// Longest time in ms between two answers of the event loop from the start of `action` until `settle` ms after it.
template <typename Action> qint64 eventLoopGap(Action&& action, int settle = 200)
{
    qint64 longest = 0;
    QElapsedTimer sinceAnswer;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &timer, [&] { longest = std::max(longest, sinceAnswer.restart()); });
    sinceAnswer.start();
    timer.start(5);
    action();
    QElapsedTimer sinceAction;
    sinceAction.start();
    while (sinceAction.elapsed() < settle)
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    return std::max(longest, sinceAnswer.elapsed());
}

} // namespace vitrine
