// SPDX-License-Identifier: GPL-3.0-or-later
// pytorch_model.bin: a pickle that names and describes tensors, and the bytes they are views of. Both layouts of such
// files end as one class.
#pragma once

#include "core/io/pickle/pickle.h"
#include "core/io/pickle/torch_objects.h"
#include "core/io/pickle/zip_directory.h"
#include "core/io/weights/tensor_source.h"

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Named tensors.
struct StateDict {
    std::vector<TensorEntry> entries; ///< sorted by name
    std::vector<TorchView> views; ///< of each entry
    std::vector<std::string> warnings;
};

/// Reads a dict of tensors by name, or the one under "state_dict" or "model" in a dict.
/// Throws Refusal: MalformedFile (no tensors, a name twice).
StateDict readStateDict(const Unpickled& pickle, const TorchObjects& objects, std::string_view subject);

/// Tensors of a PyTorch file. May be read by several threads.
class TorchCheckpoint : public WeightsFile {
public:
    /// The position of the bytes of a storage.
    struct Bytes {
        ZipEntry entry; ///< its name is used in messages
        bool summed = false; ///< its CRC-32 is known and is checked before the first tensor is read
    };

    /// `storages` in the order of the indices that the views of `tensors` use. Throws Refusal(TooLarge) when the names
    /// that share bytes make the tensors more than 16 times as large as the file, and more than 64 MiB.
    TorchCheckpoint(InputFile file, StateDict tensors, std::vector<Bytes> storages, std::string format);

    const std::vector<TensorEntry>& entries() const override { return m_tensors.entries; }
    /// Also throws Refusal(MalformedFile): the bytes are damaged.
    void read(const TensorEntry& entry, std::span<std::byte> target) const override;
    /// A view that is not in C order is gathered in memory, at most 4 GiB of its storage.
    void stream(const TensorEntry& entry, const TensorBytes& use, const Progress& progress) const override;
    std::string format() const override { return m_format; }

private:
    StateDict m_tensors;
    std::vector<Bytes> m_storages;
    std::unique_ptr<std::atomic<bool>[]> m_checked; // per storage
    std::string m_format;
};

/// True for a beginning of a zip archive, and of a file of PyTorch before 1.6.
bool isTorchZip(std::string_view head);
bool isTorchLegacy(std::string_view head);

/// Opens a file of PyTorch 1.6 or later. Throws Refusal: ContainsProgram (TorchScript, an exported program, a global
/// outside the allowed ones), TruncatedFile, MalformedFile, TooLarge, BadEncoding; Cancelled.
std::unique_ptr<WeightsFile> openTorchZip(InputFile file, const Progress& progress = {});

/// Opens a file of PyTorch before 1.6. Throws what openTorchZip() throws.
std::unique_ptr<WeightsFile> openTorchLegacy(InputFile file, const Progress& progress = {});

} // namespace vitrine
