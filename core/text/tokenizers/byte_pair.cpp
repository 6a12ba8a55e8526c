// SPDX-License-Identifier: GPL-3.0-or-later
// Splitting a word into characters and merging them.
#include "core/text/tokenizers/byte_pair.h"

#include "core/io/json/json_field.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"
#include "core/text/tokenizers/model_parts.h"
#include "core/text/unicode/code_points.h"

#include <algorithm>
#include <queue>

namespace vitrine {
namespace {

[[noreturn]] void refuse(std::string_view file, const std::string& what)
{
    throw Refusal(
        ErrorCode::MalformedFile, std::string(file) + ": " + what + "; download the file again.", std::string(file));
}

MergeTable tableOf(const MergeList& merges, const Vocabulary& vocabulary, const std::string& prefix,
    std::string_view file, const Progress& progress)
{
    MergeTable table(merges.size());
    PeriodicCheck check(&progress);
    std::string both;
    merges.forEach([&](std::size_t rank, std::string_view left, std::string_view right) {
        check();
        const auto idOf = [&](std::string_view token) {
            const int id = vocabulary.find(token);
            if (id < 0) {
                refuse(file,
                    "merge " + std::to_string(rank + 1) + ", '" + shown(left, 40) + " " + shown(right, 40)
                        + "', needs the token '" + shown(token) + "', which the vocabulary lacks");
            }
            return id;
        };
        const int leftId = idOf(left);
        const int rightId = idOf(right);
        both = left;
        both += right.substr(std::min(prefix.size(), right.size()));
        table.insert(leftId, rightId, { static_cast<std::uint32_t>(rank), idOf(both) });
    });
    return table;
}

std::string byteToken(unsigned byte)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    return { '<', '0', 'x', digits[byte >> 4], digits[byte & 15u], '>' };
}

std::array<int, 256> byteIdsOf(const Vocabulary& vocabulary, std::string_view file)
{
    for (int id = 0; id < vocabulary.size(); ++id) {
        const std::string_view token = vocabulary.tokenOf(id);
        const bool isByte = token.size() == 6 && token.starts_with("<0x") && token.ends_with('>');
        if (isByte && token.find_first_not_of("0123456789ABCDEFabcdef", 3) != 5)
            refuse(file, "the byte token '" + shown(token) + "' must have two hexadecimal digits");
    }
    std::array<int, 256> ids;
    for (unsigned byte = 0; byte < ids.size(); ++byte)
        ids[byte] = vocabulary.find(byteToken(byte));
    return ids;
}

bool hasEveryByteCharacter(const Vocabulary& vocabulary)
{
    for (unsigned byte = 0; byte < 256; ++byte) {
        std::string character;
        appendUtf8(byteCharacter(static_cast<unsigned char>(byte)), character);
        if (!vocabulary.idOf(character))
            return false;
    }
    return true;
}

} // namespace

BytePair::BytePair(Vocabulary vocabulary, const MergeList& merges, BytePairOptions options, std::string_view file,
    const Progress& progress)
    : m_vocabulary(std::move(vocabulary))
    , m_merges(tableOf(merges, m_vocabulary, options.continuationPrefix, file, progress))
    , m_options(std::move(options))
{
    if (m_options.byteFallback)
        m_byteIds = byteIdsOf(m_vocabulary, file);
    for (char32_t c = 0; c < m_characterIds.size(); ++c) {
        std::string character;
        appendUtf8(c, character);
        m_characterIds[c] = m_vocabulary.find(character);
    }
    m_unknown = m_vocabulary.idOf(m_options.unknownToken);
    if (!m_unknown && !m_options.unknownToken.empty() && !hasEveryByteCharacter(m_vocabulary))
        findUnknownToken(m_vocabulary, m_options.unknownToken, file);
}

bool BytePair::losesCharacters() const
{
    const bool hasEveryByte
        = m_options.byteFallback && std::find(m_byteIds.begin(), m_byteIds.end(), -1) == m_byteIds.end();
    return !m_unknown && !hasEveryByte && !hasEveryByteCharacter(m_vocabulary);
}

