// SPDX-License-Identifier: GPL-3.0-or-later
// A vocabulary in memory, from tokenizer.json and from vocab.txt.
#include "core/text/tokenizers/vocabulary.h"

#include "core/io/json/json_parts.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"
#include "core/text/tokenizers/text_lines.h"

#include <numeric>

namespace vitrine {

std::optional<int> Vocabulary::idOf(std::string_view token) const
{
    const int id = find(token);
    return id < 0 ? std::nullopt : std::optional(id);
}

VocabularyBuilder::VocabularyBuilder(std::size_t fileBytes)
{
    constexpr std::size_t leastEntryBytes = 5; // of {"a":0,
    m_texts.reserve(fileBytes);
    m_starts.reserve(fileBytes / leastEntryBytes);
}

void VocabularyBuilder::add(std::string_view token)
{
    m_starts.push_back(token.empty() ? Vocabulary::none : m_texts.add(token));
}

void VocabularyBuilder::add(std::string_view token, int id)
{
    if (m_ids.empty())
        m_ids.reserve(m_starts.capacity());
    m_starts.push_back(m_texts.add(token)); // an empty token is one here
    m_ids.push_back(id);
}

void VocabularyBuilder::fillIndex(
    Vocabulary& vocabulary, std::size_t entries, Repeated& repeated, const Progress& progress)
{
    PeriodicCheck check(&progress);
    const auto textOf = [&vocabulary](int id) { return vocabulary.textOf(id); };
    const auto replace = [&](int earlier) {
        if (repeated.count++ == 0)
            repeated.first = textOf(earlier);
        vocabulary.m_starts[static_cast<std::size_t>(earlier)] = Vocabulary::none;
    };
    const auto hasToken = [&vocabulary](std::size_t id) { return vocabulary.m_starts[id] != Vocabulary::none; };
    const std::size_t count = vocabulary.m_starts.size();
    if (vocabulary.m_index == Vocabulary::Index::Whole) {
        vocabulary.m_table = TokenTable(entries);
        for (std::size_t id = 0; id < count; ++id) {
            check();
            if (hasToken(id)) {
                if (const int earlier = vocabulary.m_table.insert(static_cast<int>(id), textOf); earlier >= 0)
                    replace(earlier);
            }
        }
        return;
    }
    std::vector<int> ids;
    ids.reserve(count);
    for (std::size_t id = 0; id < count; ++id) {
        if (hasToken(id))
            ids.push_back(static_cast<int>(id));
    }
    std::sort(ids.begin(), ids.end(), [&](int a, int b) {
        check();
        const int order = textOf(a).compare(textOf(b));
        return order != 0 ? order < 0 : a < b;
    });
    // The last of equal ones stays.
    std::size_t kept = 0;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (i + 1 < ids.size() && textOf(ids[i]) == textOf(ids[i + 1]))
            continue;
        ids[kept++] = ids[i];
    }
    if (kept < ids.size()) {
        std::vector<bool> stays(count);
        for (std::size_t i = 0; i < kept; ++i)
            stays[static_cast<std::size_t>(ids[i])] = true;
        ids.resize(kept);
        for (std::size_t id = 0; id < count; ++id) {
            if (hasToken(id) && !stays[id])
                replace(static_cast<int>(id));
        }
    }
    vocabulary.m_trie = PieceTrie(ids, textOf);
}

Vocabulary VocabularyBuilder::build(std::string_view place, const std::string& file, const Progress& progress) &&
{
    const auto refuse = [&](std::string_view token, const std::string& what) {
        throw Refusal(ErrorCode::MalformedFile, std::string(place) + shown(token) + what + jsonNextStep, file);
    };
    const auto largest = std::max_element(m_ids.begin(), m_ids.end());
    const std::size_t bound = m_ids.size() + Vocabulary::maxHole;
    if (largest != m_ids.end() && static_cast<std::size_t>(*largest) > bound) {
        refuse(m_texts.at(m_starts[static_cast<std::size_t>(largest - m_ids.begin())]),
            " must be a whole number from 0 to " + std::to_string(bound) + ", is " + std::to_string(*largest));
    }
    Vocabulary vocabulary;
    vocabulary.m_texts = std::move(m_texts);
    vocabulary.m_starts.assign(largest == m_ids.end() ? 0 : static_cast<std::size_t>(*largest) + 1, Vocabulary::none);
    for (std::size_t i = 0; i < m_ids.size(); ++i) {
        std::uint32_t& start = vocabulary.m_starts[static_cast<std::size_t>(m_ids[i])];
        if (start != Vocabulary::none)
            refuse(vocabulary.m_texts.at(m_starts[i]),
                " must be another id than that of any other token, is " + std::to_string(m_ids[i]));
        start = m_starts[i];
    }
    const std::size_t entries = m_ids.size();
    m_ids = {};
    m_starts = {};
    Repeated repeated;
    fillIndex(vocabulary, entries, repeated, progress);
    if (repeated.count > 0)
        refuse(repeated.first, " occurs twice");
    return vocabulary;
}

