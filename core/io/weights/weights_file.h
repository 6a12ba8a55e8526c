// SPDX-License-Identifier: GPL-3.0-or-later
// Weights in one file, whatever its format.
#pragma once

#include "core/io/files/input_file.h"
#include "core/io/weights/tensor_source.h"

namespace vitrine {

/// What the formats have in common: the file.
class WeightsFile : public TensorSource {
public:
    explicit WeightsFile(InputFile file)
        : m_file(std::move(file))
    {
    }

    const InputFile& file() const { return m_file; }
    std::uint64_t fileBytes() const override { return m_file.size(); }
    std::string sha256(const Progress& progress) const override;

protected:
    /// The place of `entry` in entries(), when a target of `bytes` fits it. Throws Refusal: UnsupportedDtype, Internal.
    std::size_t readableIndex(const TensorEntry& entry, std::size_t bytes) const;

private:
    InputFile m_file;
};

} // namespace vitrine
