// SPDX-License-Identifier: GPL-3.0-or-later
// The closed list of names that a pickle of PyTorch weights may use. A name that is not here is never looked at
// further.
#pragma once

#include "core/io/weights/tensor_source.h"

#include <string_view>
#include <vector>

namespace vitrine {

enum class TorchMeaning {
    OrderedDict,
    RebuildTensor,
    RebuildTensorV2,
    RebuildTensorV3,
    RebuildParameter,
    Storage,
    UntypedStorage,
    ItemType
};

/// One allowed name. Storages and item types have a type; the others none.
struct TorchGlobal {
    std::string_view module;
    std::string_view name;
    TorchMeaning meaning;
    std::string_view dtypeText = {}; ///< as safetensors spells it
    std::size_t itemBytes = 0;
};

const std::vector<TorchGlobal>& torchGlobals();

/// The place of that name in torchGlobals(). Throws Refusal(ContainsProgram) naming it for every other name.
std::size_t torchGlobalIndex(std::string_view module, std::string_view name, std::string_view subject);

} // namespace vitrine
