// SPDX-License-Identifier: GPL-3.0-or-later
// Where two places describe one token, the one that says how it treats blanks counts.
#include "core/text/files/special_tokens.h"

#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"
#include "core/text/files/tokenizer_settings.h"

#include <algorithm>
#include <initializer_list>
#include <numeric>

namespace vitrine {

TokenizerSettings withUsualTokens(
    TokenizerSettings settings, std::span<const UsualToken> usual, const Vocabulary& vocabulary)
{
    for (const UsualToken& one : usual) {
        AddedToken token;
        token.content = one.content;
        token.special = true;
        token.stripLeft = one.stripLeft;
        if (vocabulary.idOf(one.content))
            settings.roles.try_emplace(std::string(one.role), token);
    }
    return settings;
}

void addSpecialTokens(Pipeline& pipeline, const TokenizerSettings& settings)
{
    std::vector<AddedToken> tokens = settings.others;
    const auto ordinary
        = std::stable_partition(tokens.begin(), tokens.end(), [](const AddedToken& token) { return token.special; });
    std::vector<AddedToken> roles;
    for (const auto& [role, token] : settings.roles)
        roles.push_back(token);
    tokens.insert(ordinary, roles.begin(), roles.end());
    const Vocabulary& vocabulary = pipeline.model->vocabulary();
    pipeline.addedTokens = resolveAddedTokens(std::move(tokens), vocabulary, pipeline.source, pipeline.warnings);
    pipeline.specialIds = specialTokenIds(settings, vocabulary, pipeline.addedTokens, pipeline.model->unknownId());
    pipeline.maxTokens = settings.maxTokens;
}

int neededToken(std::optional<int> id, std::string_view token, const std::string& file)
{
    if (!id) {
        throw Refusal(ErrorCode::MalformedFile,
            file + ": the token '" + shown(token)
                + "', which stands around every text, is missing; download the file again.",
            file);
    }
    return *id;
}

// Which id an added token has, and which tokens play which part.

namespace {

/// Warnings about single tokens, the first ten of them.
class TokenWarnings {
public:
    explicit TokenWarnings(std::vector<std::string>& warnings)
        : m_warnings(warnings)
    {
    }

    template <typename Sentence> void add(Sentence&& sentence)
    {
        if (m_count++ < most)
            m_warnings.push_back(sentence());
    }

    void finish(std::string_view file) const
    {
        if (m_count > most)
            m_warnings.push_back(std::string(file) + " gives " + std::to_string(m_count - most)
                + " more tokens other ids than the vocabulary, whose ids are used.");
    }

private:
    static constexpr std::size_t most = 10;
    std::vector<std::string>& m_warnings;
    std::size_t m_count = 0;
};

/// The id that the files or the vocabulary give a token; −1 when none does.
int givenId(const AddedToken& token, const Vocabulary& vocabulary, std::string_view file, TokenWarnings& warnings)
{
    const int known = vocabulary.find(token.content);
    if (known < 0)
        return token.id;
    if (token.id >= 0 && token.id != known) {
        warnings.add([&] {
            return std::string(file) + " gives the token '" + shown(token.content) + "' the id "
                + std::to_string(token.id) + ", the vocabulary " + std::to_string(known) + ", which is used.";
        });
    }
    return known;
}

[[noreturn]] void refuseId(const AddedToken& token, const std::string& why, std::string_view file)
{
    throw Refusal(ErrorCode::MalformedFile,
        std::string(file) + ": the added token '" + shown(token.content) + "' has the id " + std::to_string(token.id)
            + ", " + why + "; download the tokenizer's files again.",
        std::string(file));
}

std::string takenBy(std::string_view other) { return "which belongs to '" + shown(other) + "'"; }

/// Leaves out empty tokens and those equal to one before.
void dropRepeated(std::vector<AddedToken>& tokens)
{
    std::vector<std::uint32_t> order(tokens.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        const int contents = tokens[a].content.compare(tokens[b].content);
        return contents != 0 ? contents < 0 : a < b;
    });
    std::vector<bool> dropped(tokens.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::string& content = tokens[order[i]].content;
        dropped[order[i]] = content.empty() || (i > 0 && content == tokens[order[i - 1]].content);
    }
    std::size_t place = 0;
    std::erase_if(tokens, [&](const AddedToken&) { return dropped[place++]; });
}

/// Throws for two tokens with one id.
void requireDifferentIds(const std::vector<AddedToken>& tokens, std::string_view file)
{
    std::vector<std::pair<int, std::uint32_t>> ids;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].id >= 0)
            ids.emplace_back(tokens[i].id, static_cast<std::uint32_t>(i));
    }
    std::sort(ids.begin(), ids.end());
    const auto twice
        = std::adjacent_find(ids.begin(), ids.end(), [](const auto& a, const auto& b) { return a.first == b.first; });
    if (twice != ids.end())
        refuseId(tokens[std::next(twice)->second], takenBy(tokens[twice->second].content), file);
}

} // namespace

std::vector<AddedToken> resolveAddedTokens(std::vector<AddedToken> tokens, const Vocabulary& vocabulary,
    std::string_view file, std::vector<std::string>& warnings)
{
    dropRepeated(tokens);
    TokenWarnings tokenWarnings(warnings);
    int next = vocabulary.size();
    for (AddedToken& token : tokens) {
        token.id = givenId(token, vocabulary, file, tokenWarnings);
        if (token.id < 0)
            continue;
        if (static_cast<std::size_t>(token.id) > static_cast<std::size_t>(vocabulary.size()) + Vocabulary::maxHole)
            refuseId(token, "far above the vocabulary of " + std::to_string(vocabulary.size()) + " tokens", file);
        const std::string_view inVocabulary = vocabulary.tokenOf(token.id);
        if (!inVocabulary.empty() && inVocabulary != token.content)
            refuseId(token, takenBy(inVocabulary), file);
        next = std::max(next, token.id + 1);
    }
    tokenWarnings.finish(file);
    requireDifferentIds(tokens, file);
    for (AddedToken& token : tokens) {
        if (token.id < 0)
            token.id = next++;
    }
    return tokens;
}

SpecialTokenIds specialTokenIds(const TokenizerSettings& settings, const Vocabulary& vocabulary,
    const std::vector<AddedToken>& added, std::optional<int> unknown)
{
    const auto idOf = [&](std::string_view content) {
        for (const AddedToken& token : added) {
            if (token.content == content)
                return std::optional(token.id);
        }
        return vocabulary.idOf(content);
    };
    const auto find = [&](std::string_view role, std::initializer_list<std::string_view> usualNames) {
        std::optional<int> id;
        if (const auto token = settings.roles.find(role); token != settings.roles.end())
            id = idOf(token->second.content);
        for (const std::string_view name : usualNames) {
            if (!id)
                id = idOf(name);
        }
        return id;
    };
    SpecialTokenIds ids;
    ids.pad = find("pad_token", { "[PAD]", "<pad>" });
    ids.mask = find("mask_token", { "[MASK]", "<mask>" });
    ids.classify = find("cls_token", { "[CLS]", "<s>" });
    ids.separate = find("sep_token", { "[SEP]", "</s>" });
    ids.unknown = unknown ? unknown : find("unk_token", { "[UNK]", "<unk>" });
    return ids;
}

} // namespace vitrine
