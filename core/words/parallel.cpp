// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/words/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace vitrine {

int workersFor(int asked) { return asked > 0 ? asked : std::max(1, int(std::thread::hardware_concurrency())); }

void forAll(int count, int workers, const std::function<void(int, int)>& work)
{
    std::atomic<int> next = 0;
    std::exception_ptr failure;
    std::mutex failureMutex;
    const auto run = [&](int worker) {
        try {
            for (int index; (index = next.fetch_add(1)) < count;)
                work(worker, index);
        } catch (...) {
            next = count;
            const std::lock_guard lock(failureMutex);
            if (!failure)
                failure = std::current_exception();
        }
    };
    std::vector<std::jthread> threads;
    for (int worker = 1; worker < std::min(workers, count); ++worker)
        threads.emplace_back(run, worker);
    run(0);
    threads.clear(); // joins
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace vitrine
