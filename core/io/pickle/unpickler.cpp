// SPDX-License-Identifier: GPL-3.0-or-later
// A loop over instructions with a stack, marks and a memo, each with a limit. There is no recursion. Every size is
// compared with the number of available bytes before it is used.
#include "core/io/pickle/unpickler.h"

#include "core/io/files/byte_cursor.h"
#include "core/io/files/utf8.h"
#include "core/io/pickle/pickle.h"

#include <algorithm>
#include <string>

namespace vitrine {
namespace {

constexpr std::size_t maxTextBytes = std::size_t(64) << 10;
constexpr std::size_t maxOnStack = 100'000;
constexpr std::size_t maxInMemo = 1'000'000;
constexpr std::size_t maxContainers = 1'000'000;
constexpr std::size_t maxItems = 2'000'000; // of all containers together
constexpr int maxDepth = 16;
constexpr int protocol = 2;

// The argument of an instruction.
struct Operand {
    std::int64_t number = 0;
    std::string_view text;
    std::string_view name;
};

class Machine {
public:
    Machine(std::string_view bytes, std::string_view subject, PickleObjects& objects, const Progress& progress)
        : m_subject(subject)
        , m_objects(objects)
        , m_progress(progress)
        , m_cursor(bytes,
              { ErrorCode::TruncatedFile, m_subject + ": its pickle ends before it is complete; fetch the file again",
                  m_subject, {} })
    {
        m_result.heap.pickle = bytes;
    }

    Unpickled run() &&
    {
        if (const PickleOpcode& first = next(); first.code != '\x80')
            refuse("begins with " + std::string(first.name) + " instead of PROTO");
        checkProtocol(operand(PickleOperand::Byte).number);
        for (std::size_t i = 0;; ++i) {
            if (i % 1024 == 0)
                m_progress.check();
            const PickleOpcode& opcode = next();
            if (opcode.code == '.')
                break;
            execute(opcode, operand(opcode.operand));
        }
        if (m_stack.size() != 1 || !m_marks.empty())
            refuse("ends with " + std::to_string(m_stack.size()) + " values where one belongs");
        m_result.root = m_stack.back();
        m_result.bytes = m_cursor.position();
        return std::move(m_result);
    }

private:
    const PickleOpcode& next()
    {
        m_at = m_cursor.position();
        const char code = m_cursor.number<char>();
        const PickleOpcode* opcode = pickleOpcode(code);
        if (!opcode)
            refuse("has a byte that is no instruction (" + std::to_string(static_cast<unsigned char>(code)) + ")");
        if (opcode->operand == PickleOperand::NotUsed)
            refuse("has the instruction " + std::string(opcode->name)
                + ", which PyTorch's weights do not use; save them as safetensors");
        if (opcode->operand == PickleOperand::Program)
            throw Refusal(ErrorCode::ContainsProgram,
                m_subject + ": contains a program (instruction " + std::string(opcode->name) + " at byte "
                    + std::to_string(m_at)
                    + " of its pickle), which is never run; save the weights as safetensors where they were made",
                m_subject);
        return *opcode;
    }

    void checkProtocol(std::int64_t version) const
    {
        if (version != protocol)
            throw Refusal(ErrorCode::MalformedFile,
                m_subject + ": is written in pickle protocol " + std::to_string(version) + ", only protocol "
                    + std::to_string(protocol) + " is read; save the weights as safetensors",
                m_subject);
    }

    Operand operand(PickleOperand kind)
    {
        switch (kind) {
        case PickleOperand::Byte:
            return { m_cursor.number<std::uint8_t>(), {}, {} };
        case PickleOperand::Short:
            return { m_cursor.number<std::uint16_t>(), {}, {} };
        case PickleOperand::Int:
            return { m_cursor.number<std::int32_t>(), {}, {} };
        case PickleOperand::Word:
            return { m_cursor.number<std::uint32_t>(), {}, {} };
        case PickleOperand::Double:
            m_cursor.take(8);
            return {};
        case PickleOperand::Long:
            return { longNumber(), {}, {} };
        case PickleOperand::Text:
            return { 0, text(), {} };
        case PickleOperand::Names: {
            const std::string_view module = m_cursor.line();
            return { 0, module, m_cursor.line() };
        }
        case PickleOperand::None:
        case PickleOperand::NotUsed:
        case PickleOperand::Program:
            break;
        }
        return {};
    }

