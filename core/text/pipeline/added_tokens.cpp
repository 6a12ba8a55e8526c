// SPDX-License-Identifier: GPL-3.0-or-later
// The rules follow the published tokenizers to the letter: what is passed over is not searched again, for example.
#include "core/text/pipeline/added_tokens.h"

#include "core/text/unicode/code_points.h"
#include "core/text/unicode/unicode.h"

#include <algorithm>

namespace vitrine {
namespace {

char32_t characterBefore(std::string_view text, std::size_t& at)
{
    do
        --at;
    while (at > 0 && isUtf8Continuation(text[at]));
    std::size_t begin = at;
    return readUtf8(text, begin);
}

bool endsWithWord(std::string_view text, std::size_t end)
{
    return end > 0 && isWordCharacter(characterBefore(text, end));
}

bool startsWithWord(std::string_view text, std::size_t begin)
{
    return begin < text.size() && isWordCharacter(readUtf8(text, begin));
}

/// Back to `least` at most, so that no blank is looked at for two tokens.
std::size_t skipBlanksBefore(std::string_view text, std::size_t end, std::size_t least)
{
    for (std::size_t at = end; at > least; end = at) {
        if (!isWhiteSpace(characterBefore(text, at)))
            break;
    }
    return end;
}

std::size_t skipBlanksAfter(std::string_view text, std::size_t begin)
{
    for (std::size_t at = begin; at < text.size(); begin = at) {
        if (!isWhiteSpace(readUtf8(text, at)))
            break;
    }
    return begin;
}

} // namespace

void AddedTokenFinder::add(std::string_view text, const AddedToken& token)
{
    if (!text.empty())
        m_tokens.push_back(
            { m_texts.add(text), token.id, token.special, token.stripLeft, token.stripRight, token.singleWord });
}

void AddedTokenFinder::finish()
{
    m_firstBytes.assign(256, false);
    std::vector<int> order;
    order.reserve(m_tokens.size());
    for (std::size_t i = 0; i < m_tokens.size(); ++i) {
        order.push_back(static_cast<int>(i));
        m_firstBytes[static_cast<unsigned char>(textOf(order.back()).front())] = true;
    }
    std::sort(order.begin(), order.end(), [this](int a, int b) {
        const int texts = textOf(a).compare(textOf(b));
        return texts != 0 ? texts < 0 : a < b;
    });
    order.erase(
        std::unique(order.begin(), order.end(), [this](int a, int b) { return textOf(a) == textOf(b); }), order.end());
    m_trie = PieceTrie(order, [this](int index) { return textOf(index); });
}

bool AddedTokenFinder::spansWhiteSpace() const
{
    return std::any_of(m_tokens.begin(), m_tokens.end(), [this](const Token& token) {
        const std::string_view text = m_texts.at(token.start);
        for (std::size_t at = 0; at < text.size();) {
            if (isWhiteSpace(readUtf8(text, at)))
                return true;
        }
        return token.stripLeft || token.stripRight;
    });
}

const AddedTokenFinder::Token* AddedTokenFinder::longestAt(std::string_view text) const
{
    const Token* longest = nullptr;
    m_trie.forEachPrefix(
        text, [this](int index) { return textOf(index); },
        [&](std::size_t, int index) { longest = &m_tokens[static_cast<std::size_t>(index)]; });
    return longest;
}

std::optional<AddedTokenFinder::Match> AddedTokenFinder::next(
    std::string_view text, Position& position, bool specialAsText, const Progress* progress) const
{
    PeriodicCheck check(progress);
    if (m_tokens.empty())
        position.scanned = text.size();
    while (position.scanned < text.size()) {
        check();
        const std::size_t begin = position.scanned;
        const Token* token
            = m_firstBytes[static_cast<unsigned char>(text[begin])] ? longestAt(text.substr(begin)) : nullptr;
        if (!token) {
            ++position.scanned;
            continue;
        }
        const std::size_t end = begin + m_texts.at(token->start).size();
        position.scanned = end;
        if (specialAsText && token->special)
            continue;
        if (token->singleWord && (endsWithWord(text, begin) || startsWithWord(text, end)))
            continue;
        if (begin < position.reached) // white space that the match before swallowed
            continue;
        Match match { begin, end, token->id };
        if (token->stripLeft)
            match.begin = skipBlanksBefore(text, begin, position.reached);
        if (token->stripRight)
            match.end = skipBlanksAfter(text, end);
        position.reached = match.end;
        return match;
    }
    return std::nullopt;
}

} // namespace vitrine
