// SPDX-License-Identifier: GPL-3.0-or-later
// Checks the table. A pure function of its bytes and the size of the file.
#include "core/io/files/utf8.h"
#include "core/io/json/json_field.h"
#include "core/io/json/json_guard.h"
#include "core/io/safetensors/safetensors.h"
#include "core/runtime/error.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <numeric>
#include <utility>

namespace vitrine {
namespace {

constexpr std::size_t maxTensors = 100'000;
constexpr int maxDimensions = 64;
constexpr auto beyondAllNumbers = "has a shape whose size is beyond all numbers";

// Item types of the format that this program does not use, with their sizes in bits.
struct ForeignDtype {
    std::string_view name;
    unsigned bits;
};

constexpr std::array foreignDtypes {
    ForeignDtype { "C64", 64 },
    ForeignDtype { "F8_E4M3", 8 },
    ForeignDtype { "F8_E5M2", 8 },
    ForeignDtype { "F8_E8M0", 8 },
    ForeignDtype { "F8_E4M3FNUZ", 8 },
    ForeignDtype { "F8_E5M2FNUZ", 8 },
    ForeignDtype { "F4", 4 },
    ForeignDtype { "F6_E2M3", 6 },
    ForeignDtype { "F6_E3M2", 6 },
};

// 0 for a type that is not part of the format. Its tensors are listed, and refused when one of them is needed.
unsigned itemBits(const TensorEntry& entry)
{
    if (entry.dtype != Dtype::Other)
        return unsigned(8 * itemSize(entry.dtype));
    const auto found = std::find_if(
        foreignDtypes.begin(), foreignDtypes.end(), [&](const ForeignDtype& d) { return d.name == entry.dtypeText; });
    return found == foreignDtypes.end() ? 0 : found->bits;
}

class TableReader {
public:
    TableReader(std::string_view json, std::uint64_t fileBytes, std::string_view subject)
        : m_subject(subject)
        , m_tableEnd(8 + json.size())
        , m_fileBytes(fileBytes)
    {
        const JsonLimits limits { maxSafetensorsHeader, 8, 2'000'000, std::size_t(16) << 20 };
        m_document = parseJson(json, subject, limits, &m_header.warnings);
    }

    SafetensorsHeader read() &&
    {
        const JsonField root(m_document, m_subject);
        if (m_document.size() > maxTensors + 1)
            refuse(ErrorCode::TooLarge,
                "lists " + std::to_string(m_document.size()) + " tensors, at most " + std::to_string(maxTensors)
                    + " are read");
        for (const auto& [name, field] : root.members()) {
            if (name == "__metadata__")
                readMetadata(field);
            else
                readEntry(name, field);
        }
        checkLayout();
        if (m_extraFields > 0)
            m_header.warnings.push_back(m_subject + ": unknown fields in the table of tensors were ignored ("
                + std::to_string(m_extraFields) + ").");
        return std::move(m_header);
    }

private:
    void readMetadata(const JsonField& field)
    {
        if (field.isNull())
            return;
        for (const auto& [key, value] : field.members())
            m_header.metadata[key] = value.string();
    }

    void readEntry(const std::string& name, const JsonField& field)
    {
        TensorEntry entry;
        entry.name = name;
        entry.dtypeText = field.at("dtype").string();
        entry.dtype = dtypeFromName(entry.dtypeText);
        const auto extents = field.at("shape").elements();
        if (extents.size() > maxDimensions)
            field.at("shape").refuse("have at most " + std::to_string(maxDimensions) + " dimensions");
        for (const JsonField& extent : extents) {
            if (extent.size() > std::uint64_t(std::numeric_limits<std::int64_t>::max()))
                refuseTensor(name, beyondAllNumbers);
            entry.shape.push_back(std::int64_t(extent.size()));
        }
        const JsonField offsets = field.at("data_offsets");
        const auto ends = offsets.elements();
        if (ends.size() != 2)
            offsets.refuse("be a list of two numbers");
        const std::uint64_t begin = ends[0].size();
        const std::uint64_t end = ends[1].size();
        if (end < begin)
            refuseTensor(
                name, "ends at byte " + std::to_string(end) + " before it begins at byte " + std::to_string(begin));
        entry.bytes = end - begin;
        checkBytes(entry);
        m_extraFields += field.json().size() - 3;
        m_header.entries.push_back(std::move(entry));
        m_header.begins.push_back(begin);
    }

