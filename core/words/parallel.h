// SPDX-License-Identifier: GPL-3.0-or-later
// Many small independent problems spread over the cores: never inside one problem.
#pragma once

#include <functional>

namespace vitrine {

/// Threads that `asked` means: itself, or the machine's cores for 0.
int workersFor(int asked);

/// Calls work(worker, index) once for every index below `count`, on `workers` threads, each with a number of its own
/// below `workers`. The first exception of any of them stops the rest and is thrown here.
void forAll(int count, int workers, const std::function<void(int worker, int index)>& work);

} // namespace vitrine
