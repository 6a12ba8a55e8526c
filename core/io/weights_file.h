// SPDX-License-Identifier: GPL-3.0-or-later
// Weights in one file, whatever its format.
#pragma once

#include "core/io/input_file.h"
#include "core/io/tensor_source.h"

#include <memory>

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

/// Opens a file by what its first bytes say it is: safetensors, or PyTorch's format of today or before 1.6.
/// Throws Refusal, and the name of any other format that is recognised.
std::unique_ptr<WeightsFile> openWeightsFile(InputFile file);

} // namespace vitrine
