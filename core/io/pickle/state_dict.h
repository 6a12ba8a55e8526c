// SPDX-License-Identifier: GPL-3.0-or-later
// The names of a pickle's tensors.
#pragma once

#include "core/io/pickle/pickle_value.h"
#include "core/io/pickle/torch_objects.h"
#include "core/io/weights/tensor_source.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Which tensor is called what.
struct StateDict {
    std::vector<TensorEntry> entries; ///< sorted by name
    std::vector<TorchView> views; ///< of each entry
    std::vector<std::string> warnings;
};

/// Reads a dict of tensors by name, or the one under "state_dict" or "model" in a dict.
/// Throws Refusal: MalformedFile (no tensors, a name twice).
StateDict readStateDict(const Unpickled& pickle, const TorchObjects& objects, std::string_view subject);

} // namespace vitrine
