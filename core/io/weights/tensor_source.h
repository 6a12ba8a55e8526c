// SPDX-License-Identifier: GPL-3.0-or-later
// Weights of any file format, as bytes with a name, a type and a shape.
#pragma once

#include "core/io/files/input_file.h"
#include "core/runtime/progress.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine {

/// Item types of weights files. `Other` is a type that this program does not use.
enum class Dtype { Bool, U8, I8, U16, I16, U32, I32, U64, I64, F16, BF16, F32, F64, Other };

/// Bytes per item; 0 for Other.
std::size_t itemSize(Dtype dtype);
/// "F16", …
std::string_view dtypeName(Dtype dtype);
/// The inverse of dtypeName(); Other for every other name.
Dtype dtypeFromName(std::string_view name);

/// One tensor of a source, not yet read.
struct TensorEntry {
    std::string name;
    Dtype dtype = Dtype::Other;
    std::string dtypeText; ///< as the file spells it
    std::vector<std::int64_t> shape;
    std::uint64_t bytes = 0; ///< in the file

    /// Number of items; the largest number where it does not fit.
    std::int64_t count() const;
};

/// Takes the bytes of a tensor piece by piece, in order. A piece holds whole items.
using TensorBytes = std::function<void(std::span<const std::byte>)>;

/// A set of tensors that can be read one by one. Reading gives C order, little-endian, in the entry's own type.
class TensorSource {
public:
    virtual ~TensorSource() = default;

    /// Sorted by name; names are unique.
    virtual const std::vector<TensorEntry>& entries() const = 0;
    /// Copies the tensor's bytes into `target`, which has exactly entry.bytes. Throws Refusal: Unreadable,
    /// TruncatedFile, UnsupportedDtype naming the tensor when its type is Other.
    virtual void read(const TensorEntry& entry, std::span<std::byte> target) const = 0;
    /// The same in pieces of a few MiB, for tensors of any size. Throws what read() throws, and Cancelled between two
    /// pieces. Unless a format does better, the whole tensor is one piece.
    virtual void stream(const TensorEntry& entry, const TensorBytes& use, const Progress& progress) const;

    virtual std::string format() const = 0; ///< "safetensors", "sharded safetensors", …
    virtual std::uint64_t fileBytes() const = 0; ///< over all files
    /// SHA-256 over the weight files in the order of their names, 64 hexadecimal digits. Reads everything once.
    virtual std::string sha256(const Progress& progress) const = 0;

    /// Warnings, as whole sentences.
    const std::vector<std::string>& warnings() const { return m_warnings; }
    void warn(std::string sentence) { m_warnings.push_back(std::move(sentence)); }

    /// The entry of that name, or nullptr.
    const TensorEntry* find(std::string_view name) const;

private:
    std::vector<std::string> m_warnings;
};

/// Widens `count` items of `dtype` (F16, BF16, F32, F64 or an integer type) at `source` to float or double: exactly
/// where the target can hold the value, else to the nearest. Throws Refusal(UnsupportedDtype) for Other.
void convertItems(Dtype dtype, const std::byte* source, std::size_t count, float* target);
void convertItems(Dtype dtype, const std::byte* source, std::size_t count, double* target);

// Weights in one file of any format.

/// The common base of the formats: it owns the file.
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
    /// The index of `entry` in entries(), when a target of `bytes` has the right size. Throws Refusal:
    /// UnsupportedDtype, Internal.
    std::size_t readableIndex(const TensorEntry& entry, std::size_t bytes) const;
    /// Streams the `bytes` from `begin` of the file.
    void streamRange(std::uint64_t begin, std::uint64_t bytes, const TensorBytes& use, const Progress& progress) const;

private:
    InputFile m_file;
};

} // namespace vitrine
