// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/word_vectors.h"

#include "core/io/file_kind.h"
#include "core/io/input_file.h"
#include "core/io/line_reader.h"
#include "core/io/utf8.h"
#include "core/runtime/error.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>

namespace vitrine {
namespace {

constexpr std::size_t mostLineBytes = std::size_t(4) << 20;
constexpr std::size_t mostWordBytes = 4096;
constexpr int mostWidth = 65536;
constexpr long wordsPerReport = 20'000;

struct Header {
    long words = 0;
    int width = 0;
};

template <typename Number> std::optional<Number> parsed(std::string_view field)
{
    Number value {};
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
    return error == std::errc() && end == field.data() + field.size() ? std::optional(value) : std::nullopt;
}

std::string_view trimmed(std::string_view line)
{
    const auto last = line.find_last_not_of(" \t\r");
    return last == std::string_view::npos ? std::string_view() : line.substr(0, last + 1);
}

std::optional<Header> headerOf(std::string_view line)
{
    line = trimmed(line);
    const auto space = line.find_first_of(" \t");
    if (space == std::string_view::npos)
        return std::nullopt;
    const auto words = parsed<long>(line.substr(0, space));
    const auto width = parsed<int>(line.substr(space + 1));
    return words && width && *words > 0 && *width > 0 && *width <= mostWidth ? std::optional(Header { *words, *width }) : std::nullopt;
}

// One reading of one file: what all formats share.
class Reading {
public:
    Reading(const InputFile& file, const std::unordered_set<std::string>* wanted, const Progress& progress)
        : m_file(file)
        , m_wanted(wanted)
        , m_progress(progress)
    {
    }

    // The next bytes of the file; also moves the progress.
    std::size_t read(std::span<char> target)
    {
        const auto count = std::size_t(std::min<std::uint64_t>(target.size(), m_file.size() - m_offset));
        m_file.read(m_offset, std::as_writable_bytes(target.first(count)));
        m_offset += count;
        return count;
    }

    [[noreturn]] void refuse(ErrorCode code, const std::string& rest) const
    {
        throw Refusal(code, m_file.name() + ": " + rest, m_file.name());
    }
    [[noreturn]] void refuseLine(long line, const std::string& rest) const
    {
        refuse(ErrorCode::MalformedFile, "line " + std::to_string(line) + " " + rest);
    }

    bool isWanted(const std::string& word) const { return m_wanted == nullptr || m_wanted->contains(word); }

    // Room for the numbers of a word that is wanted and new; nothing otherwise.
    double* roomFor(const std::string& word)
    {
        if (++result.wordsInFile % wordsPerReport == 0)
            m_progress.step(int(m_offset >> 20), int(m_file.size() >> 20) + 1, "reading vectors");
        if (!isWanted(word))
            return nullptr;
        const auto [entry, isNew] = result.rows.emplace(word, int(result.rows.size()));
        if (!isNew) {
            ++m_repeated;
            m_firstRepeated = m_firstRepeated.empty() ? word : m_firstRepeated;
            return nullptr;
        }
        result.values.resize(result.values.size() + std::size_t(result.width));
        return result.values.data() + result.values.size() - std::size_t(result.width);
    }

    WordVectors finish(const std::optional<Header>& header)
    {
        if (result.wordsInFile == 0)
            refuse(ErrorCode::MalformedFile, "holds no word vectors; expected a word and its numbers on each line");
        if (header && result.wordsInFile < header->words) {
            refuse(ErrorCode::TruncatedFile,
                "announces " + std::to_string(header->words) + " words but ends after " + std::to_string(result.wordsInFile)
                    + "; fetch it again");
        }
        if (header && result.wordsInFile > header->words) {
            result.warnings.push_back(m_file.name() + " announces " + std::to_string(header->words) + " words and holds "
                + std::to_string(result.wordsInFile) + ".");
        }
        if (m_repeated > 0) {
            result.warnings.push_back(m_file.name() + " holds " + std::to_string(m_repeated) + " of the words more than once, first \""
                + shortened(toUtf8(m_firstRepeated), 40) + "\"; the first vector of each is used.");
        }
        return std::move(result);
    }