    void checkBytes(const TensorEntry& entry)
    {
        std::uint64_t items = 1;
        bool overflow = false;
        for (const std::int64_t extent : entry.shape)
            overflow |= __builtin_mul_overflow(items, std::uint64_t(extent), &items);
        const unsigned bits = itemBits(entry);
        std::uint64_t allBits = 0;
        overflow |= __builtin_mul_overflow(items, std::uint64_t(bits), &allBits)
            || items > std::uint64_t(std::numeric_limits<std::int64_t>::max());
        if (overflow)
            refuseTensor(entry.name, beyondAllNumbers);
        if (bits == 0) {
            m_header.warnings.push_back(m_subject + ": tensor \"" + shortened(entry.name, 200)
                + "\" has the item type \"" + shortened(entry.dtypeText, 40) + "\", which is not a safetensors dtype.");
            return;
        }
        if (allBits % 8 != 0)
            refuseTensor(entry.name,
                "has " + std::to_string(items) + " items of type " + entry.dtypeText
                    + ", which fill no whole number of bytes");
        if (allBits / 8 != entry.bytes)
            refuseTensor(entry.name,
                "needs " + std::to_string(allBits / 8) + " bytes by its shape and type, but has "
                    + std::to_string(entry.bytes) + " in the file");
    }

    // Sorted by their positions, the tensors must follow each other without gaps, from the first byte after the table
    // to the end of the file.
    void checkLayout()
    {
        std::vector<std::size_t> order(m_header.entries.size());
        std::iota(order.begin(), order.end(), std::size_t(0));
        std::sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
            return std::pair(m_header.begins[a], m_header.entries[a].bytes)
                < std::pair(m_header.begins[b], m_header.entries[b].bytes);
        });
        std::uint64_t expected = 0;
        for (const std::size_t i : order) {
            const std::uint64_t begin = m_header.begins[i];
            if (begin != expected)
                refuseTensor(m_header.entries[i].name,
                    "begins at byte " + std::to_string(begin) + ", but the tensor before it ends at byte "
                        + std::to_string(expected));
            expected += m_header.entries[i].bytes; // begin + (end − begin), so it cannot overflow
        }
        const std::uint64_t held = m_fileBytes - std::min(m_tableEnd, m_fileBytes);
        if (expected > held)
            refuse(ErrorCode::TruncatedFile,
                "the file has " + std::to_string(m_fileBytes) + " bytes, its table needs " + sum(m_tableEnd, expected)
                    + "; the download stopped early, fetch the file again");
        if (expected < held)
            refuse(ErrorCode::MalformedFile,
                "the file has " + std::to_string(m_fileBytes) + " bytes, its table accounts for "
                    + sum(m_tableEnd, expected) + "; the " + std::to_string(held - expected)
                    + " bytes after the last tensor do not belong there");
        for (std::uint64_t& begin : m_header.begins)
            begin += m_tableEnd;
    }

    static std::string sum(std::uint64_t a, std::uint64_t b)
    {
        std::uint64_t total = 0;
        return __builtin_add_overflow(a, b, &total) ? "more than there can be" : std::to_string(total);
    }

    [[noreturn]] void refuseTensor(const std::string& name, const std::string& what) const
    {
        refuse(ErrorCode::MalformedFile, "tensor \"" + shortened(name, 200) + "\" " + what);
    }

    [[noreturn]] void refuse(ErrorCode code, const std::string& what) const
    {
        throw Refusal(code, m_subject + ": " + what, m_subject);
    }

    std::string m_subject;
    std::uint64_t m_tableEnd;
    std::uint64_t m_fileBytes;
    nlohmann::json m_document;
    SafetensorsHeader m_header;
    std::size_t m_extraFields = 0;
};

} // namespace

std::uint64_t safetensorsTableLength(std::string_view head, std::uint64_t fileBytes, std::string_view subject)
{
    const std::string name(subject);
    if (fileBytes < 8)
        throw Refusal(ErrorCode::TruncatedFile,
            name + ": not a safetensors file (" + std::to_string(fileBytes) + " bytes); fetch the file again", name);
    std::uint64_t length = 0;
    std::memcpy(&length, head.data(), 8);
    const bool brace = head.size() > 8 && head[8] == '{';
    if (length > maxSafetensorsHeader || (!brace && fileBytes > 8))
        throw Refusal(ErrorCode::MalformedFile,
            name
                + ": not a safetensors file (its first bytes are no length of a table that begins with \"{\"); fetch "
                  "the file again",
            name);
    if (length > fileBytes - 8)
        throw Refusal(ErrorCode::TruncatedFile,
            name + ": the file has " + std::to_string(fileBytes) + " bytes, its table alone needs "
                + std::to_string(8 + length) + "; the download stopped early, fetch the file again",
            name);
    if (length == 0)
        throw Refusal(ErrorCode::MalformedFile,
            name + ": not a safetensors file (its table is empty); fetch the file again", name);
    return length;
}

SafetensorsHeader parseSafetensorsTable(std::string_view json, std::uint64_t fileBytes, std::string_view subject)
{
    return TableReader(json, fileBytes, subject).read();
}

} // namespace vitrine
