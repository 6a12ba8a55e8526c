// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/vectors/word_vector_walk.h"

#include "core/io/files/line_reader.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>

namespace vitrine {
namespace {

constexpr std::size_t maxLineBytes = std::size_t(4) << 20;
constexpr std::size_t maxWordBytes = 4096;
constexpr int maxWidth = 65536;
constexpr std::size_t readAhead = std::size_t(1) << 20; // more than a line reader holds
constexpr long wordsPerReport = 20'000;
constexpr long maxWords = 20'000'000; // ten times the largest that are published

template <typename Number> std::optional<Number> parsed(std::string_view field)
{
    Number value {};
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
    return error == std::errc() && end == field.data() + field.size() ? std::optional(value) : std::nullopt;
}

std::string_view trimmed(std::string_view line)
{
    const auto last = line.find_last_not_of(" \t\r\n");
    return last == std::string_view::npos ? std::string_view() : line.substr(0, last + 1);
}

[[noreturn]] void refuse(const InputFile& file, ErrorCode code, const std::string& rest)
{
    throw Refusal(code, file.name() + ": " + rest, file.name());
}

[[noreturn]] void refuseRow(const InputFile& file, const char* row, long number, const std::string& rest)
{
    refuse(file, ErrorCode::MalformedFile, row + (' ' + std::to_string(number)) + ' ' + rest);
}

struct Header {
    long words = 0;
    int width = 0;
};

std::optional<Header> headerOf(const InputFile& file, std::string_view line)
{
    line = trimmed(line);
    const auto space = line.find_first_of(" \t");
    if (space == std::string_view::npos)
        return std::nullopt;
    const auto words = parsed<long>(line.substr(0, space));
    const auto width = parsed<std::int64_t>(line.substr(space + 1));
    if (words && width && *width > maxWidth)
        refuseRow(file, "line", 1,
            "announces vectors of " + std::to_string(*width) + " numbers, at most " + std::to_string(maxWidth)
                + " are read; this is no file of word vectors, or a damaged one: fetch it again");
    return words && width && *words > 0 && *width > 0 && *width <= maxWidth
        ? std::optional(Header { *words, int(*width) })
        : std::nullopt;
}

// A line of text: a word, which may contain blanks, and the position of its numbers.
struct Parts {
    std::string_view word;
    std::string_view numbers;
};

Parts partsOf(const InputFile& file, std::string_view line, long row, int width)
{
    std::size_t numbers = line.size();
    int fields = 0;
    for (; fields < width; ++fields) {
        const auto last = line.find_last_not_of(" \t", numbers == 0 ? 0 : numbers - 1);
        const auto before
            = last == std::string_view::npos || numbers == 0 ? std::string_view::npos : line.find_last_of(" \t", last);
        if (before == std::string_view::npos)
            break;
        numbers = before;
    }
    const auto wordEnd = numbers == 0 ? std::string_view::npos : line.find_last_not_of(" \t", numbers - 1);
    if (fields < width || wordEnd == std::string_view::npos)
        refuseRow(file, "line", row,
            "has fewer than " + std::to_string(width)
                + " numbers after its word; the file is cut or is no file of word vectors");
    const auto start = line.find_first_not_of(" \t");
    const std::string_view word = line.substr(start, wordEnd + 1 - start);
    if (const auto blank = word.find_last_of(" \t");
        blank != std::string_view::npos && parsed<double>(word.substr(blank + 1)))
        refuseRow(file, "line", row,
            "has more than " + std::to_string(width)
                + " numbers after its word, which is what line 1 announces or has; every line needs the same number, "
                  "fetch the file again");
    return { word, line.substr(numbers) };
}

void parseNumbers(const InputFile& file, std::string_view line, long row, std::span<double> numbers)
{
    std::size_t at = 0;
    for (double& number : numbers) {
        const auto begin = line.find_first_not_of(" \t", at);
        const auto end = std::min(line.find_first_of(" \t", begin), line.size());
        const auto value = parsed<double>(line.substr(begin, end - begin));
        if (!value || !std::isfinite(*value))
            refuseRow(file, "line", row,
                "has \"" + shown(line.substr(begin, end - begin), 40)
                    + "\" where a finite number belongs; mend that line or fetch the file again");
        number = *value;
        at = end;
    }
}

class Walk {
public:
    Walk(const InputFile& file, const std::function<void(const std::string&, const WordPlace&)>& visit,
        const Progress& progress)
        : m_file(file)
        , m_visit(visit)
        , m_progress(progress)
        , m_lines([this](std::span<char> target) { return read(target); }, maxLineBytes)
    {
    }

