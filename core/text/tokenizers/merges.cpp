// SPDX-License-Identifier: GPL-3.0-or-later
// A token may begin with '#': only "#version" begins a comment.
#include "core/text/tokenizers/merges.h"

#include "core/io/files/utf8.h"
#include "core/io/json/json_field.h"
#include "core/runtime/error.h"
#include "core/text/tokenizers/text_lines.h"
#include "core/text/tokenizers/vocabulary.h"

#include <bit>
#include <optional>

namespace vitrine {
namespace {

bool isComment(std::string_view line) { return line.starts_with("#version"); }

std::optional<TokenPair> splitMerge(std::string_view line)
{
    const std::size_t blank = line.find(' ');
    if (blank == std::string_view::npos || line.find(' ', blank + 1) != std::string_view::npos)
        return std::nullopt;
    return TokenPair(line.substr(0, blank), line.substr(blank + 1));
}

constexpr std::string_view fileName = "merges.txt";

} // namespace

std::vector<TokenPair> readMergesFile(std::string_view bytes)
{
    TextLines lines(bytes, fileName);
    std::vector<TokenPair> merges;
    while (const auto line = lines.next()) {
        if (isComment(*line))
            continue;
        auto merge = splitMerge(*line);
        if (!merge) {
            throw Refusal(ErrorCode::MalformedFile,
                "merges.txt: line " + std::to_string(lines.number())
                    + " must be two tokens with one blank between, is '" + shortened(*line, 80)
                    + "'; download the file again.",
                std::string(fileName));
        }
        merges.push_back(*std::move(merge));
    }
    return merges;
}

std::vector<TokenPair> readMerges(const JsonField& list)
{
    std::vector<TokenPair> merges;
    for (const JsonField& field : list.elements()) {
        std::optional<TokenPair> merge;
        if (field.json().is_string()) {
            if (isComment(field.string()))
                continue;
            merge = splitMerge(field.string());
        } else if (const auto tokens = field.elements(); tokens.size() == 2) {
            merge = TokenPair(tokens[0].string(), tokens[1].string());
        }
        if (!merge)
            field.refuse("be two tokens with one blank between");
        merges.push_back(*std::move(merge));
    }
    return merges;
}

// Both ids make one key, which is spread by multiplication with the golden ratio.

namespace {

std::uint64_t keyOf(int left, int right)
{
    return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32) | static_cast<std::uint32_t>(right);
}

} // namespace

MergeTable::MergeTable(std::size_t count)
    : m_slots(std::bit_ceil(2 * count + 2))
    , m_shift(64 - std::countr_zero(m_slots.size()))
{
}

std::size_t MergeTable::firstSlot(std::uint64_t pair) const { return (pair * 0x9E3779B97F4A7C15u) >> m_shift; }

void MergeTable::insert(int left, int right, Merge merge)
{
    const std::uint64_t pair = keyOf(left, right);
    std::size_t at = firstSlot(pair);
    while (m_slots[at].merge.id >= 0 && m_slots[at].pair != pair)
        at = (at + 1) & (m_slots.size() - 1);
    m_slots[at] = { pair, merge };
}

const Merge* MergeTable::find(int left, int right) const
{
    const std::uint64_t pair = keyOf(left, right);
    for (std::size_t at = firstSlot(pair); m_slots[at].merge.id >= 0; at = (at + 1) & (m_slots.size() - 1)) {
        if (m_slots[at].pair == pair)
            return &m_slots[at].merge;
    }
    return nullptr;
}

} // namespace vitrine
