// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/device.h"

#include "core/runtime/error.h"

#include <dlfcn.h>
#include <link.h>
#include <unistd.h>

#include <charconv>

namespace vitrine {
namespace {

/// Path of the loaded object whose file name is `name`; empty when there is none.
std::string pathOfLoaded(std::string_view name)
{
    struct Search {
        std::string_view name;
        std::string path;
    } search { name, {} };
    dl_iterate_phdr(
        [](dl_phdr_info* info, std::size_t, void* data) {
            auto& wanted = *static_cast<Search*>(data);
            const std::string_view path = info->dlpi_name ? info->dlpi_name : "";
            if (path.substr(path.rfind('/') + 1) != wanted.name)
                return 0;
            wanted.path = path;
            return 1;
        },
        &search);
    return search.path;
}

std::string tryLoadCuda()
{
    const std::string cpu = pathOfLoaded("libtorch_cpu.so");
    if (cpu.empty())
        return "The GPU is off: LibTorch is not loaded as a shared library.";
    const std::string cuda = cpu.substr(0, cpu.rfind('/') + 1) + "libtorch_cuda.so";
    if (access(cuda.c_str(), F_OK) != 0)
        return "The GPU is off: this LibTorch was built without CUDA (libtorch_cuda.so is not beside libtorch_cpu.so).";
    // RTLD_GLOBAL because the CUDA libraries resolve against each other.
    if (dlopen(cuda.c_str(), RTLD_NOW | RTLD_GLOBAL))
        return {};
    const char* reason = dlerror();
    return std::string("The GPU is off: LibTorch's CUDA part does not load (") + (reason ? reason : "no reason given")
        + ").";
}

} // namespace

DeviceChoice parseDevice(std::string_view text)
{
    if (text.empty() || text == "auto")
        return {};
    if (text == "cpu")
        return { DeviceChoice::Kind::Cpu, -1 };
    if (text == "cuda")
        return { DeviceChoice::Kind::Cuda, -1 };
    if (text.starts_with("cuda:")) {
        const std::string_view digits = text.substr(5);
        int index = -1;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
        if (error == std::errc() && end == digits.data() + digits.size() && index >= 0 && index < 128)
            return { DeviceChoice::Kind::Cuda, index };
    }
    throw Refusal(ErrorCode::BadArgument,
        "--device must be auto, cpu, cuda or cuda:N, not \"" + std::string(text) + "\".", "device");
}

const std::string& loadCuda()
{
    static const std::string whyNot = tryLoadCuda();
    return whyNot;
}

} // namespace vitrine