Vocabulary VocabularyBuilder::build(Vocabulary::Index index, Repeated& repeated, const Progress& progress) &&
{
    Vocabulary vocabulary;
    vocabulary.m_index = index;
    vocabulary.m_texts = std::move(m_texts);
    vocabulary.m_starts = std::exchange(m_starts, {});
    fillIndex(vocabulary, vocabulary.m_starts.size(), repeated, progress);
    return vocabulary;
}

void takeToken(const JsonMember& member, std::string_view file, VocabularyBuilder& tokens)
{
    constexpr std::uint64_t largest = Vocabulary::maxEntries + Vocabulary::maxHole;
    const nlohmann::json& value = member.value;
    if (member.inList) // a list of pieces, which this model has not
        return;
    if (member.key.size() > maxTokenBytes) {
        throw Refusal(ErrorCode::TooLarge,
            std::string(file) + ": " + member.path() + " has " + std::to_string(member.key.size())
                + " bytes, more than the " + std::to_string(maxTokenBytes) + " that a token may have" + jsonNextStep,
            std::string(file));
    }
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > largest)
        member.field(file).refuse("be a whole number from 0 to " + std::to_string(largest));
    if (tokens.size() == Vocabulary::maxEntries)
        member.field(file).refuse("be one of at most ten million tokens");
    tokens.add(member.key, value.get<int>());
}

Vocabulary makeVocabulary(const JsonField& object, std::string_view file, VocabularyBuilder&& tokens,
    std::vector<std::string>& warnings, const Progress& progress)
{
    if (!object.json().is_object() || tokens.size() == 0)
        object.refuse("be an object of tokens and ids");
    const auto count = static_cast<int>(tokens.size());
    const std::string place = std::string(file) + ": " + (object.path().empty() ? "" : object.path() + '.');
    Vocabulary vocabulary = std::move(tokens).build(place, std::string(file), progress);
    if (vocabulary.size() > count)
        warnings.push_back("The vocabulary has " + std::to_string(vocabulary.size() - count)
            + " ids without a token below its largest id.");
    return vocabulary;
}

// Refused while loading, because encoding never fails.

int findUnknownToken(const Vocabulary& vocabulary, std::string_view token, std::string_view file)
{
    const int id = vocabulary.find(token);
    if (id < 0) {
        throw Refusal(ErrorCode::MalformedFile,
            std::string(file) + ": the unknown token '" + shown(token)
                + "' is missing, so words outside the vocabulary cannot be read; download the file again.",
            std::string(file));
    }
    return id;
}

// Lines are numbered from 0 as ids, from 1 in messages.

Vocabulary readVocabularyFile(std::string_view bytes, std::vector<std::string>& warnings, const Progress& progress)
{
    TextLines reader(bytes, "vocab.txt", progress);
    VocabularyBuilder tokens(bytes.size() + bytes.size() / 2);
    bool hasToken = false;
    while (const auto line = reader.next()) {
        if (line->size() > maxTokenBytes) {
            throw Refusal(ErrorCode::TooLarge,
                "vocab.txt: line " + std::to_string(reader.number()) + " has " + std::to_string(line->size())
                    + " bytes, more than the " + std::to_string(maxTokenBytes)
                    + " that a token may have; check that it is a vocabulary.",
                "vocab.txt");
        }
        tokens.add(*line);
        hasToken = hasToken || !line->empty();
    }
    if (!hasToken)
        throw Refusal(ErrorCode::MalformedFile, "vocab.txt: the file has no token; download it again.", "vocab.txt");
    VocabularyBuilder::Repeated repeated;
    Vocabulary vocabulary = std::move(tokens).build(Vocabulary::Index::Whole, repeated, progress);
    if (repeated.count > 0) {
        const std::string lines
            = repeated.count == 1 ? "1 line repeats" : std::to_string(repeated.count) + " lines repeat";
        warnings.push_back("vocab.txt: " + lines + " a token (the first is '" + shown(repeated.first)
            + "'); of equal lines the last one counts.");
    }
    return vocabulary;
}

} // namespace vitrine