    WordVectorsShape run()
    {
        const std::string_view start = m_lines.peek();
        if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF"))
            refuse(m_file, ErrorCode::BadEncoding, "is UTF-16; convert it to UTF-8");
        if (start.starts_with("\xEF\xBB\xBF"))
            m_lines.skip(3);
        std::uint64_t offset = position();
        std::string line;
        if (!m_lines.next(line))
            refuse(m_file, ErrorCode::MalformedFile, "is empty; expected a word and its numbers on each line");
        if (const auto header = headerOf(m_file, line)) {
            m_shape.width = header->width;
            m_shape.announced = header->words;
            offset = position();
            if (!looksLikeText(m_lines.peek(), header->width)) {
                m_lineBegin = m_file.size(); // there are no lines
                m_shape.format = WordVectorsFormat::Word2VecBinary;
                walkBinary();
            } else if (m_lines.next(line)) {
                walkText(offset, line);
            }
        } else {
            m_shape.format = WordVectorsFormat::GloVe;
            m_shape.width = widthOf(line);
            walkText(offset, line);
        }
        if (m_shape.words == 0)
            refuse(m_file, ErrorCode::MalformedFile,
                "holds no word vectors; expected a word and its numbers on each line");
        if (m_shape.words < m_shape.announced) {
            refuse(m_file, ErrorCode::TruncatedFile,
                "announces " + std::to_string(m_shape.announced) + " words but ends after "
                    + std::to_string(m_shape.words) + "; fetch it again");
        }
        return m_shape;
    }

private:
    std::size_t read(std::span<char> target)
    {
        m_progress.check();
        if (m_offset > m_lineBegin + maxLineBytes + readAhead) // do not look for the end of a line of 100 GB
            refuseLong(m_lines.number() + 1);
        const auto count = std::size_t(std::min<std::uint64_t>(target.size(), m_file.size() - m_offset));
        m_file.read(m_offset, std::as_writable_bytes(target.first(count)));
        m_offset += count;
        return count;
    }

    [[noreturn]] void refuseLong(long line) const
    {
        refuseRow(m_file, "line", line, "is longer than 4 MiB; this is no text file of word vectors");
    }

    // The position of the next byte that has not been taken.
    std::uint64_t position()
    {
        const std::size_t ahead = m_lines.peek().size(); // may read more bytes
        return m_offset - ahead;
    }

    // Whether the bytes after the header are a valid line of text.
    static bool looksLikeText(std::string_view ahead, int width)
    {
        const std::string_view line = trimmed(ahead.substr(0, ahead.find('\n')));
        const auto last = line.find_last_of(" \t");
        return last != std::string_view::npos && parsed<double>(line.substr(last + 1))
            && std::count(line.begin(), line.end(), ' ') >= std::min(width, 2) - 1;
    }

    // The numbers at the end of the first line.
    int widthOf(std::string_view line) const
    {
        line = trimmed(line);
        int width = 0;
        for (std::size_t at = line.find_first_of(" \t"); at != std::string_view::npos;
            at = line.find_first_of(" \t", at)) {
            at = line.find_first_not_of(" \t", at);
            const auto end = std::min(line.find_first_of(" \t", at), line.size());
            width = parsed<double>(line.substr(at, end - at)) ? width + 1 : 0;
        }
        if (width == 0 || width > maxWidth)
            refuseRow(m_file, "line", 1,
                "is neither \"count width\" nor a word followed by its numbers; this is no file of word vectors");
        return width;
    }

