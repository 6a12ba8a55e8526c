// SPDX-License-Identifier: GPL-3.0-or-later
// The one thread that owns device, models and autograd state: LibTorch's guards are thread-local, and it spreads over
// the cores by itself.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace vitrine {

/// Runs jobs in order, one at a time, on one long-lived thread.
class Worker {
public:
    Worker();
    /// Waits for the running job; jobs that did not start are dropped.
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// `job` must not throw.
    void post(std::function<void()> job);

private:
    void run();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_jobs;
    bool m_stopping = false;
    std::thread m_thread; // last: it uses the members above
};

} // namespace vitrine
