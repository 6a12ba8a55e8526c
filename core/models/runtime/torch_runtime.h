// SPDX-License-Identifier: GPL-3.0-or-later
// LibTorch as a library that is started once: threads, determinism, devices, and its errors in our words. No tensor
// library in this header.
#pragma once

#include "core/runtime/error.h"

#include <exception>
#include <string>
#include <vector>

namespace vitrine {

/// Starts LibTorch: loads the GPU libraries unless `device` is "cpu", sets `threads` (0: LibTorch's own choice),
/// deterministic algorithms, full-precision products and flushing of denormals. Call it on the worker thread before the
/// first operator; later calls only set the threads.
void startTorch(const std::string& device, int threads);

/// Makes a further thread ready to compute, after startTorch(): operators use that thread alone.
void startTorchThread();

/// How many threads operators use while it lives, on this thread; afterwards as many as before.
class OperatorThreads {
public:
    explicit OperatorThreads(int count);
    OperatorThreads(const OperatorThreads&) = delete;
    OperatorThreads& operator=(const OperatorThreads&) = delete;
    ~OperatorThreads();

private:
    int m_before;
};

/// Of the library that is loaded, for example "2.15.0".
std::string torchVersion();
/// Threads that operators use.
int torchThreads();
/// "cpu" first, then "cuda:0", … as far as they can be used.
std::vector<std::string> usableDevices();
/// Why there is no GPU, in one sentence; empty when there is one.
std::string whyNoGpu();

/// The index of the GPU that `device` means; −1: the CPU. Throws Refusal(BadArgument): an unknown name, or a GPU that
/// is not there and why.
int gpuIndexOf(const std::string& device);

/// Any exception as an Error: Refusal as it is, Cancelled, LibTorch's out of memory and lost device by their codes, the
/// rest Internal. No word of a library stands in `message`; its text and backtrace are in `detail`, at most 16 KiB.
Error errorFromException(const std::exception_ptr& exception);

} // namespace vitrine
