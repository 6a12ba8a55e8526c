// SPDX-License-Identifier: GPL-3.0-or-later
// A SAX handler between the parser and the events. The parser alone accepts rounded integers and a NUL as the end of
// the text. Documents that are nested too deeply would crash later, when they are copied.
#include "core/io/json/json_events.h"

#include "core/runtime/visible_text.h"

#include <algorithm>
#include <iterator>

namespace vitrine {
namespace {

using Json = nlohmann::json;

// An iterator over the text that records the position of the parser, because the parser does not report it to its
// handler.
class CountingIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    CountingIterator(const char* at, const char** reached)
        : m_at(at)
        , m_reached(reached)
    {
    }

    reference operator*() const { return *m_at; }
    CountingIterator& operator++()
    {
        *m_reached = ++m_at;
        return *this;
    }
    bool operator==(const CountingIterator& other) const { return m_at == other.m_at; }
    bool operator!=(const CountingIterator& other) const { return m_at != other.m_at; }

private:
    const char* m_at;
    const char** m_reached;
};

/// True when a sentence already ends with what to do. Syntax errors have a semicolon of their own.
bool saysWhatToDo(std::string_view what)
{
    return what.find("; ") != std::string_view::npos && what.find("; expected ") == std::string_view::npos;
}

class Guard {
public:
    using number_integer_t = Json::number_integer_t;
    using number_unsigned_t = Json::number_unsigned_t;
    using number_float_t = Json::number_float_t;
    using string_t = Json::string_t;
    using binary_t = Json::binary_t;

    Guard(std::string_view text, std::string_view subject, const JsonLimits& limits, JsonEvents& events,
        const Progress& progress)
        : m_text(text)
        , m_reached(text.data())
        , m_subject(subject)
        , m_limits(limits)
        , m_events(events)
        , m_progress(progress)
    {
    }

    const char** reached() { return &m_reached; }

    bool null() { return add(nullptr); }
    bool boolean(bool value) { return add(value); }
    bool number_integer(number_integer_t value) { return add(value); }
    bool number_unsigned(number_unsigned_t value) { return add(value); }
    bool number_float(number_float_t value, const string_t& text)
    {
        // The parser passes integers that do not fit into 64 bits as rounded floats.
        if (!m_limits.hugeIntegers && text.find_first_not_of("-0123456789") == string_t::npos)
            refuse(ErrorCode::MalformedFile, place() + " is too large for a whole number: " + shown(text, 40));
        return add(value);
    }
    bool string(string_t& value)
    {
        checkString(value);
        return add(std::move(value));
    }
    bool binary(binary_t&) { return false; } // JSON text has no binary values