    void found(const std::string& word, std::uint64_t offset, long row)
    {
        if (m_shape.words == maxWords)
            refuse(m_file, ErrorCode::TooLarge,
                "holds more than " + std::to_string(maxWords)
                    + " words, which are not read; keep the most frequent ones");
        if (++m_shape.words % wordsPerReport == 0)
            m_progress.step(int(m_offset >> 20), int(m_file.size() >> 20) + 1, "reading vectors");
        m_visit(word, { offset, std::uint32_t(position() - offset), std::uint32_t(row) });
    }

    void walkText(std::uint64_t offset, std::string line)
    {
        std::string word;
        do {
            if (m_lines.wasTooLong())
                refuseLong(m_lines.number());
            if (const auto content = trimmed(line); !content.empty()) {
                word = partsOf(m_file, content, m_lines.number(), m_shape.width).word;
                found(word, offset, m_lines.number());
            }
            m_lineBegin = offset = position();
        } while (m_lines.next(line));
    }

    // Drops the next bytes; false when there are fewer.
    bool skip(std::size_t count)
    {
        while (count > 0) {
            const std::size_t now = std::min(count, m_lines.peek().size());
            if (now == 0)
                return false;
            m_lines.skip(now);
            count -= now;
        }
        return true;
    }

    // After the header: each word, a blank, its floats, and in some files a line feed.
    void walkBinary()
    {
        std::string word;
        for (long row = 1; row <= m_shape.announced; ++row) {
            word.clear();
            std::uint64_t offset = position();
            while (true) {
                const std::string_view ahead = m_lines.peek();
                if (ahead.empty())
                    return; // missing words are reported at the end
                const char c = ahead.front();
                m_lines.skip(1);
                if (c == ' ')
                    break;
                if (c == '\n' && word.empty())
                    ++offset;
                else
                    word += c;
                if (word.size() > maxWordBytes)
                    refuseRow(m_file, "word", row, "has no end; this is no word2vec file");
            }
            if (!skip(std::size_t(m_shape.width) * sizeof(float)))
                return;
            found(word, offset, row);
        }
    }

    const InputFile& m_file;
    const std::function<void(const std::string&, const WordPlace&)>& m_visit;
    const Progress& m_progress;
    std::uint64_t m_lineBegin = 0; // of a text file
    std::uint64_t m_offset = 0; // of the next bytes that the line reader requests
    LineReader m_lines;
    WordVectorsShape m_shape;
};

} // namespace

WordVectorsShape walkWordVectors(const InputFile& file,
    const std::function<void(const std::string& word, const WordPlace& place)>& visit, const Progress& progress)
{
    return Walk(file, visit, progress).run();
}

std::string readWordAt(
    const InputFile& file, const WordVectorsShape& shape, const WordPlace& place, std::span<double> numbers)
{
    std::string bytes(place.bytes, '\0');
    file.read(place.offset, std::as_writable_bytes(std::span(bytes)));
    if (shape.format != WordVectorsFormat::Word2VecBinary) {
        const Parts parts = partsOf(file, trimmed(bytes), place.row, shape.width);
        parseNumbers(file, parts.numbers, place.row, numbers);
        return std::string(parts.word);
    }
    const std::size_t numbersAt = bytes.size() - numbers.size() * sizeof(float);
    for (std::size_t h = 0; h < numbers.size(); ++h) {
        float value = 0;
        std::memcpy(&value, bytes.data() + numbersAt + h * sizeof(float), sizeof(float));
        if (!std::isfinite(value))
            refuseRow(file, "word", place.row, "has a number that is not finite; fetch the file again");
        numbers[h] = double(value);
    }
    return bytes.substr(0, numbersAt - 1);
}

} // namespace vitrine
