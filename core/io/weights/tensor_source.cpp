// SPDX-License-Identifier: GPL-3.0-or-later
// The item types and the conversion of items to numbers.
#include "core/io/weights/tensor_source.h"

#include "core/io/files/sha256.h"
#include "core/runtime/checked.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace vitrine {

static_assert(std::endian::native == std::endian::little, "weights are little-endian");

namespace {

struct DtypeRow {
    Dtype dtype;
    std::string_view name;
    std::size_t bytes;
};

constexpr std::array dtypeRows {
    DtypeRow { Dtype::Bool, "BOOL", 1 },
    DtypeRow { Dtype::U8, "U8", 1 },
    DtypeRow { Dtype::I8, "I8", 1 },
    DtypeRow { Dtype::U16, "U16", 2 },
    DtypeRow { Dtype::I16, "I16", 2 },
    DtypeRow { Dtype::U32, "U32", 4 },
    DtypeRow { Dtype::I32, "I32", 4 },
    DtypeRow { Dtype::U64, "U64", 8 },
    DtypeRow { Dtype::I64, "I64", 8 },
    DtypeRow { Dtype::F16, "F16", 2 },
    DtypeRow { Dtype::BF16, "BF16", 2 },
    DtypeRow { Dtype::F32, "F32", 4 },
    DtypeRow { Dtype::F64, "F64", 8 },
    DtypeRow { Dtype::Other, "other", 0 },
};
static_assert(dtypeRows.size() == std::size_t(Dtype::Other) + 1);

const DtypeRow& rowOf(Dtype dtype) { return dtypeRows[std::size_t(dtype)]; }

struct Half {
    std::uint16_t bits;
};
struct Brain {
    std::uint16_t bits;
};

// There are no branches, so that the loop is vectorised. There is no arithmetic on subnormal floats, because it would
// be slow, and wrong where they are flushed to zero.
float widen(Half half)
{
    const std::uint32_t sign = std::uint32_t(half.bits & 0x8000u) << 16;
    const std::uint32_t magnitude = std::uint32_t(half.bits & 0x7FFFu) << 13;
    const std::uint32_t normal = magnitude + (112u << 23);
    const std::uint32_t special = normal + (112u << 23); // infinity and NaN
    // 2⁻¹⁴·(1 + m/1024) − 2⁻¹⁴ = m·2⁻²⁴
    const std::uint32_t subnormal
        = std::bit_cast<std::uint32_t>(std::bit_cast<float>(magnitude + (113u << 23)) - 0x1p-14f);
    const std::uint32_t exponent = half.bits & 0x7C00u;
    const std::uint32_t bits = exponent == 0 ? subnormal : exponent == 0x7C00u ? special : normal;
    return std::bit_cast<float>(sign | bits);
}

float widen(Brain brain) { return std::bit_cast<float>(std::uint32_t(brain.bits) << 16); }

template <typename Number> Number widen(Number value) { return value; }

// Items of weights files can be at any address.
template <typename Item, typename Target> void convertFrom(const std::byte* source, std::size_t count, Target* target)
{
    for (std::size_t i = 0; i < count; ++i) {
        Item item;
        std::memcpy(&item, source + i * sizeof(Item), sizeof(Item));
        target[i] = static_cast<Target>(widen(item));
    }
}

template <typename Target> void convert(Dtype dtype, const std::byte* source, std::size_t count, Target* target)
{
    switch (dtype) {
    case Dtype::Bool:
        for (std::size_t i = 0; i < count; ++i)
            target[i] = source[i] == std::byte(0) ? Target(0) : Target(1);
        return;
    case Dtype::U8:
        return convertFrom<std::uint8_t>(source, count, target);
    case Dtype::I8:
        return convertFrom<std::int8_t>(source, count, target);
    case Dtype::U16:
        return convertFrom<std::uint16_t>(source, count, target);
    case Dtype::I16:
        return convertFrom<std::int16_t>(source, count, target);
    case Dtype::U32:
        return convertFrom<std::uint32_t>(source, count, target);
    case Dtype::I32:
        return convertFrom<std::int32_t>(source, count, target);
    case Dtype::U64:
        return convertFrom<std::uint64_t>(source, count, target);
    case Dtype::I64:
        return convertFrom<std::int64_t>(source, count, target);
    case Dtype::F16:
        return convertFrom<Half>(source, count, target);
    case Dtype::BF16:
        return convertFrom<Brain>(source, count, target);
    case Dtype::F32:
        return convertFrom<float>(source, count, target);
    case Dtype::F64:
        return convertFrom<double>(source, count, target);
    case Dtype::Other:
        break;
    }
    throw Refusal(
        ErrorCode::UnsupportedDtype, "Weights of this item type cannot be computed with; convert them to F32 or F16");
}

} // namespace

std::size_t itemSize(Dtype dtype) { return rowOf(dtype).bytes; }

std::string_view dtypeName(Dtype dtype) { return rowOf(dtype).name; }

Dtype dtypeFromName(std::string_view name)
{
    const auto row
        = std::find_if(dtypeRows.begin(), dtypeRows.end() - 1, [name](const DtypeRow& r) { return r.name == name; });
    return row->dtype;
}

std::int64_t TensorEntry::count() const { return checkedProductOf(shape); }

void TensorSource::stream(const TensorEntry& entry, const TensorBytes& use, const Progress& progress) const
{
    progress.check();
    std::vector<std::byte> bytes(entry.bytes);
    read(entry, bytes);
    use(bytes);
}

const TensorEntry* TensorSource::find(std::string_view name) const
{
    const auto& all = entries();
    const auto found = std::lower_bound(
        all.begin(), all.end(), name, [](const TensorEntry& entry, std::string_view n) { return entry.name < n; });
    return found != all.end() && found->name == name ? &*found : nullptr;
}

void convertItems(Dtype dtype, const std::byte* source, std::size_t count, float* target)
{
    convert(dtype, source, count, target);
}

void convertItems(Dtype dtype, const std::byte* source, std::size_t count, double* target)
{
    convert(dtype, source, count, target);
}

// The common part of the readers of all formats.

std::string WeightsFile::sha256(const Progress& progress) const { return sha256OfFiles({ &m_file }, progress); }

std::size_t WeightsFile::readableIndex(const TensorEntry& entry, std::size_t bytes) const
{
    const TensorEntry* own = find(entry.name);
    if (!own || own->bytes != bytes)
        throw Refusal(ErrorCode::Internal,
            m_file.name() + ": tensor \"" + shown(entry.name) + "\" was asked for with another size", entry.name);
    if (own->dtype == Dtype::Other)
        throw Refusal(ErrorCode::UnsupportedDtype,
            m_file.name() + ": tensor \"" + shown(entry.name) + "\" has the item type " + shown(own->dtypeText, 40)
                + ", which is not read; convert it to F32 or F16",
            entry.name);
    return std::size_t(own - entries().data());
}

void WeightsFile::streamRange(
    std::uint64_t begin, std::uint64_t bytes, const TensorBytes& use, const Progress& progress) const
{
    constexpr std::uint64_t piece = std::uint64_t(4) << 20; // a multiple of every item size
    std::vector<std::byte> buffer(std::size_t(std::min(bytes, piece)));
    for (std::uint64_t done = 0; done < bytes;) {
        progress.check();
        const auto part = std::span(buffer).first(std::size_t(std::min(piece, bytes - done)));
        m_file.read(begin + done, part);
        use(part);
        done += part.size();
    }
}

} // namespace vitrine