/// The id, or −1 with the bytes that are not known in `buffer`.
int BytePair::findCharacter(const Word& word, std::uint32_t index, std::string& buffer) const
{
    std::string_view character = word.utf8.substr(word.starts[index], word.starts[index + 1] - word.starts[index]);
    const bool hasPrefix = index > 0 && !m_options.continuationPrefix.empty();
    const bool hasSuffix = index + 1 == word.characters() && !m_options.endOfWordSuffix.empty();
    if (hasPrefix || hasSuffix) {
        buffer = hasPrefix ? m_options.continuationPrefix : std::string();
        buffer += character;
        buffer += hasSuffix ? m_options.endOfWordSuffix : std::string();
        return m_vocabulary.find(buffer);
    }
    std::size_t at = 0;
    const char32_t c = readUtf8(character, at);
    const int id = c < m_characterIds.size() ? m_characterIds[c] : m_vocabulary.find(character);
    if (id < 0)
        buffer = character;
    return id;
}

bool BytePair::appendBytes(std::string_view text, std::vector<Symbol>& symbols) const
{
    const auto idOf = [this](char byte) { return m_byteIds[static_cast<unsigned char>(byte)]; };
    if (!m_options.byteFallback || std::any_of(text.begin(), text.end(), [&](char byte) { return idOf(byte) < 0; }))
        return false;
    for (const char byte : text)
        symbols.push_back({ idOf(byte), 1 });
    return true;
}

std::vector<BytePair::Symbol> BytePair::charactersOf(const Word& word, const Progress* progress) const
{
    PeriodicCheck check(progress);
    std::vector<Symbol> symbols;
    symbols.reserve(word.characters());
    std::string buffer;
    std::uint32_t unknownBytes = 0; // of unknown characters that are no symbol yet
    const auto finishUnknown = [&] {
        if (unknownBytes > 0)
            symbols.push_back({ *m_unknown, unknownBytes });
        unknownBytes = 0;
    };
    for (std::uint32_t i = 0; i < word.characters(); ++i) {
        check();
        const std::uint32_t bytes = word.starts[i + 1] - word.starts[i];
        const int id = findCharacter(word, i, buffer);
        if (id >= 0) {
            finishUnknown();
            symbols.push_back({ id, bytes });
        } else if (!appendBytes(buffer, symbols)
            && m_unknown) { // bytes go before an unfinished unknown: so the published tokenizers do
            if (!m_options.fuseUnknown)
                finishUnknown();
            unknownBytes += bytes;
        }
    }
    finishUnknown();
    return symbols;
}

void BytePair::tokenize(const Word& word, std::vector<WordToken>& out, const Progress* progress) const
{
    if (m_options.ignoreMerges) {
        if (const int id = m_vocabulary.find(word.utf8); id >= 0) {
            out.push_back({ id, 0, word.characters() });
            return;
        }
    }
    constexpr std::size_t few = 48; // where looking at all pairs each time is faster than keeping them in order
    std::vector<Symbol> symbols = charactersOf(word, progress);
    if (symbols.size() <= few)
        mergeFew(symbols);
    else
        mergeMany(symbols, progress);

    std::uint32_t reached = 0; // bytes
    std::uint32_t first = 0;
    const std::uint32_t end = word.characters();
    for (const Symbol& symbol : symbols) {
        while (first + 1 < end && word.starts[first + 1] <= reached)
            ++first;
        reached += symbol.bytes;
        std::uint32_t last = first + 1;
        while (last < end && word.starts[last] < reached)
            ++last;
        out.push_back({ symbol.id, first, last });
    }
}

