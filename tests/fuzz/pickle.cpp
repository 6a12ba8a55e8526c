// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a pickle: every tensor that comes out of it lies inside its storage.
#include "core/io/pickle/torch_checkpoint.h"
#include "core/io/pickle/torch_objects.h"
#include "tests/fuzz/bounds.h"

#include <cstdint>

using namespace vitrine;

namespace {

void check(const TorchView& view, const TorchStorage& storage)
{
    __extension__ using Wide = __int128; // where no product of these numbers overflows
    Wide last = view.offset;
    Wide count = 1;
    for (std::size_t i = 0; i < view.shape.size(); ++i) {
        require(view.shape[i] >= 0 && view.strides[i] >= 0, "nothing is negative");
        last += Wide(view.shape[i] - 1) * view.strides[i];
        count = count > Wide(1) << 63 ? count : count * view.shape[i];
    }
    const Wide itemBytes = Wide(torchGlobals()[view.type].itemBytes);
    require(count * itemBytes <= Wide(storage.bytes), "a view has no more items than its storage");
    require(count == 0 || (last + 1) * itemBytes <= Wide(storage.bytes), "a view lies inside its storage");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    TorchObjects objects("input", TorchLayout::Zip);
    withinBounds(size, { 20e-6, 64 }, [&] {
        const Unpickled pickle = unpickle(input, "input", objects);
        require(pickle.bytes <= size, "a pickle ends inside its bytes");
        const StateDict state = readStateDict(pickle, objects, "input");
        require(state.views.size() == state.entries.size(), "every name has a tensor");
    });
    for (const TorchView& view : objects.views())
        check(view, objects.storages()[view.storage]);
    return 0;
}
