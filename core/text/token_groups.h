// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens joined into what a person reads: words, grapheme clusters, or the pieces themselves.
#pragma once

#include "core/results/encoding.h"

#include <string>
#include <vector>

namespace vitrine {

enum class Grouping { Words, Graphemes, Pieces };

/// One cell of a token view: tokens [first, last] shown as one.
struct TokenGroup {
    int first = 0; ///< token index
    int last = 0; ///< inclusive
    bool special = false;
    int segment = 0;
    int begin = 0; ///< code points of the original text, half open; 0,0 for special tokens
    int end = 0;
    /// The original text's slice; the token itself (without brackets' markup) for special tokens; a blank for a token
    /// that is only the mark of a word's beginning; "好 1/3" for the first of three pieces of one character.
    std::string text;
    bool spaceBefore = false; ///< white space stood between this and the group before in the original text
    bool lineBreakBefore = false; ///< a line break stood there
    bool inPair = false; ///< of the second text, whatever its segment
};

/// Groups in text order covering every token once.
std::vector<TokenGroup> groupTokens(const Encoding& encoding, Grouping grouping);

/// What a person reads for each token: the text of its piece, for special tokens the vocabulary's entry. The marks that
/// vocabularies put for blanks and bytes (▁, Ġ, Ã©) are never shown.
std::vector<std::string> tokenTexts(const Encoding& encoding);

/// Sums `scores` (one per token) over each group: completeness holds for the sums as for the parts.
std::vector<double> sumOverGroups(const std::vector<TokenGroup>& groups, const std::vector<double>& scores);

} // namespace vitrine