std::unique_ptr<TokenModel> makeBytePair(
    const JsonField& model, ModelParts&& parts, std::vector<std::string>& warnings, const Progress& progress)
{
    const auto text = [&model](std::string_view key) {
        const auto field = model.find(key);
        return field ? field->string() : std::string();
    };
    const auto mark = [&](std::string_view key) {
        std::string content = text(key);
        if (content.size() > maxMarkBytes)
            model.at(key).refuse("have at most " + std::to_string(maxMarkBytes) + " bytes");
        return content;
    };
    const auto flag = [&model](std::string_view key) {
        const auto field = model.find(key);
        return field && field->boolean();
    };
    BytePairOptions options;
    options.unknownToken = text("unk_token");
    options.fuseUnknown = flag("fuse_unk");
    options.byteFallback = flag("byte_fallback");
    options.ignoreMerges = flag("ignore_merges");
    options.continuationPrefix = mark("continuing_subword_prefix");
    options.endOfWordSuffix = mark("end_of_word_suffix");
    if (const JsonField merges = model.at("merges"); !merges.json().is_array())
        merges.refuse("be a list");
    auto bytePair = std::make_unique<BytePair>(
        makeVocabulary(model.at("vocab"), "tokenizer.json", std::move(parts.tokens), warnings, progress), parts.merges,
        std::move(options), "tokenizer.json", progress);
    if (bytePair->losesCharacters())
        warnings.push_back("The vocabulary has no unknown token, so characters that it lacks leave no token.");
    return bytePair;
}

// Lowest rank first, leftmost of equals. Words are short, so all pairs are looked at each time; a text without blanks
// would make that quadratic, so its pairs stand in a queue.

namespace {

/// A pair that may be joined: its left symbol stands at `place`. Out of date when the pair there makes another token by
/// now.
struct Candidate {
    std::uint32_t rank;
    std::uint32_t place;
    int id;

    bool operator>(const Candidate& other) const
    {
        return rank != other.rank ? rank > other.rank : place > other.place;
    }
};

} // namespace

void BytePair::mergeFew(std::vector<Symbol>& symbols) const
{
    std::vector<const Merge*> merges; // of each symbol with the next
    merges.reserve(symbols.size());
    for (std::size_t i = 1; i < symbols.size(); ++i)
        merges.push_back(m_merges.find(symbols[i - 1].id, symbols[i].id));
    for (;;) {
        std::size_t best = merges.size();
        for (std::size_t i = 0; i < merges.size(); ++i) {
            if (merges[i] && (best == merges.size() || merges[i]->rank < merges[best]->rank))
                best = i;
        }
        if (best == merges.size())
            return;
        const auto at = static_cast<std::ptrdiff_t>(best);
        symbols[best] = { merges[best]->id, symbols[best].bytes + symbols[best + 1].bytes };
        symbols.erase(symbols.begin() + at + 1);
        merges.erase(merges.begin() + at);
        if (best > 0)
            merges[best - 1] = m_merges.find(symbols[best - 1].id, symbols[best].id);
        if (best < merges.size())
            merges[best] = m_merges.find(symbols[best].id, symbols[best + 1].id);
    }
}

void BytePair::mergeMany(std::vector<Symbol>& symbols, const Progress* progress) const
{
    PeriodicCheck check(progress);
    const auto count = static_cast<std::uint32_t>(symbols.size());
    std::vector<std::uint32_t> before(count); // places of the neighbours that are left; `count`: none
    std::vector<std::uint32_t> after(count);
    std::vector<Candidate> candidates;
    const auto mergeAt
        = [&](std::uint32_t place) { return m_merges.find(symbols[place].id, symbols[after[place]].id); };
    for (std::uint32_t i = 0; i < count; ++i) {
        before[i] = i == 0 ? count : i - 1;
        after[i] = i + 1;
        if (const Merge* merge = i + 1 < count ? mergeAt(i) : nullptr)
            candidates.push_back({ merge->rank, i, merge->id });
    }
    std::priority_queue queue(std::greater<Candidate>(), std::move(candidates));
    while (!queue.empty()) {
        check();
        const Candidate top = queue.top();
        queue.pop();
        const std::uint32_t left = top.place;
        const std::uint32_t right = after[left];
        if (symbols[left].bytes == 0 || right == count)
            continue;
        const Merge* merge = mergeAt(left);
        if (!merge || merge->id != top.id)
            continue;
        symbols[left] = { top.id, symbols[left].bytes + symbols[right].bytes };
        symbols[right].bytes = 0; // gone
        after[left] = after[right];
        if (after[left] != count)
            before[after[left]] = left;
        for (const std::uint32_t place : { before[left], left }) {
            if (place == count || after[place] == count)
                continue;
            if (const Merge* next = mergeAt(place))
                queue.push({ next->rank, place, next->id });
        }
    }
    std::erase_if(symbols, [](const Symbol& symbol) { return symbol.bytes == 0; });
}

} // namespace vitrine
