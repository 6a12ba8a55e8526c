// SPDX-License-Identifier: GPL-3.0-or-later
// The buffers live as long as one text, so that a word costs no allocation.
#include "core/text/pipeline/text_reader.h"

#include "core/text/unicode/code_points.h"
#include "core/text/unicode/unicode.h"

#include <algorithm>

namespace vitrine {
namespace {

constexpr char32_t byteLevelBlank = 0x120; // Ġ

bool isBlank(char32_t c) { return c == byteLevelBlank || isWhiteSpace(c); }

int blanksBefore(std::string_view written)
{
    int count = 0;
    for (std::size_t at = 0; at < written.size() && isBlank(readUtf8(written, at));)
        ++count;
    return count;
}

int blanksAfter(std::string_view written)
{
    int count = 0;
    for (std::size_t end = written.size(); end > 0; ++count) {
        do
            --end;
        while (end > 0 && isUtf8Continuation(written[end]));
        std::size_t at = end;
        if (!isBlank(readUtf8(written, at)))
            break;
    }
    return count;
}

/// Moves begin and end of `token` over the blanks (Ġ or white space) that `written`, the token as text, begins and ends
/// with: one character of `text` for each. `keepsSingle` leaves a blank that is the only one in front.
void trimOffsets(ReadToken& token, std::string_view written, std::string_view text, bool keepsSingle)
{
    int leading = blanksBefore(written);
    if (leading == 1 && keepsSingle) // several were in the text
        leading = 0;
    for (; leading > 0 && token.begin < token.end; --leading) {
        std::size_t at = token.begin;
        readUtf8(text, at);
        token.begin = static_cast<std::uint32_t>(at);
    }
    for (int trailing = blanksAfter(written); trailing > 0 && token.end > token.begin; --trailing) {
        do
            --token.end;
        while (isUtf8Continuation(text[token.end]));
    }
}

std::string normalizedContent(const std::string& content, const Normalizer& normalizer)
{
    Characters characters;
    for (std::size_t at = 0; at < content.size();)
        characters.push_back({ readUtf8(content, at), 0, 0 });
    normalizer.apply(characters, StepLimits(maxTokenBytes, nullptr));
    std::string out;
    for (const Character& c : characters)
        appendUtf8(c.codePoint, out);
    if (out.size() > maxTokenBytes)
        refuseGrowth();
    return out;
}

AddedTokenFinder finderOf(const Pipeline& pipeline, bool normalized)
{
    AddedTokenFinder finder;
    for (const AddedToken& token : pipeline.addedTokens) {
        if (token.normalized == normalized)
            finder.add(normalized && pipeline.normalizer ? normalizedContent(token.content, *pipeline.normalizer)
                                                         : token.content,
                token);
    }
    finder.finish();
    return finder;
}

} // namespace

TextSteps::TextSteps(const Pipeline& pipeline)
    : m_pipeline(pipeline)
    , m_rawTokens(finderOf(pipeline, false))
    , m_normalizedTokens(finderOf(pipeline, true))
{
    const bool local
        = (!pipeline.normalizer || pipeline.normalizer->isLocal()) && !m_normalizedTokens.spansWhiteSpace();
    m_chunkRules.behindBlanks = local && pipeline.preTokenizer && pipeline.preTokenizer->splitsAtWhiteSpace();
    m_chunkRules.beforeBlanks = local && pipeline.preTokenizer && pipeline.preTokenizer->splitsBeforeBlanks();
    m_chunkRules.beforeIdeographs = m_chunkRules.behindBlanks && pipeline.normalizer
        && pipeline.normalizer->separatesIdeographs() && m_normalizedTokens.isEmpty();
}

/// The work on one text.
class TextReader {
public:
    TextReader(const TextSteps& steps, std::string_view text, std::size_t keep, bool specialTokensAsText,
        const Progress* progress)
        : m_steps(steps)
        , m_text(text)
        , m_keep(keep)
        , m_specialTokensAsText(specialTokensAsText)
        , m_progress(progress)
        , m_check(progress)
        , m_mostTokens(charactersPerByte * text.size() + charactersAlways)
    {
    }

    ReadTokens read()
    {
        AddedTokenFinder::Position position;
        std::size_t done = 0;
        while (const auto match = m_steps.m_rawTokens.next(m_text, position, m_specialTokensAsText, m_progress)) {
            readStretch(done, match->begin);
            addWord(match->id, match->begin, match->end, m_text.substr(match->begin, match->end - match->begin));
            done = match->end;
        }
        readStretch(done, m_text.size());
        return std::move(m_result);
    }

private:
    /// Bytes [begin, end), which hold no added token.
    void readStretch(std::size_t begin, std::size_t end)
    {
        const std::string_view until = m_text.substr(0, end);
        while (begin < end) {
            const std::size_t stop = chunkEnd(until, begin, m_steps.m_chunkRules);
            readChunk(begin, stop);
            begin = stop;
        }
    }

