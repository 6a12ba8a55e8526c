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

std::size_t skipBlanksBefore(std::string_view text, std::size_t end)
{
    for (std::size_t at = end; at > 0; end = at) {
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

AddedTokenFinder::AddedTokenFinder(std::vector<AddedToken> tokens)
    : m_tokens(std::move(tokens))
    , m_firstBytes(256)
{
    std::erase_if(m_tokens, [](const AddedToken& token) { return token.content.empty(); });
    std::sort(m_tokens.begin(), m_tokens.end(),
        [](const AddedToken& a, const AddedToken& b) { return a.content < b.content; });
    for (const AddedToken& token : m_tokens)
        m_firstBytes[static_cast<unsigned char>(token.content.front())] = true;
}

bool AddedTokenFinder::spansWhiteSpace() const
{
    return std::any_of(m_tokens.begin(), m_tokens.end(), [](const AddedToken& token) {
        for (std::size_t at = 0; at < token.content.size();) {
            if (isWhiteSpace(readUtf8(token.content, at)))
                return true;
        }
        return token.stripLeft || token.stripRight;
    });
}

const AddedToken* AddedTokenFinder::longestAt(std::string_view text) const
{
    // Narrows the sorted tokens down byte by byte; the one that ends at the depth reached stands first among them.
    const AddedToken* longest = nullptr;
    auto begin = m_tokens.begin();
    auto end = m_tokens.end();
    for (std::size_t depth = 0; depth < text.size() && begin != end; ++depth) {
        const auto wanted = static_cast<unsigned char>(text[depth]);
        const auto byteOf
            = [depth](const AddedToken& token) { return static_cast<unsigned char>(token.content[depth]); };
        begin = std::partition_point(begin, end,
            [&](const AddedToken& token) { return token.content.size() <= depth || byteOf(token) < wanted; });
        end = std::partition_point(begin, end, [&](const AddedToken& token) { return byteOf(token) == wanted; });
        if (begin != end && begin->content.size() == depth + 1)
            longest = &*begin;
    }
    return longest;
}

std::optional<AddedTokenFinder::Match> AddedTokenFinder::next(
    std::string_view text, Position& position, bool specialAsText) const
{
    if (m_tokens.empty())
        position.scanned = text.size();
    while (position.scanned < text.size()) {
        const std::size_t begin = position.scanned;
        const AddedToken* token
            = m_firstBytes[static_cast<unsigned char>(text[begin])] ? longestAt(text.substr(begin)) : nullptr;
        if (!token) {
            ++position.scanned;
            continue;
        }
        const std::size_t end = begin + token->content.size();
        position.scanned = end;
        if (specialAsText && token->special)
            continue;
        if (token->singleWord && (endsWithWord(text, begin) || startsWithWord(text, end)))
            continue;
        if (begin < position.reached) // white space that the match before swallowed
            continue;
        Match match { begin, end, token->id };
        if (token->stripLeft)
            match.begin = std::max(skipBlanksBefore(text, begin), position.reached);
        if (token->stripRight)
            match.end = skipBlanksAfter(text, end);
        position.reached = match.end;
        return match;
    }
    return std::nullopt;
}

} // namespace vitrine
