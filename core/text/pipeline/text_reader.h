// SPDX-License-Identifier: GPL-3.0-or-later
// One text through the steps of a pipeline, up to but without the special tokens around it.
#pragma once

#include "core/text/pipeline/pipeline.h"
#include "core/text/pipeline/text_chunks.h"

namespace vitrine {

/// A token with the bytes of the text it stands for.
struct ReadToken {
    int id;
    std::uint32_t begin;
    std::uint32_t end;
    int word; ///< counted from 0 within the text
};

/// The first tokens of a text and how many it has altogether.
struct ReadTokens {
    std::vector<ReadToken> tokens;
    std::size_t total = 0;
};

/// What is prepared once for all texts. Constant after construction.
class TextSteps {
public:
    /// Keeps a reference to `pipeline`. Throws Refusal(TooLarge) for an added token that the steps make too long.
    explicit TextSteps(const Pipeline& pipeline);

    /// Tokens of `text`, valid UTF-8 of at most 2³¹ bytes; only the first `keep` are kept, all are counted. Throws
    /// Refusal(TooLarge) when the steps make more of the text than StepLimits allow; Cancelled.
    ReadTokens read(
        std::string_view text, std::size_t keep, bool specialTokensAsText, const Progress* progress = nullptr) const;

private:
    friend class TextReader;

    const Pipeline& m_pipeline;
    AddedTokenFinder m_rawTokens; ///< looked for in the original text
    AddedTokenFinder m_normalizedTokens; ///< looked for in the normalised text
    ChunkRules m_chunkRules;
};

} // namespace vitrine
