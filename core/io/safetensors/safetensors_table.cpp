// SPDX-License-Identifier: GPL-3.0-or-later
// Checks the table. A pure function of its bytes and the size of the file.
#include "core/io/json/json_events.h"
#include "core/io/json/json_field.h"
#include "core/io/safetensors/safetensors.h"
#include "core/runtime/checked.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

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
constexpr std::size_t maxMemberValues = 10'000; // of one tensor, or of the metadata
constexpr std::size_t maxTensorName = 65536;
constexpr std::size_t maxForeignNamed = 10;
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

// Member by member: a table of a million bytes must not become a document of a hundred million.
class TableReader : public JsonEvents {
public:
    TableReader(std::string_view json, std::uint64_t fileBytes, std::string_view subject, const Progress& progress)
        : m_subject(subject)
        , m_tableEnd(8 + json.size())
        , m_fileBytes(fileBytes)
    {
        reserve(json);
        const JsonLimits limits { maxSafetensorsHeader, 8, 2'000'000, std::size_t(16) << 20 };
        readJsonEvents(json, subject, limits, *this, &m_header.warnings, progress);
    }

    SafetensorsHeader read() &&
    {
        sortByName();
        checkLayout();
        if (m_foreign > maxForeignNamed)
            m_header.warnings.push_back(m_subject + ": more tensors have item types that are no safetensors dtypes ("
                + std::to_string(m_foreign - maxForeignNamed) + ").");
        if (m_extraFields > 0)
            m_header.warnings.push_back(m_subject + ": unknown fields in the table of tensors were ignored ("
                + std::to_string(m_extraFields) + ").");
        return std::move(m_header);
    }

    void beginObject() override
    {
        if (m_depth++ > 0)
            told([this] { m_member.beginObject(); });
    }
    void beginList() override
    {
        requireMember();
        ++m_depth;
        told([this] { m_member.beginList(); });
    }
    void end() override
    {
        if (--m_depth > 0)
            told([this] { m_member.end(); });
    }
    void key(std::string name) override
    {
        if (m_depth > 1)
            return m_member.key(std::move(name));
        if (name.size() > maxTensorName)
            throw JsonProblem { ErrorCode::TooLarge,
                "is a name of " + std::to_string(name.size()) + " bytes, at most " + std::to_string(maxTensorName)
                    + " are read; fetch the file again" };
        m_name = std::move(name);
        m_values = 0;
    }
    void value(nlohmann::json scalar) override
    {
        requireMember();
        told([&] { m_member.value(std::move(scalar)); });
    }

private:
    // What the table will hold at most, so that the list does not grow by copies.
    void reserve(std::string_view json)
    {
        constexpr std::string_view sign = "\"data_offsets\"";
        std::size_t tensors = 0;
        for (std::size_t at = json.find(sign); at != std::string_view::npos; at = json.find(sign, at + sign.size()))
            ++tensors;
        m_header.entries.reserve(std::min(tensors, maxTensors));
        m_header.begins.reserve(std::min(tensors, maxTensors));
    }

    void requireMember() const
    {
        if (m_depth == 0)
            throw JsonProblem { ErrorCode::MalformedFile, "must be an object of tensors; fetch the file again" };
    }

    template <typename Call> void told(Call&& call)
    {
        if (++m_values > maxMemberValues)
            throw JsonProblem { ErrorCode::TooLarge,
                "has more than " + std::to_string(maxMemberValues) + " values, which are not read" };
        call();
        if (!m_member.isComplete())
            return;
        nlohmann::json alone = nlohmann::json::object();
        alone[m_name] = m_member.take();
        const JsonField field = JsonField(alone, m_subject).members().front().second;
        if (m_name == "__metadata__")
            readMetadata(field);
        else
            readEntry(m_name, field);
    }

