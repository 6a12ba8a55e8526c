// SPDX-License-Identifier: GPL-3.0-or-later
// Sizes are taken from the central directory, but the positions of the bytes from the local headers. PyTorch leaves the
// sizes in local headers empty and pads their extra fields, so that storages are aligned.
#include "core/io/pickle/zip_directory.h"

#include "core/io/files/byte_cursor.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <numeric>
#include <optional>

namespace vitrine {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t endRecordBytes = 22;
constexpr std::uint64_t locatorBytes = 20;
constexpr std::uint64_t maxCommentBytes = 65535;
constexpr std::uint64_t maxDirectoryBytes = std::uint64_t(64) << 20;
constexpr std::uint64_t maxEntries = 100'000;
constexpr std::size_t maxNameBytes = 4096;
constexpr std::uint32_t inZip64 = 0xFFFFFFFF; // the real number is in the zip64 record or field
constexpr std::uint16_t encrypted = 1 << 0 | 1 << 6 | 1 << 13;

// The position of the central directory.
struct Directory {
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0;
    std::uint64_t begin = 0;
};

class DirectoryReader {
public:
    DirectoryReader(const InputFile& file, const Progress& progress)
        : m_file(file)
        , m_progress(progress)
    {
    }

    std::vector<ZipEntry> read()
    {
        const Directory directory = find();
        if (directory.entries > maxEntries || directory.bytes > maxDirectoryBytes)
            refuse("lists " + std::to_string(directory.entries) + " entries, at most " + std::to_string(maxEntries)
                    + " are read",
                ErrorCode::TooLarge);
        const std::string bytes = bytesAt(directory.begin, directory.bytes);
        ByteCursor cursor = cursorOver(bytes);
        std::vector<ZipEntry> entries;
        for (std::uint64_t i = 0; i < directory.entries; ++i) {
            m_progress.check();
            entries.push_back(readRecord(cursor));
        }
        if (cursor.left() > 0)
            refuse("has " + std::to_string(cursor.left()) + " bytes too many in its central directory");
        checkRanges(entries, directory.begin);
        return entries;
    }

private:
    Directory find() const
    {
        const std::uint64_t tail = std::min(m_file.size(), endRecordBytes + maxCommentBytes);
        const std::string bytes = bytesAt(m_file.size() - tail, tail);
        for (std::size_t at = bytes.rfind("PK\5\6"sv); at != std::string::npos;
            at = at == 0 ? std::string::npos : bytes.rfind("PK\5\6"sv, at - 1)) {
            if (bytes.size() - at < endRecordBytes)
                continue;
            ByteCursor cursor = cursorOver(std::string_view(bytes).substr(at + 4));
            const std::uint16_t disk = cursor.number<std::uint16_t>();
            const std::uint16_t directoryDisk = cursor.number<std::uint16_t>();
            const std::uint16_t entriesHere = cursor.number<std::uint16_t>();
            const std::uint16_t entries = cursor.number<std::uint16_t>();
            const std::uint32_t size = cursor.number<std::uint32_t>();
            const std::uint32_t begin = cursor.number<std::uint32_t>();
            if (cursor.number<std::uint16_t>() != cursor.left())
                continue; // no comment of that length follows: these bytes are part of something else
            const std::uint64_t end = m_file.size() - tail + at;
            if (const auto large = findZip64(end))
                return *large;
            if (disk != 0 || directoryDisk != 0 || entriesHere != entries)
                refuse("is one part of several; put the parts together first");
            return checked({ entries, size, begin }, end);
        }
        throw Refusal(ErrorCode::TruncatedFile,
            m_file.name() + ": is a zip archive without its end; the download stopped early, fetch the file again",
            m_file.name());
    }

    // The zip64 record. Its position is in the 20 bytes before the end record.
    std::optional<Directory> findZip64(std::uint64_t endRecord) const
    {
        if (endRecord < locatorBytes)
            return std::nullopt;
        const std::uint64_t locator = endRecord - locatorBytes;
        const std::string locatorText = bytesAt(locator, locatorBytes);
        ByteCursor where = cursorOver(locatorText);
        if (where.take(4) != "PK\6\7"sv)
            return std::nullopt;
        const std::uint32_t disk = where.number<std::uint32_t>();
        const std::uint64_t record = where.number<std::uint64_t>();
        if (disk != 0 || where.number<std::uint32_t>() > 1)
            refuse("is one part of several; put the parts together first");
        if (record > locator || locator - record < 56)
            refuse("has its zip64 record outside the file");
        const std::string recordText = bytesAt(record, 56);
        ByteCursor cursor = cursorOver(recordText);
        if (cursor.take(4) != "PK\6\6"sv)
            refuse("has no zip64 record where its end says it is");
        cursor.take(12); // size of the record, two versions
        const std::uint32_t thisDisk = cursor.number<std::uint32_t>();
        const std::uint32_t directoryDisk = cursor.number<std::uint32_t>();
        const std::uint64_t entriesHere = cursor.number<std::uint64_t>();
        Directory directory;
        directory.entries = cursor.number<std::uint64_t>();
        directory.bytes = cursor.number<std::uint64_t>();
        directory.begin = cursor.number<std::uint64_t>();
        if (thisDisk != 0 || directoryDisk != 0 || entriesHere != directory.entries)
            refuse("is one part of several; put the parts together first");
        return checked(directory, record);
    }

