// SPDX-License-Identifier: GPL-3.0-or-later
// What is put around the tokens of a text or a pair of texts.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

namespace vitrine {

class JsonField;

/// One part of a template: special tokens, or all tokens of a text.
struct TemplatePart {
    enum class Source { Special, First, Second };

    Source source = Source::Special;
    std::vector<int> ids; ///< of special tokens
    int segment = 0; ///< token type of these tokens
};

/// Tokens, and parts, that a template may have. Published ones add two to five.
inline constexpr std::size_t maxTemplateTokens = 1024;

/// Templates for one text and for two. Made without one, it adds nothing and gives the second text token type 1.
struct PostProcessor {
    std::vector<TemplatePart> single { { TemplatePart::Source::First, {}, 0 } };
    std::vector<TemplatePart> pair { { TemplatePart::Source::First, {}, 0 }, { TemplatePart::Source::Second, {}, 1 } };

    bool trimsOffsets = false; ///< offsets leave out the blanks at both ends of a token
    bool keepsPrefixBlank = false; ///< … but for one that begins a text, where a blank was put before it

    const std::vector<TemplatePart>& parts(bool hasPair) const { return hasPair ? pair : single; }
    /// How many special tokens are added.
    int addedTokens(bool hasPair) const;
};

/// `[CLS] A [SEP]` and `[CLS] A [SEP] B [SEP]` with token type 1 for B and the last [SEP].
PostProcessor bertTemplate(int classify, int separate);

/// `<s> A </s>` and `<s> A </s> </s> B </s>`, token type 0 everywhere.
PostProcessor robertaTemplate(int classify, int separate);

/// Builds it from `post_processor` of tokenizer.json. Throws Refusal: UnsupportedTokenizer naming a step that is not
/// known, TooLarge when a template adds more than maxTemplateTokens.
PostProcessor makePostProcessor(const JsonField& step);

} // namespace vitrine