    // Tensors are listed by their names, which must differ. They are moved in place: two lists would be too much
    // memory.
    void sortByName()
    {
        auto& entries = m_header.entries;
        std::vector<std::uint32_t> order(entries.size());
        std::iota(order.begin(), order.end(), 0u);
        std::sort(order.begin(), order.end(),
            [&entries](std::uint32_t a, std::uint32_t b) { return entries[a].name < entries[b].name; });
        for (std::uint32_t i = 0; i < order.size(); ++i) {
            std::uint32_t to = i;
            while (order[to] != i) { // one cycle: what stood at i moves along
                const std::uint32_t from = std::exchange(order[to], to);
                std::swap(entries[to], entries[from]);
                std::swap(m_header.begins[to], m_header.begins[from]);
                to = from;
            }
            order[to] = to;
        }
        const auto twice = std::adjacent_find(m_header.entries.begin(), m_header.entries.end(),
            [](const TensorEntry& a, const TensorEntry& b) { return a.name == b.name; });
        if (twice != m_header.entries.end())
            refuseTensor(twice->name, "occurs twice; fetch the file again");
    }

    void readMetadata(const JsonField& field)
    {
        if (m_hasMetadata)
            refuse(ErrorCode::MalformedFile, "__metadata__ occurs twice; fetch the file again");
        m_hasMetadata = true;
        if (field.isNull())
            return;
        for (const auto& [key, value] : field.members())
            m_header.metadata[key] = value.string();
    }

    void readEntry(const std::string& name, const JsonField& field)
    {
        if (m_header.entries.size() >= maxTensors)
            refuse(
                ErrorCode::TooLarge, "lists more than " + std::to_string(maxTensors) + " tensors, which are not read");
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
        const std::int64_t items = entry.count();
        const unsigned bits = itemBits(entry);
        const std::int64_t allBits = checkedProduct({ items, std::int64_t(bits) });
        if (items == beyondAllSizes || (allBits == beyondAllSizes && bits > 0))
            refuseTensor(entry.name, beyondAllNumbers);
        if (bits == 0) {
            if (++m_foreign <= maxForeignNamed)
                m_header.warnings.push_back(m_subject + ": tensor \"" + shown(entry.name) + "\" has the item type \""
                    + shown(entry.dtypeText, 40) + "\", which is not a safetensors dtype.");
            return;
        }
        if (allBits % 8 != 0)
            refuseTensor(entry.name,
                "has " + std::to_string(items) + " items of type " + entry.dtypeText
                    + ", which fill no whole number of bytes");
        if (std::uint64_t(allBits / 8) != entry.bytes)
            refuseTensor(entry.name,
                "needs " + std::to_string(allBits / 8) + " bytes by its shape and type, but has "
                    + std::to_string(entry.bytes) + " in the file");
    }

    // Sorted by their positions, the tensors must follow each other without gaps, from the first byte after the table
    // to the end of the file.
    void checkLayout()
    {
        std::vector<std::uint32_t> order(m_header.entries.size());
        std::iota(order.begin(), order.end(), 0u);
        std::sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
            return std::pair(m_header.begins[a], m_header.entries[a].bytes)
                < std::pair(m_header.begins[b], m_header.entries[b].bytes);
        });
        std::uint64_t expected = 0;
        for (const std::uint32_t i : order) {
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
        refuse(ErrorCode::MalformedFile, "tensor \"" + shown(name) + "\" " + what);
    }

    [[noreturn]] void refuse(ErrorCode code, const std::string& what) const
    {
        throw Refusal(code, m_subject + ": " + what, m_subject);
    }

    std::string m_subject;
    std::uint64_t m_tableEnd;
    std::uint64_t m_fileBytes;
    SafetensorsHeader m_header;
    JsonBuilder m_member; // of the table, the one that is read
    std::string m_name; // of that member
    int m_depth = 0;
    std::size_t m_values = 0; // in that member
    std::size_t m_extraFields = 0;
    std::size_t m_foreign = 0;
    bool m_hasMetadata = false;
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

SafetensorsHeader parseSafetensorsTable(
    std::string_view json, std::uint64_t fileBytes, std::string_view subject, const Progress& progress)
{
    return TableReader(json, fileBytes, subject, progress).read();
}

} // namespace vitrine