    std::int64_t longNumber()
    {
        const std::size_t count = m_cursor.number<std::uint8_t>();
        if (count > 8)
            refuse("has a number of " + std::to_string(count) + " bytes, at most 8 are read");
        const std::string_view bytes = m_cursor.take(count);
        std::uint64_t number = count > 0 && static_cast<signed char>(bytes.back()) < 0 ? ~std::uint64_t(0) : 0;
        for (std::size_t i = count; i-- > 0;)
            number = number << 8 | static_cast<unsigned char>(bytes[i]);
        return std::int64_t(number);
    }

    std::string_view text()
    {
        const std::size_t count = m_cursor.number<std::uint32_t>();
        if (count > maxTextBytes)
            refuse("has a text of " + std::to_string(count) + " bytes, at most " + std::to_string(maxTextBytes)
                    + " are read",
                ErrorCode::TooLarge);
        const std::string_view bytes = m_cursor.take(count);
        if (!isUtf8(bytes))
            refuse("has a text that is not UTF-8", ErrorCode::BadEncoding);
        return bytes;
    }

    void execute(const PickleOpcode& opcode, const Operand& operand)
    {
        switch (opcode.code) {
        case '\x80':
            return checkProtocol(operand.number);
        case 'c':
            return push(m_objects.global(operand.text, operand.name));
        case 'q':
        case 'r':
            return remember(std::size_t(operand.number));
        case 'h':
        case 'j':
            if (std::size_t(operand.number) >= m_memo.size())
                refuse("asks for value " + std::to_string(operand.number) + " of its memo, which has "
                    + std::to_string(m_memo.size()));
            return push(m_memo[std::size_t(operand.number)]);
        case '(':
            if (m_marks.size() >= maxOnStack)
                tooMany("marks", maxOnStack);
            m_marks.push_back(m_stack.size());
            return;
        case ')':
            return push(container(PickleKind::Tuple, {}));
        case '}':
            return push(container(PickleKind::Dict, {}));
        case ']':
            return push(container(PickleKind::List, {}));
        case 't':
            return push(container(PickleKind::Tuple, popToMark()));
        case '\x85':
            return push(container(PickleKind::Tuple, pop(1)));
        case '\x86':
            return push(container(PickleKind::Tuple, pop(2)));
        case '\x87':
            return push(container(PickleKind::Tuple, pop(3)));
        case 'X':
            return push({ PickleKind::Text, std::uint32_t(operand.text.size()),
                operand.text.data() - m_result.heap.pickle.data() });
        case 'K':
        case 'M':
        case 'J':
        case '\x8A':
            return push({ PickleKind::Integer, 0, operand.number });
        case 'G':
            return push({ PickleKind::Real, 0, 0 });
        case 'N':
            return push({});
        case '\x88':
        case '\x89':
            return push({ PickleKind::Bool, 0, opcode.code == '\x88' });
        case 'Q':
            return push(m_objects.persistent(m_result.heap, pop()));
        case 'R':
            return reduce();
        case 's':
            return extend(pop(2), { PickleKind::Dict, PickleKind::OrderedDict });
        case 'u':
            return extend(popToMark(), { PickleKind::Dict, PickleKind::OrderedDict });
        case 'a':
            return extend(pop(1), { PickleKind::List, PickleKind::List });
        case 'e':
            return extend(popToMark(), { PickleKind::List, PickleKind::List });
        case 'b': // attributes of an OrderedDict, such as _metadata: not needed
            if (pop().kind != PickleKind::Dict || top().kind != PickleKind::OrderedDict)
                refuse("sets attributes of something that has none");
            return;
        }
        refuse("has the instruction " + std::string(opcode.name) + " in a place where it has no meaning");
    }

    void reduce()
    {
        const PickleValue arguments = pop();
        const PickleValue function = pop();
        if (function.kind != PickleKind::Global || arguments.kind != PickleKind::Tuple)
            refuse("calls something that is no function");
        const PickleValue result = m_objects.call(m_result.heap, function, m_result.heap.items(arguments));
        push(result.kind == PickleKind::OrderedDict ? container(PickleKind::OrderedDict, {}) : result);
    }

