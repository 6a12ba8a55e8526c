// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/runtime/torch_runtime.h"

#include "core/runtime/device.h"
#include "core/runtime/progress.h"
#include "core/runtime/visible_text.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/util/Exception.h>

#include <dlfcn.h>

#include <cstdlib>
#include <mutex>
#include <new>

namespace vitrine {
namespace {

bool gpuWanted = false; // written once, by startTorch() on the worker thread

int gpuCount()
{
    if (!gpuWanted || !loadCuda().empty() || !at::hasCUDA())
        return 0;
    return int(at::detail::getCUDAHooks().deviceCount());
}

void startOnce(const std::string& device)
{
    gpuWanted = parseDevice(device).kind != DeviceChoice::Kind::Cpu;
    if (gpuWanted) {
        // Deterministic cuBLAS needs its workspace fixed before the first handle is made.
        setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 0);
        loadCuda();
    }
    at::set_num_interop_threads(1);
    auto& context = at::globalContext();
    context.setDeterministicAlgorithms(true, false);
    context.setDeterministicFillUninitializedMemory(false); // it would fill every new tensor with NaN
    context.setAllowTF32CuBLAS(false);
    context.setFloat32MatmulPrecision("highest");
}

bool isOutOfMemory(const c10::Error& error)
{
    // The CPU's allocator throws a plain Error: only its text tells.
    return dynamic_cast<const c10::OutOfMemoryError*>(&error)
        || std::string_view(error.what_without_backtrace()).find("can't allocate memory") != std::string_view::npos;
}

// What a library says is for the log: it may be pages long and means nothing to a person.
std::string forTheLog(const char* words)
{
    constexpr std::size_t most = std::size_t(16) << 10;
    return bounded(words, most);
}

Error unexpected(const char* words)
{
    return { ErrorCode::Internal,
        "Something failed inside the engine; the log has the details, please report it with what you did.", {},
        forTheLog(words) };
}

Error fromTorch(const c10::Error& error)
{
    if (isOutOfMemory(error)) {
        return { ErrorCode::OutOfMemory,
            "There is not enough memory for this: try a shorter text, a smaller model or --dtype bfloat16, or close "
            "other programs.",
            {}, forTheLog(error.what()) };
    }
    if (dynamic_cast<const c10::AcceleratorError*>(&error)) {
        return { ErrorCode::DeviceLost,
            "The GPU stopped working in the middle of this; the engine has to be started again.", {},
            forTheLog(error.what()) };
    }
    return unexpected(error.what());
}

} // namespace

void startTorch(const std::string& device, int threads)
{
    static std::once_flag once;
    std::call_once(once, startOnce, device);
    if (threads > 0)
        at::set_num_threads(threads);
    at::globalContext().setFlushDenormal(true);
}

void startTorchThread()
{
    at::set_num_threads(1);
    at::globalContext().setFlushDenormal(true);
}

OperatorThreads::OperatorThreads(int count)
    : m_before(at::get_num_threads())
{
    at::set_num_threads(count);
}

OperatorThreads::~OperatorThreads() { at::set_num_threads(m_before); }

std::string torchVersion()
{
    // The headers know what this was built with; the library itself tells its version in this text only.
    const std::string text = at::show_config();
    const std::string key = "TORCH_VERSION=";
    const auto begin = text.find(key);
    if (begin == std::string::npos)
        return VITRINE_TORCH_VERSION;
    const auto end = text.find_first_of(", \n", begin);
    return text.substr(begin + key.size(), end - begin - key.size());
}

int torchThreads() { return at::get_num_threads(); }

std::vector<std::string> usableDevices()
{
    std::vector<std::string> devices { "cpu" };
    for (int i = 0; i < gpuCount(); ++i)
        devices.push_back("cuda:" + std::to_string(i));
    return devices;
}

int gpuIndexOf(const std::string& device)
{
    const DeviceChoice choice = parseDevice(device);
    if (choice.kind == DeviceChoice::Kind::Cpu)
        return -1;
    const int gpus = gpuCount();
    if (choice.kind == DeviceChoice::Kind::Auto)
        return gpus > 0 ? 0 : -1;
    const std::string refused = "--device " + shown(device) + " cannot be used";
    if (gpus == 0)
        throw Refusal(ErrorCode::BadArgument, refused + ". " + whyNoGpu(), "device");
    const int index = std::max(choice.index, 0);
    if (index >= gpus)
        throw Refusal(ErrorCode::BadArgument,
            refused + ": "
                + (gpus == 1 ? std::string("the only GPU is cuda:0")
                             : "the GPUs are cuda:0 to cuda:" + std::to_string(gpus - 1))
                + "; choose it, or cpu.",
            "device");
    return index;
}

std::string whyNoGpu()
{
    if (gpuCount() > 0)
        return {};
    if (!gpuWanted)
        return "The GPU is off: the engine was started with --device cpu.";
    if (!loadCuda().empty())
        return loadCuda();
    if (void* driver = dlopen("libcuda.so.1", RTLD_LAZY)) {
        dlclose(driver);
        return "The GPU is off: the NVIDIA driver shows no usable GPU (none there, hidden by CUDA_VISIBLE_DEVICES, or "
               "the driver is too "
               "old).";
    }
    return "The GPU is off: no NVIDIA driver is installed (libcuda.so.1 was not found).";
}

Error errorFromException(const std::exception_ptr& exception)
{
    try {
        std::rethrow_exception(exception);
    } catch (const Refusal& refusal) {
        return refusal.error();
    } catch (const Cancelled&) {
        return { ErrorCode::Cancelled, "Cancelled.", {}, {} };
    } catch (const c10::Error& error) {
        return fromTorch(error);
    } catch (const std::bad_alloc& error) {
        return { ErrorCode::OutOfMemory,
            "There is not enough memory for this: try a shorter text or a smaller model, or close other programs.", {},
            forTheLog(error.what()) };
    } catch (const std::exception& error) {
        return unexpected(error.what());
    } catch (...) {
        return unexpected("an exception that says nothing");
    }
}

} // namespace vitrine
