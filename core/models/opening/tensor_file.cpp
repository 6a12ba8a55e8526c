// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/opening/tensor_file.h"

#include "core/io/files/atomic_file.h"
#include "core/io/safetensors/safetensors.h"
#include "core/runtime/error.h"

#include <ATen/ATen.h>

#include <array>

namespace vitrine {
namespace {

constexpr std::array<std::pair<at::ScalarType, Dtype>, 6> types { { { at::kHalf, Dtype::F16 },
    { at::kBFloat16, Dtype::BF16 }, { at::kFloat, Dtype::F32 }, { at::kDouble, Dtype::F64 }, { at::kByte, Dtype::U8 },
    { at::kLong, Dtype::I64 } } };

Dtype typeOf(const std::string& name, const at::Tensor& tensor)
{
    for (const auto& [torch, file] : types) {
        if (tensor.scalar_type() == torch)
            return file;
    }
    throw Refusal(
        ErrorCode::UnsupportedDtype, "The tensor \"" + name + "\" has a type that is not written to files.", name);
}

} // namespace

void writeTensorFile(
    const std::filesystem::path& path, const NamedTensors& tensors, const std::map<std::string, std::string>& metadata)
{
    std::map<std::string, const at::Tensor*> byName;
    std::vector<TensorEntry> entries;
    for (const auto& [name, tensor] : tensors) {
        const Dtype dtype = typeOf(name, tensor);
        byName[name] = &tensor;
        entries.push_back({ name, dtype, std::string(dtypeName(dtype)), tensor.sizes().vec(),
            std::uint64_t(tensor.numel()) * itemSize(dtype) });
    }
    entries = inWritingOrder(std::move(entries));
    const auto saved = writeItselfAtomically(path, [&](const ByteSink& sink) {
        const std::string preamble = safetensorsPreamble(entries, metadata);
        sink(std::as_bytes(std::span(preamble)));
        for (const auto& entry : entries) {
            const auto plain = byName.at(entry.name)->detach().cpu().contiguous();
            sink({ static_cast<const std::byte*>(plain.const_data_ptr()), entry.bytes });
        }
    });
    if (!saved)
        throw Refusal(saved.error());
}

at::Tensor readTensor(const TensorSource& source, const TensorEntry& entry)
{
    for (const auto& [torch, file] : types) {
        if (entry.dtype != file)
            continue;
        const auto tensor = at::empty(entry.shape, torch);
        source.read(entry, { static_cast<std::byte*>(tensor.data_ptr()), entry.bytes });
        return tensor;
    }
    throw Refusal(ErrorCode::UnsupportedDtype,
        "The tensor \"" + entry.name + "\" is of type " + entry.dtypeText + ", which is not read here.", entry.name);
}

} // namespace vitrine
