// SPDX-License-Identifier: GPL-3.0-or-later
// Cutting pieces where something matches, and what becomes of the match.
#pragma once

#include "core/text/pipeline/pre_tokenizer.h"

#include <functional>
#include <span>
#include <string_view>

namespace vitrine {

/// What happens to a match.
enum class SplitBehavior {
    Removed,
    Isolated, ///< a piece of its own
    MergedWithPrevious,
    MergedWithNext,
    Contiguous, ///< neighbouring matches are one piece
};

/// Part of a piece: a match, or what lies between matches.
struct SplitPart {
    CharacterRange range; ///< within the piece
    bool isMatch;
};

/// Appends the parts of a piece in order, without gaps.
using SplitPattern = std::function<void(std::span<const Character> piece, std::vector<SplitPart>& parts)>;

/// Every character for which `isMatch` holds is a match.
SplitPattern matchEach(bool (*isMatch)(char32_t));
/// Every run of characters for which `isMatch` holds is a match.
SplitPattern matchRuns(bool (*isMatch)(char32_t));
/// Every occurrence of a fixed string is a match.
SplitPattern matchString(std::string_view text);

class SplitPreTokenizer : public PreTokenizer {
public:
    /// `invert` exchanges matches and what lies between.
    SplitPreTokenizer(
        SplitPattern pattern, SplitBehavior behavior, bool invert = false, bool splitsAtWhiteSpace = false)
        : m_pattern(std::move(pattern))
        , m_behavior(behavior)
        , m_invert(invert)
        , m_splitsAtWhiteSpace(splitsAtWhiteSpace)
    {
    }

    void cut(PreTokens& text, const StepLimits& limits) const override;
    bool splitsAtWhiteSpace() const override { return m_splitsAtWhiteSpace; }

private:
    SplitPattern m_pattern;
    SplitBehavior m_behavior;
    bool m_invert;
    bool m_splitsAtWhiteSpace;
};

} // namespace vitrine