    void readChunk(std::size_t begin, std::size_t end)
    {
        Characters& characters = m_words.characters;
        characters.clear();
        characters.reserve(end - begin);
        for (std::size_t at = begin; at < end;) {
            const auto from = static_cast<std::uint32_t>(at);
            const char32_t c = readUtf8(m_text, at);
            characters.push_back({ c, from, static_cast<std::uint32_t>(at) });
        }
        const std::size_t usual = charactersPerByte * (end - begin);
        m_room = usual + m_extra;
        if (m_steps.m_pipeline.normalizer)
            m_steps.m_pipeline.normalizer->apply(characters, StepLimits(m_room, m_progress));
        const std::size_t normalized = characters.size();
        if (m_steps.m_normalizedTokens.isEmpty())
            readWords();
        else
            readAroundNormalizedTokens(Characters(characters));
        const std::size_t made = std::max(normalized, usual + m_extra - m_room);
        m_extra -= std::min(m_extra, made - std::min(made, usual));
    }

    /// `text` is no part of m_words, whose characters change meanwhile.
    void readAroundNormalizedTokens(const Characters& text)
    {
        std::string utf8;
        std::vector<std::uint32_t> starts;
        for (const Character& c : text) {
            starts.push_back(static_cast<std::uint32_t>(utf8.size()));
            appendUtf8(c.codePoint, utf8);
        }
        const auto characterAt
            = [&](std::size_t byte) { return std::lower_bound(starts.begin(), starts.end(), byte) - starts.begin(); };
        const auto readBetween = [&](std::ptrdiff_t first, std::ptrdiff_t last) {
            m_words.characters.assign(text.begin() + first, text.begin() + last);
            readWords();
        };
        AddedTokenFinder::Position position;
        std::ptrdiff_t done = 0;
        while (const auto match = m_steps.m_normalizedTokens.next(utf8, position, m_specialTokensAsText, m_progress)) {
            const auto first = characterAt(match->begin);
            const auto last = characterAt(match->end);
            readBetween(done, first);
            addWord(match->id, text[static_cast<std::size_t>(first)].begin,
                text[static_cast<std::size_t>(last - 1)].end,
                std::string_view(utf8).substr(match->begin, match->end - match->begin));
            done = last;
        }
        readBetween(done, std::ssize(text));
    }

    /// The characters of m_words, which hold no added token.
    void readWords()
    {
        m_words.pieces.clear();
        if (m_words.characters.empty())
            return;
        m_words.pieces.push_back({ 0, static_cast<std::uint32_t>(m_words.characters.size()) });
        if (m_steps.m_pipeline.preTokenizer)
            m_steps.m_pipeline.preTokenizer->apply(m_words, StepLimits(m_room, m_progress));
        m_room -= std::min(m_room, m_words.characters.size());
        for (const CharacterRange piece : m_words.pieces)
            readWord(std::span(m_words.characters).subspan(piece.first, piece.last - piece.first));
    }

    void readWord(std::span<const Character> characters)
    {
        m_utf8.clear();
        m_starts.clear();
        for (const Character& c : characters) {
            m_starts.push_back(static_cast<std::uint32_t>(m_utf8.size()));
            appendUtf8(c.codePoint, m_utf8);
        }
        m_starts.push_back(static_cast<std::uint32_t>(m_utf8.size()));
        m_wordTokens.clear();
        m_steps.m_pipeline.model->tokenize({ m_utf8, m_starts }, m_wordTokens, m_progress);
        const Vocabulary& vocabulary = m_steps.m_pipeline.model->vocabulary();
        for (const WordToken& token : m_wordTokens)
            add({ token.id, characters[token.first].begin, characters[token.last - 1].end, m_word },
                vocabulary.tokenOf(token.id));
        m_word += m_wordTokens.empty() ? 0 : 1;
    }

    void addWord(int id, std::size_t begin, std::size_t end, std::string_view written)
    {
        add({ id, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), m_word++ }, written);
    }

    void add(ReadToken token, std::string_view written)
    {
        m_check();
        if (m_result.total == m_mostTokens)
            refuseGrowth();
        const PostProcessor& after = m_steps.m_pipeline.postProcessor;
        if (m_result.tokens.size() < m_keep) {
            if (after.trimsOffsets)
                trimOffsets(
                    token, written, m_text, after.keepsPrefixBlank && (m_result.total == 0 || token.begin == 0));
            m_result.tokens.push_back(token);
        }
        ++m_result.total;
    }

    const TextSteps& m_steps;
    const std::string_view m_text;
    const std::size_t m_keep;
    const bool m_specialTokensAsText;
    const Progress* const m_progress;
    PeriodicCheck m_check;
    const std::size_t m_mostTokens;
    std::size_t m_extra = charactersAlways; ///< characters that steps may still add beyond what is usual
    std::size_t m_room = 0; ///< characters that steps may still make of the part that is read
    ReadTokens m_result;
    int m_word = 0;
    PreTokens m_words;
    std::string m_utf8;
    std::vector<std::uint32_t> m_starts;
    std::vector<WordToken> m_wordTokens;
};

ReadTokens TextSteps::read(
    std::string_view text, std::size_t keep, bool specialTokensAsText, const Progress* progress) const
{
    return TextReader(*this, text, keep, specialTokensAsText, progress).read();
}

} // namespace vitrine
