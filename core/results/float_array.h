// SPDX-License-Identifier: GPL-3.0-or-later
// A dense array of numbers as it travels in documents: no tensor library behind it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace vitrine {

/// Row-major float32 array. In CBOR it is {"shape","dtype","data"} with the bytes; in JSON nested lists.
struct FloatArray {
    std::vector<std::int64_t> shape;
    std::vector<float> values;

    /// Number of values that `shape` asks for (1 for a scalar).
    std::int64_t count() const
    {
        std::int64_t product = 1;
        for (const auto size : shape)
            product *= size;
        return product;
    }

    bool operator==(const FloatArray&) const = default;
};

} // namespace vitrine