    Directory checked(Directory directory, std::uint64_t end) const
    {
        if (directory.begin > end || directory.bytes > end - directory.begin)
            refuse("has its central directory outside the file");
        return directory;
    }

    ZipEntry readRecord(ByteCursor& cursor)
    {
        if (cursor.take(4) != "PK\1\2"sv)
            refuse("has something else in its central directory");
        cursor.take(4); // versions
        const std::uint16_t flags = cursor.number<std::uint16_t>();
        const std::uint16_t method = cursor.number<std::uint16_t>();
        cursor.take(4); // time
        ZipEntry entry;
        entry.crc = cursor.number<std::uint32_t>();
        entry.bytes = cursor.number<std::uint32_t>();
        std::uint64_t unpacked = cursor.number<std::uint32_t>();
        const std::uint16_t nameBytes = cursor.number<std::uint16_t>();
        const std::uint16_t extraBytes = cursor.number<std::uint16_t>();
        const std::uint16_t commentBytes = cursor.number<std::uint16_t>();
        const std::uint16_t disk = cursor.number<std::uint16_t>();
        cursor.take(6); // attributes
        std::uint64_t header = cursor.number<std::uint32_t>();
        entry.name = cursor.take(nameBytes);
        readZip64Field(cursor.take(extraBytes), unpacked, entry.bytes, header);
        cursor.take(commentBytes);

        if (nameBytes == 0 || nameBytes > maxNameBytes)
            refuse("has an entry whose name has " + std::to_string(nameBytes) + " bytes");
        if (flags & encrypted)
            refuseEntry(entry.name, "is encrypted");
        if (disk != 0)
            refuseEntry(entry.name, "lies in another part of the archive");
        entry.compressed = method != 0;
        if (!entry.compressed && unpacked != entry.bytes)
            refuseEntry(entry.name, "has two different sizes");
        entry.begin = bytesBegin(entry, header);
        m_headers.push_back(header);
        return entry;
    }

    // The field contains, in this order, only the numbers that were too large for their normal fields.
    void readZip64Field(
        std::string_view extra, std::uint64_t& unpacked, std::uint64_t& packed, std::uint64_t& header) const
    {
        ByteCursor fields = cursorOver(extra);
        while (fields.left() > 0) {
            const std::uint16_t id = fields.number<std::uint16_t>();
            const std::string_view field = fields.take(fields.number<std::uint16_t>());
            if (id != 1)
                continue;
            ByteCursor numbers = cursorOver(field);
            for (std::uint64_t* number : { &unpacked, &packed, &header }) {
                if (*number == inZip64)
                    *number = numbers.number<std::uint64_t>();
            }
            return; // a second zip64 field is ignored
        }
    }

    std::uint64_t bytesBegin(const ZipEntry& entry, std::uint64_t header) const
    {
        if (header > m_file.size())
            refuseEntry(entry.name, "begins after the end of the file");
        const std::string local = bytesAt(header, 30 + entry.name.size());
        ByteCursor cursor = cursorOver(local);
        if (cursor.take(4) != "PK\3\4"sv)
            refuseEntry(entry.name, "does not begin where the central directory says");
        cursor.take(2); // version
        const std::uint16_t flags = cursor.number<std::uint16_t>();
        const std::uint16_t method = cursor.number<std::uint16_t>();
        cursor.take(16); // time, sums and sizes, which may be empty here
        const std::uint16_t nameBytes = cursor.number<std::uint16_t>();
        const std::uint16_t extraBytes = cursor.number<std::uint16_t>();
        if (nameBytes != entry.name.size() || cursor.take(nameBytes) != entry.name || (method != 0) != entry.compressed
            || flags & encrypted)
            refuseEntry(entry.name, "is described in two different ways");
        const std::uint64_t begin = header + local.size() + extraBytes;
        if (begin > m_file.size() || entry.bytes > m_file.size() - begin)
            refuseEntry(entry.name, "ends after the end of the file");
        return begin;
    }