    WordVectors result;

private:
    const InputFile& m_file;
    const std::unordered_set<std::string>* m_wanted;
    const Progress& m_progress;
    std::uint64_t m_offset = 0;
    long m_repeated = 0;
    std::string m_firstRepeated;
};

// A word, which may hold blanks, then `width` numbers.
void readTextLine(Reading& reading, std::string_view line, long number, std::string& word)
{
    const int width = reading.result.width;
    std::size_t numbers = line.size();
    int fields = 0;
    for (; fields < width; ++fields) {
        const auto last = line.find_last_not_of(" \t", numbers == 0 ? 0 : numbers - 1);
        const auto before = last == std::string_view::npos || numbers == 0 ? std::string_view::npos : line.find_last_of(" \t", last);
        if (before == std::string_view::npos)
            break;
        numbers = before;
    }
    const auto wordEnd = numbers == 0 ? std::string_view::npos : line.find_last_not_of(" \t", numbers - 1);
    if (fields < width || wordEnd == std::string_view::npos)
        reading.refuseLine(
            number, "has fewer than " + std::to_string(width) + " numbers after its word; the file is cut or is no file of word vectors");
    const auto start = line.find_first_not_of(" \t");
    word = line.substr(start, wordEnd + 1 - start);
    if (const auto blank = word.find_last_of(" \t"); blank != std::string::npos && parsed<double>(std::string_view(word).substr(blank + 1)))
        reading.refuseLine(number, "has more than " + std::to_string(width) + " numbers");
    double* values = reading.roomFor(word);
    if (values == nullptr)
        return;
    for (std::size_t at = numbers; width > 0 && at < line.size();) {
        const auto begin = line.find_first_not_of(" \t", at);
        const auto end = std::min(line.find_first_of(" \t", begin), line.size());
        const auto value = parsed<double>(line.substr(begin, end - begin));
        if (!value || !std::isfinite(*value))
            reading.refuseLine(
                number, "has \"" + shortened(toUtf8(line.substr(begin, end - begin)), 40) + "\" where a finite number belongs");
        *values++ = *value;
        at = end;
    }
}

void readText(Reading& reading, LineReader& lines, std::string line)
{
    std::string word;
    do {
        if (lines.wasTooLong())
            reading.refuseLine(lines.number(), "is longer than 4 MiB; this is no text file of word vectors");
        const auto content = trimmed(line);
        if (!content.empty())
            readTextLine(reading, content, lines.number(), word);
    } while (lines.next(line));
}

// After the header: each word, a blank, its floats, and in some files a line feed.
void readBinary(Reading& reading, LineReader& bytes, const Header& header)
{
    std::vector<char> numbers(std::size_t(header.width) * sizeof(float));
    std::string word;
    const auto take = [&](char* target, std::size_t count) {
        while (count > 0) {
            const std::string_view ahead = bytes.peek();
            const std::size_t now = std::min(count, ahead.size());
            if (now == 0)
                return false;
            if (target != nullptr)
                target = std::copy_n(ahead.data(), now, target);
            bytes.skip(now);
            count -= now;
        }
        return true;
    };
    for (long row = 1; row <= header.words; ++row) {
        word.clear();
        for (char c; take(&c, 1) && c != ' ';) {
            if (c != '\n' || !word.empty())
                word += c;
            if (word.size() > mostWordBytes)
                reading.refuse(ErrorCode::MalformedFile, "word " + std::to_string(row) + " has no end; this is no word2vec file");
        }
        if (!take(numbers.data(), numbers.size()))
            return; // finish() says how many words are missing
        double* values = reading.roomFor(word);
        for (int h = 0; values != nullptr && h < header.width; ++h) {
            float value = 0;
            std::memcpy(&value, numbers.data() + std::size_t(h) * sizeof(float), sizeof(float));
            if (!std::isfinite(value))
                reading.refuse(ErrorCode::MalformedFile, "word " + std::to_string(row) + " has a number that is not finite");
            values[h] = double(value);
        }
    }
}

// Whether what follows the header reads as a line of text.
bool looksLikeText(std::string_view ahead, int width)
{
    const std::string_view line = trimmed(ahead.substr(0, ahead.find('\n')));
    const auto last = line.find_last_of(" \t");
    return last != std::string_view::npos && parsed<double>(line.substr(last + 1))
        && std::count(line.begin(), line.end(), ' ') >= std::min(width, 2) - 1;
}

} // namespace

WordVectors readWordVectors(const std::filesystem::path& path, const std::unordered_set<std::string>* wanted, const Progress& progress)
{
    const InputFile file(path);
    refuseForeignFile(file);
    Reading reading(file, wanted, progress);
    LineReader lines([&](std::span<char> target) { return reading.read(target); }, mostLineBytes);
    const std::string_view start = lines.peek();
    if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF"))
        reading.refuse(ErrorCode::BadEncoding, "is UTF-16; convert it to UTF-8");
    if (start.starts_with("\xEF\xBB\xBF"))
        lines.skip(3);
    std::string line;
    if (!lines.next(line))
        reading.refuse(ErrorCode::MalformedFile, "is empty");
    const auto header = headerOf(line);
    WordVectors& result = reading.result;
    if (header) {
        result.width = header->width;
        if (!looksLikeText(lines.peek(), header->width)) {
            result.format = WordVectorsFormat::Word2VecBinary;
            readBinary(reading, lines, *header);
        } else if (lines.next(line)) {
            readText(reading, lines, line);
        }
        return reading.finish(header);
    }
    result.format = WordVectorsFormat::GloVe;
    const std::string_view first = trimmed(line);
    for (std::size_t at = first.find_first_of(" \t"); at != std::string_view::npos; at = first.find_first_of(" \t", at)) {
        at = first.find_first_not_of(" \t", at);
        const auto end = std::min(first.find_first_of(" \t", at), first.size());
        result.width = parsed<double>(first.substr(at, end - at)) ? result.width + 1 : 0; // the numbers at the end of the line
    }
    if (result.width == 0 || result.width > mostWidth)
        reading.refuseLine(1, "is neither \"count width\" nor a word followed by its numbers; this is no file of word vectors");
    readText(reading, lines, line);
    return reading.finish(std::nullopt);
}

} // namespace vitrine