    void remember(std::size_t index)
    {
        if (index >= maxInMemo)
            tooMany("remembered values", maxInMemo);
        if (index > m_memo.size()) // Python numbers them one after the other
            refuse("remembers value " + std::to_string(index) + " before value " + std::to_string(m_memo.size()));
        if (index == m_memo.size())
            m_memo.emplace_back();
        m_memo[index] = top();
    }

    PickleValue container(PickleKind kind, std::vector<PickleValue> items)
    {
        auto& containers = m_result.heap.containers;
        if (containers.size() >= maxContainers)
            tooMany("tuples, lists and dicts", maxContainers);
        containers.emplace_back();
        const PickleValue value { kind, 0, std::int64_t(containers.size() - 1) };
        add(containers.back(), std::move(items));
        return value;
    }

    void extend(std::vector<PickleValue> items, std::initializer_list<PickleKind> kinds)
    {
        const PickleValue target = top();
        if (std::find(kinds.begin(), kinds.end(), target.kind) == kinds.end())
            refuse("adds items to something that holds none");
        const bool isDict = target.kind != PickleKind::List;
        if (isDict && items.size() % 2 != 0)
            refuse("has a key without a value");
        for (std::size_t i = 0; isDict && i < items.size(); i += 2) {
            if (items[i].kind != PickleKind::Text)
                refuse("has a key that is no text");
        }
        add(m_result.heap.containers[std::size_t(target.number)], std::move(items));
    }

    void add(PickleContainer& target, std::vector<PickleValue> items)
    {
        m_items += items.size();
        if (m_items > maxItems)
            tooMany("items of tuples, lists and dicts", maxItems);
        for (const PickleValue& item : items) {
            if (item.kind >= PickleKind::Tuple && item.kind <= PickleKind::OrderedDict)
                target.depth = std::max(target.depth, m_result.heap.containers[std::size_t(item.number)].depth + 1);
        }
        if (target.depth > maxDepth)
            tooMany("containers in each other", maxDepth);
        if (target.items.empty())
            target.items = std::move(items);
        else
            target.items.insert(target.items.end(), items.begin(), items.end());
    }

    void push(const PickleValue& value)
    {
        if (m_stack.size() >= maxOnStack)
            tooMany("values on its stack", maxOnStack);
        m_stack.push_back(value);
    }

    // An instruction may only take values above the last mark.
    std::size_t available() const { return m_stack.size() - (m_marks.empty() ? 0 : m_marks.back()); }

    PickleValue top() const
    {
        if (available() == 0)
            refuse("uses a value that is not there");
        return m_stack.back();
    }

    PickleValue pop()
    {
        const PickleValue value = top();
        m_stack.pop_back();
        return value;
    }

    std::vector<PickleValue> pop(std::size_t count)
    {
        if (available() < count)
            refuse("uses a value that is not there");
        std::vector<PickleValue> values(m_stack.end() - std::ptrdiff_t(count), m_stack.end());
        m_stack.resize(m_stack.size() - count);
        return values;
    }

    std::vector<PickleValue> popToMark()
    {
        if (m_marks.empty())
            refuse("uses a mark that is not there");
        std::vector<PickleValue> values = pop(available());
        m_marks.pop_back();
        return values;
    }

    [[noreturn]] void tooMany(const char* what, std::size_t most) const
    {
        refuse("has too many " + std::string(what) + ", at most " + std::to_string(most) + " are read",
            ErrorCode::TooLarge);
    }

    [[noreturn]] void refuse(const std::string& what, ErrorCode code = ErrorCode::MalformedFile) const
    {
        throw Refusal(code,
            m_subject + ": its pickle " + what + " (byte " + std::to_string(m_at) + ")"
                + (what.find(';') == std::string::npos ? pickleNextStep : ""),
            m_subject);
    }

    std::string m_subject;
    PickleObjects& m_objects;
    const Progress& m_progress;
    ByteCursor m_cursor;
    std::size_t m_at = 0; // where the instruction begins
    std::vector<PickleValue> m_stack;
    std::vector<std::size_t> m_marks; // heights of the stack
    std::vector<PickleValue> m_memo;
    std::size_t m_items = 0;
    Unpickled m_result;
};

} // namespace

Unpickled unpickle(std::string_view bytes, std::string_view subject, PickleObjects& objects, const Progress& progress)
{
    return Machine(bytes, subject, objects, progress).run();
}

} // namespace vitrine
