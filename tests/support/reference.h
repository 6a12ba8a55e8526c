// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the reference values that other programs computed.
#pragma once

#include "core/io/safetensors/safetensors.h"
#include "tests/support/reference_folder.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

namespace vitrine {

/// Throws what the parser throws, so that a broken reference makes the test fail.
inline nlohmann::json referenceJson(const std::string& inside)
{
    std::ifstream file(referencePath(inside));
    return nlohmann::json::parse(file);
}

/// The values of one tensor of a reference file, row by row.
inline std::vector<double> referenceTensor(const std::string& inside, const std::string& name)
{
    const SafetensorsFile file { InputFile(referencePath(inside)) };
    const TensorEntry* entry = file.find(name);
    if (!entry)
        throw std::runtime_error("no tensor " + name + " in " + inside);
    std::vector<std::byte> bytes(entry->bytes);
    file.read(*entry, bytes);
    std::vector<double> values(std::size_t(entry->count()));
    convertItems(entry->dtype, bytes.data(), values.size(), values.data());
    return values;
}

/// max |a − b|; infinite when the sizes differ or a value is not finite.
template <typename A, typename B> double largestDifference(const A& a, const B& b)
{
    if (a.size() != b.size())
        return std::numeric_limits<double>::infinity();
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double difference = std::abs(double(a[i]) - double(b[i]));
        largest = difference <= largest ? largest : difference; // NaN is kept
    }
    return std::isnan(largest) ? std::numeric_limits<double>::infinity() : largest;
}

template <typename A> double largestMagnitude(const A& values)
{
    double largest = 0;
    for (const auto& value : values)
        largest = std::max(largest, std::abs(double(value)));
    return largest;
}

} // namespace vitrine