    // Headers and bytes of all entries, in the order of the file.
    void checkRanges(const std::vector<ZipEntry>& entries, std::uint64_t directoryBegin) const
    {
        std::vector<std::size_t> order(entries.size());
        std::iota(order.begin(), order.end(), std::size_t(0));
        std::sort(
            order.begin(), order.end(), [this](std::size_t a, std::size_t b) { return m_headers[a] < m_headers[b]; });
        std::uint64_t end = 0;
        for (const std::size_t i : order) {
            if (m_headers[i] < end)
                refuseEntry(entries[i].name, "overlaps another entry");
            end = entries[i].begin + entries[i].bytes;
        }
        if (end > directoryBegin)
            refuse("has entries that overlap its central directory");
    }

    std::string bytesAt(std::uint64_t begin, std::uint64_t count) const
    {
        std::string bytes(count, '\0');
        m_file.read(begin, std::as_writable_bytes(std::span(bytes)));
        return bytes;
    }

    ByteCursor cursorOver(std::string_view bytes) const
    {
        return { bytes,
            { ErrorCode::MalformedFile,
                m_file.name() + ": is a damaged zip archive (a record is cut short); fetch the file again",
                m_file.name(), {} } };
    }

    [[noreturn]] void refuseEntry(const std::string& name, const std::string& what) const
    {
        refuse("has an entry \"" + shown(name) + "\" that " + what);
    }

    [[noreturn]] void refuse(const std::string& what, ErrorCode code = ErrorCode::MalformedFile) const
    {
        throw Refusal(
            code, m_file.name() + ": is a zip archive that " + what + "; fetch the file again", m_file.name());
    }

    const InputFile& m_file;
    const Progress& m_progress;
    std::vector<std::uint64_t> m_headers; // positions of the local headers
};

} // namespace

std::vector<ZipEntry> readZipDirectory(const InputFile& file, const Progress& progress)
{
    return DirectoryReader(file, progress).read();
}

void checkZipEntry(const InputFile& file, const ZipEntry& entry, const Progress& progress)
{
    std::vector<std::byte> buffer(std::size_t(std::min<std::uint64_t>(entry.bytes, 1 << 20)));
    std::uint32_t sum = 0;
    for (std::uint64_t done = 0; done < entry.bytes; done += buffer.size()) {
        progress.check();
        buffer.resize(std::size_t(std::min<std::uint64_t>(entry.bytes - done, buffer.size())));
        file.read(entry.begin + done, buffer);
        sum = crc32(buffer, sum);
    }
    if (sum != entry.crc)
        throw Refusal(ErrorCode::MalformedFile,
            file.name() + ": the bytes of \"" + shown(entry.name)
                + "\" are damaged (their CRC-32 is not that of the archive); fetch the file again",
            file.name());
}

std::string readZipEntry(const InputFile& file, const ZipEntry& entry, std::uint64_t limit)
{
    const std::string name = file.name() + ": \"" + shown(entry.name) + "\"";
    if (entry.compressed)
        throw Refusal(ErrorCode::MalformedFile,
            name + " is compressed, which PyTorch's files never are; fetch the original file", file.name());
    if (entry.bytes > limit)
        throw Refusal(ErrorCode::TooLarge,
            name + " has " + std::to_string(entry.bytes) + " bytes, at most " + std::to_string(limit) + " are read",
            file.name());
    std::string bytes(entry.bytes, '\0');
    file.read(entry.begin, std::as_writable_bytes(std::span(bytes)));
    return bytes;
}

// Processes eight bytes a step with eight tables. This is about as fast as reading from a disk.

namespace {

using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

// tables[k][b]: the effect of the byte b on the sum when k bytes follow it.
constexpr Tables makeTables()
{
    Tables tables {};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t sum = byte;
        for (int bit = 0; bit < 8; ++bit)
            sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320u : 0u);
        tables[0][byte] = sum;
    }
    for (std::size_t k = 1; k < 8; ++k) {
        for (std::size_t byte = 0; byte < 256; ++byte)
            tables[k][byte] = tables[k - 1][byte] >> 8 ^ tables[0][tables[k - 1][byte] & 0xFF];
    }
    return tables;
}

constexpr Tables tables = makeTables();

} // namespace

std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t before)
{
    static_assert(std::endian::native == std::endian::little);
    std::uint32_t sum = ~before;
    while (bytes.size() >= 8) {
        std::uint64_t word;
        std::memcpy(&word, bytes.data(), 8);
        word ^= sum;
        sum = 0;
        for (std::size_t i = 0; i < 8; ++i)
            sum ^= tables[7 - i][word >> (8 * i) & 0xFF];
        bytes = bytes.subspan(8);
    }
    for (const std::byte byte : bytes)
        sum = sum >> 8 ^ tables[0][(sum ^ std::uint32_t(byte)) & 0xFF];
    return ~sum;
}

} // namespace vitrine
