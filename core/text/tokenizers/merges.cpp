// SPDX-License-Identifier: GPL-3.0-or-later
// A token may begin with '#': only "#version" begins a comment.
#include "core/text/tokenizers/merges.h"

#include "core/io/json/json_parts.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"
#include "core/text/tokenizers/text_lines.h"

#include <bit>
#include <optional>

namespace vitrine {
namespace {

using TokenPair = std::pair<std::string_view, std::string_view>;

bool isComment(std::string_view line) { return line.starts_with("#version"); }

std::optional<TokenPair> splitMerge(std::string_view line)
{
    const std::size_t blank = line.find(' ');
    if (blank == std::string_view::npos || line.find(' ', blank + 1) != std::string_view::npos)
        return std::nullopt;
    return TokenPair(line.substr(0, blank), line.substr(blank + 1));
}

bool isTooLong(const TokenPair& merge)
{
    return merge.first.size() > maxTokenBytes || merge.second.size() > maxTokenBytes;
}

[[noreturn]] void refuseLength(std::string_view file, const std::string& place)
{
    throw Refusal(ErrorCode::TooLarge,
        std::string(file) + ": " + place + " has a token of more than the " + std::to_string(maxTokenBytes)
            + " bytes that one may have; check that it is the right file.",
        std::string(file));
}

} // namespace

void MergeList::add(std::string_view left, std::string_view right)
{
    m_texts.add(left);
    m_texts.add(right);
    ++m_size;
}

MergeList readMergesFile(std::string_view bytes, const Progress& progress)
{
    constexpr std::string_view file = "merges.txt";
    TextLines lines(bytes, file, progress);
    MergeList merges;
    merges.reserve(2 * bytes.size());
    while (const auto line = lines.next()) {
        if (isComment(*line))
            continue;
        const auto merge = splitMerge(*line);
        const auto place = [&lines] { return "line " + std::to_string(lines.number()); };
        if (!merge) {
            throw Refusal(ErrorCode::MalformedFile,
                "merges.txt: " + place() + " must be two tokens with one blank between, is '" + shown(*line)
                    + "'; download the file again.",
                std::string(file));
        }
        if (isTooLong(*merge))
            refuseLength(file, place());
        merges.add(merge->first, merge->second);
    }
    return merges;
}

void takeMerge(const JsonMember& element, std::string_view file, MergeList& merges)
{
    const nlohmann::json& value = element.value;
    if (!element.inList) // makeBytePair() refuses an object
        return;
    const auto isText = [](const nlohmann::json& json) { return json.is_string(); };
    std::optional<TokenPair> merge;
    if (value.is_string()) {
        const auto& line = value.get_ref<const std::string&>();
        if (isComment(line))
            return;
        merge = splitMerge(line);
    } else if (value.is_array() && value.size() == 2 && isText(value[0]) && isText(value[1])) {
        merge = TokenPair(value[0].get_ref<const std::string&>(), value[1].get_ref<const std::string&>());
    }
    if (!merge)
        element.field(file).refuse("be two tokens with one blank between");
    if (isTooLong(*merge))
        refuseLength(file, element.path());
    merges.add(merge->first, merge->second);
}

MergeTable::MergeTable(std::size_t count)
    : m_slots(std::bit_ceil(count + count / 2 + 2))
    , m_present(std::bit_ceil(count / 8 + 2))
    , m_shift(64 - std::countr_zero(m_slots.size()))
    , m_presentShift(64 - std::countr_zero(m_present.size()))
    , m_seed(SeededHash()("merges"))
    , m_factor(SeededHash()("of two tokens") | 1)
{
}

void MergeTable::insert(int left, int right, Merge merge)
{
    const std::uint64_t pair = keyOf(left, right);
    const std::uint64_t hash = hashOf(pair);
    std::size_t at = hash >> m_shift;
    while (m_slots[at].merge.id >= 0 && m_slots[at].pair != pair)
        at = (at + 1) & (m_slots.size() - 1);
    m_slots[at] = { pair, merge };
    m_present[hash >> m_presentShift] |= std::uint64_t(1) << (hash & 63);
}

} // namespace vitrine
