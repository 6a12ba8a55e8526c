// SPDX-License-Identifier: GPL-3.0-or-later
// A vocabulary in memory, from tokenizer.json and from vocab.txt.
#include "core/text/tokenizers/vocabulary.h"

#include "core/io/files/utf8.h"
#include "core/io/json/json_field.h"
#include "core/runtime/error.h"
#include "core/text/tokenizers/text_lines.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <unordered_map>

namespace vitrine {
namespace {

std::uint32_t hashOf(std::string_view text) { return static_cast<std::uint32_t>(std::hash<std::string_view>()(text)); }

} // namespace

TokenTable::TokenTable(std::size_t count)
    : m_slots(std::bit_ceil(2 * count + 1))
{
}

void TokenTable::insert(std::string_view text, int id)
{
    const std::uint32_t hash = hashOf(text);
    std::size_t at = hash & (m_slots.size() - 1);
    while (m_slots[at].id >= 0)
        at = (at + 1) & (m_slots.size() - 1);
    m_slots[at] = { text, hash, id };
    m_longest = std::max(m_longest, text.size());
}

int TokenTable::find(std::string_view text) const
{
    if (m_slots.empty())
        return -1;
    const std::uint32_t hash = hashOf(text);
    for (std::size_t at = hash & (m_slots.size() - 1); m_slots[at].id >= 0; at = (at + 1) & (m_slots.size() - 1)) {
        if (m_slots[at].hash == hash && m_slots[at].text == text)
            return m_slots[at].id;
    }
    return -1;
}

Vocabulary::Vocabulary(std::vector<std::pair<std::string, int>> entries)
    : m_table(entries.size())
{
    int largest = -1;
    for (const auto& [token, id] : entries)
        largest = std::max(largest, id);
    m_tokens.resize(static_cast<std::size_t>(largest + 1));
    for (auto& [token, id] : entries) {
        std::string& place = m_tokens[static_cast<std::size_t>(id)];
        place = std::move(token);
        m_table.insert(place, id);
    }
}

const std::string& Vocabulary::tokenOf(int id) const
{
    static const std::string none;
    return id >= 0 && id < size() ? m_tokens[static_cast<std::size_t>(id)] : none;
}

std::optional<int> Vocabulary::idOf(std::string_view token) const
{
    const int id = m_table.find(token);
    return id < 0 ? std::nullopt : std::optional(id);
}

Vocabulary readVocabulary(const JsonField& object, std::vector<std::string>& warnings)
{
    if (!object.json().is_object() || object.json().empty())
        object.refuse("be an object of tokens and ids");
    const nlohmann::json& members = object.json();
    if (members.size() > Vocabulary::maxEntries)
        object.refuse("have at most ten million tokens");

    const std::size_t largest = members.size() + Vocabulary::maxHole;
    std::vector<std::pair<std::string, int>> entries;
    entries.reserve(members.size());
    std::vector<bool> taken(largest + 1);
    std::size_t size = 0;
    for (const auto& [token, value] : members.items()) {
        const bool fits = value.is_number_unsigned() && value.get<std::uint64_t>() <= largest;
        if (!fits || taken[value.get<std::size_t>()])
            object.at(token).refuse(fits ? "be another id than that of any other token"
                                         : "be a whole number from 0 to " + std::to_string(largest));
        const auto id = value.get<std::size_t>();
        taken[id] = true;
        size = std::max(size, id + 1);
        entries.emplace_back(token, static_cast<int>(id));
    }
    if (size > entries.size())
        warnings.push_back("The vocabulary has " + std::to_string(size - entries.size())
            + " ids without a token below its largest id.");
    return Vocabulary(std::move(entries));
}

// Refused while loading, because encoding never fails.

int findUnknownToken(const Vocabulary& vocabulary, std::string_view token, std::string_view file)
{
    const auto id = vocabulary.idOf(token);
    if (!id) {
        throw Refusal(ErrorCode::MalformedFile,
            std::string(file) + ": the unknown token '" + std::string(token)
                + "' is missing, so words outside the vocabulary cannot be read; download the file again.",
            std::string(file));
    }
    return *id;
}

// Lines are numbered from 0 as ids, from 1 in messages.

namespace {

void warnOfDuplicates(std::size_t count, const std::string& first, std::vector<std::string>& warnings)
{
    if (count == 0)
        return;
    const std::string lines = count == 1 ? "1 line repeats" : std::to_string(count) + " lines repeat";
    warnings.push_back(
        "vocab.txt: " + lines + " a token (the first is '" + first + "'); of equal lines the last one counts.");
}

} // namespace

Vocabulary readVocabularyFile(std::string_view bytes, std::vector<std::string>& warnings)
{
    TextLines reader(bytes, "vocab.txt");
    std::unordered_map<std::string_view, int> lastLine;
    std::vector<std::string_view> lines;
    std::size_t duplicates = 0;
    std::string firstDuplicate;
    while (const auto next = reader.next()) {
        const std::string_view line = *next;
        const auto id = static_cast<int>(lines.size());
        lines.push_back(line);
        if (line.empty())
            continue;
        const auto [place, isNew] = lastLine.insert_or_assign(line, id);
        if (!isNew && duplicates++ == 0)
            firstDuplicate = shortened(line, 80);
    }
    if (lastLine.empty())
        throw Refusal(ErrorCode::MalformedFile, "vocab.txt: the file has no token; download it again.", "vocab.txt");
    warnOfDuplicates(duplicates, firstDuplicate, warnings);

    // Earlier lines of equal tokens stay without a token: no text can give their id.
    std::vector<std::pair<std::string, int>> entries;
    entries.reserve(lastLine.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto place = lastLine.find(lines[i]);
        if (place != lastLine.end() && place->second == static_cast<int>(i))
            entries.emplace_back(lines[i], static_cast<int>(i));
    }
    return Vocabulary(std::move(entries));
}

} // namespace vitrine
