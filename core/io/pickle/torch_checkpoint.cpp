// SPDX-License-Identifier: GPL-3.0-or-later
// Tensors out of storages. A view that is not in C order, such as a transposed matrix, is gathered item by item.
#include "core/io/pickle/torch_checkpoint.h"

#include "core/io/pickle/torch_globals.h"

#include <cstring>

namespace vitrine {
namespace {

bool isCOrder(const TorchView& view)
{
    std::int64_t stride = 1;
    for (std::size_t i = view.shape.size(); i-- > 0;) {
        if (view.shape[i] != 1 && view.strides[i] != stride)
            return false;
        stride *= view.shape[i];
    }
    return true;
}

// `source` begins with the view's first item. The stride of an extent of 1 may be any number and is not used.
void gather(const TorchView& view, std::size_t itemBytes, const std::byte* source, std::span<std::byte> target)
{
    std::vector<std::int64_t> index(view.shape.size(), 0);
    std::int64_t from = 0;
    for (std::size_t done = 0; done < target.size(); done += itemBytes) {
        std::memcpy(target.data() + done, source + std::size_t(from) * itemBytes, itemBytes);
        for (std::size_t i = index.size(); i-- > 0;) {
            if (++index[i] < view.shape[i]) {
                from += view.strides[i];
                break;
            }
            index[i] = 0;
            if (view.shape[i] > 1)
                from -= view.strides[i] * (view.shape[i] - 1);
        }
    }
}

} // namespace

TorchCheckpoint::TorchCheckpoint(InputFile file, StateDict tensors, std::vector<Bytes> storages, std::string format)
    : WeightsFile(std::move(file))
    , m_tensors(std::move(tensors))
    , m_storages(std::move(storages))
    , m_checked(std::make_unique<std::atomic<bool>[]>(m_storages.size()))
    , m_format(std::move(format))
{
    for (std::string& warning : m_tensors.warnings)
        warn(std::move(warning));
}

void TorchCheckpoint::read(const TensorEntry& entry, std::span<std::byte> target) const
{
    const TorchView& view = m_tensors.views[readableIndex(entry, target.size())];
    if (target.empty())
        return;
    const Bytes& storage = m_storages[view.storage];
    if (storage.summed && !m_checked[view.storage]) {
        checkZipEntry(file(), storage.entry);
        m_checked[view.storage] = true;
    }
    const std::size_t itemBytes = torchGlobals()[view.type].itemBytes;
    const std::uint64_t begin = storage.entry.begin + std::uint64_t(view.offset) * itemBytes;
    if (isCOrder(view))
        return file().read(begin, target);
    std::uint64_t items = 1;
    for (std::size_t i = 0; i < view.shape.size(); ++i)
        items += std::uint64_t(view.shape[i] - 1) * std::uint64_t(view.strides[i]);
    std::vector<std::byte> source(items * itemBytes);
    file().read(begin, source);
    gather(view, itemBytes, source.data(), target);
}

} // namespace vitrine