    bool start_object(std::size_t) { return open(false); }
    bool start_array(std::size_t) { return open(true); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(string_t& value)
    {
        checkString(value);
        m_open.back().key = value;
        tell([&] { m_events.key(std::move(value)); });
        return true;
    }

    template <typename Exception> bool parse_error(std::size_t, const std::string& lastRead, const Exception& exception)
    {
        // "[json.exception…] parse error at line 1, column 2: syntax error while parsing value - unexpected …; last
        // read: '…'; expected …"
        std::string reason = exception.what();
        const std::string quoted
            = "; last read: '" + lastRead + "'"; // may be long, may not be UTF-8, and may look like the other parts
        if (const auto at = reason.find(quoted); at != std::string::npos)
            reason.erase(at, quoted.size());
        if (const auto at = reason.find(" - "); at != std::string::npos)
            reason.erase(0, at + 3);
        else if (const auto bracket = reason.find("] "); bracket != std::string::npos)
            reason.erase(0, bracket + 2);
        if (reason.find("ill-formed UTF-8") != std::string::npos)
            refuse(ErrorCode::BadEncoding, "bytes that are not UTF-8");
        if (reason.find("number overflow") != std::string::npos)
            refuse(ErrorCode::MalformedFile, place() + " is too large for a number");
        refuse(ErrorCode::MalformedFile, "not valid JSON: " + reason);
    }

private:
    // A container that is not yet closed.
    struct Open {
        bool isList = false;
        std::size_t items = 0;
        std::string key; // of the member that is read, in an object
    };

    bool add(Json value)
    {
        count();
        tell([&] { m_events.value(std::move(value)); });
        added();
        return true;
    }

    bool open(bool isList)
    {
        if (int(m_open.size()) >= m_limits.depth)
            refuse(ErrorCode::TooLarge, "nested deeper than " + std::to_string(m_limits.depth) + " levels");
        count();
        tell([&] { isList ? m_events.beginList() : m_events.beginObject(); });
        added();
        m_open.push_back({ isList, 0, {} });
        return true;
    }

    bool close()
    {
        m_open.pop_back();
        tell([&] { m_events.end(); });
        return true;
    }

    void count()
    {
        if (++m_values > m_limits.values)
            refuse(ErrorCode::TooLarge, "more than " + std::to_string(m_limits.values) + " values");
        if (m_values % 1024 == 0)
            m_progress.check();
    }

    void added()
    {
        if (!m_open.empty())
            ++m_open.back().items;
    }

    template <typename Call> void tell(Call&& call)
    {
        try {
            call();
        } catch (const JsonProblem& problem) {
            refuse(problem.code, place() + ' ' + problem.what);
        }
    }

    void checkString(const string_t& value) const
    {
        if (value.size() > m_limits.stringBytes)
            refuse(ErrorCode::TooLarge, "a string of " + std::to_string(value.size()) + " bytes");
    }

    // "model.merges[3]" of the value being read.
    std::string place() const
    {
        std::string path;
        for (std::size_t i = 0; i < m_open.size(); ++i) {
            const Open& open = m_open[i];
            if (open.isList)
                path += '[' + std::to_string(open.items - (i + 1 < m_open.size() ? 1 : 0)) + ']';
            else
                path += (path.empty() ? "" : ".") + shown(open.key);
        }
        return path.empty() ? "the document" : path;
    }

    [[noreturn]] void refuse(ErrorCode code, const std::string& what) const
    {
        const std::string_view before = m_text.substr(0, std::size_t(m_reached - m_text.data()));
        const auto line = 1 + std::count(before.begin(), before.end(), '\n');
        const std::string_view row = before.substr(before.rfind('\n') + 1); // npos + 1 is 0
        // The last character read is the one the message is about.
        const auto column = std::max<std::ptrdiff_t>(1, std::count_if(row.begin(), row.end(), [](char c) {
            return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        }));
        throw Refusal(code,
            m_subject + ": line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + what
                + (saysWhatToDo(what) ? "" : jsonNextStep),
            m_subject);
    }

    std::string_view m_text;
    const char* m_reached;
    std::string m_subject;
    const JsonLimits& m_limits;
    JsonEvents& m_events;
    const Progress& m_progress;
    std::vector<Open> m_open;
    std::size_t m_values = 0;
};

} // namespace

void readJsonEvents(std::string_view bytes, std::string_view subject, const JsonLimits& limits, JsonEvents& events,
    std::vector<std::string>* warnings, const Progress& progress)
{
    const std::string name(subject);
    if (bytes.size() > limits.bytes)
        throw Refusal(ErrorCode::TooLarge,
            name + ": " + std::to_string(bytes.size()) + " bytes, at most " + std::to_string(limits.bytes) + " are read"
                + jsonNextStep,
            name);
    if (bytes.starts_with("\xEF\xBB\xBF")) {
        bytes.remove_prefix(3);
        if (warnings)
            warnings->push_back(name + ": begins with a byte order mark, which was skipped.");
    }
    if (const auto nul = bytes.find('\0');
        nul != std::string_view::npos) // the parser would take it for the end of the text
        throw Refusal(ErrorCode::MalformedFile,
            name + ": not valid JSON: a NUL byte at position " + std::to_string(nul) + jsonNextStep, name);

    Guard guard(bytes, subject, limits, events, progress);
    const CountingIterator begin(bytes.data(), guard.reached());
    const CountingIterator end(bytes.data() + bytes.size(), guard.reached());
    Json::sax_parse(begin, end, &guard);
}

void JsonBuilder::key(std::string name)
{
    if (m_open.back()->contains(name))
        throw JsonProblem { ErrorCode::MalformedFile, "occurs twice" };
    m_key = std::move(name);
}

// What allocators and containers of this library take: a value 16 bytes, in a list three times that while it grows, in
// an object a node with its key; a container or a string its own block.
void JsonBuilder::account(const Json& value)
{
    constexpr std::size_t block = 16;
    const auto heap = [](std::size_t bytes) { return bytes > 15 ? bytes + block : 0; };
    std::size_t bytes = sizeof(Json);
    if (!m_open.empty())
        bytes = m_open.back()->is_array() ? 3 * sizeof(Json) : 96 + heap(m_key.size());
    if (value.is_string())
        bytes += sizeof(std::string) + block + heap(value.get_ref<const std::string&>().size());
    else if (value.is_structured())
        bytes += 64;
    m_taken += bytes;
    if (m_taken > m_memory)
        throw JsonProblem { ErrorCode::TooLarge,
            "is where the document needs more than " + std::to_string(m_memory >> 20)
                + " MiB of memory; check that it is the right file" };
}

nlohmann::json* JsonBuilder::insert(Json value)
{
    account(value);
    m_started = true;
    if (m_open.empty()) {
        m_root = std::move(value);
        return &m_root;
    }
    Json& parent = *m_open.back();
    if (parent.is_array()) {
        parent.push_back(std::move(value));
        return &parent.back();
    }
    return &(parent[m_key] = std::move(value));
}

nlohmann::json JsonBuilder::take()
{
    m_started = false;
    m_taken = 0;
    return std::exchange(m_root, {});
}

} // namespace vitrine
