// SPDX-License-Identifier: GPL-3.0-or-later
// A dense array of numbers as it travels in documents: no tensor library behind it.
#pragma once

#include <array>
#include <charconv>
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

/// The double whose shortest decimal form is the float's own: 0.1f gives 0.1, and reads back as the same float. What
/// documents and tables show.
inline double shortest(float value)
{
    std::array<char, 32> buffer {};
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    double result = 0;
    std::from_chars(buffer.data(), written.ptr, result);
    return result;
}

} // namespace vitrine
