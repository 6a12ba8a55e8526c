// SPDX-License-Identifier: GPL-3.0-or-later
// The step Replace: fixed strings, and the few regular expressions that published tokenizers use.
#pragma once

#include "core/text/pipeline/normalizer.h"
#include "core/text/pipeline/split.h"

#include <string_view>

namespace vitrine {

/// Replaces every match, left to right; the new characters have the bytes of the last one replaced.
class ReplaceNormalizer : public Normalizer {
public:
    /// `isLocal`: no match reaches across a blank.
    ReplaceNormalizer(SplitPattern pattern, std::string_view content, bool isLocal);

    void apply(Characters& text) const override;
    bool isLocal() const override { return m_isLocal; }

private:
    SplitPattern m_pattern;
    std::vector<char32_t> m_content;
    bool m_isLocal;
};

/// Runs of two or more blanks, ` {2,}`.
SplitPattern matchBlankRuns();

/// Builds the step. Throws Refusal(UnsupportedTokenizer) with the expression when it is none of the known ones.
std::unique_ptr<Normalizer> makeReplace(const JsonField& step);

} // namespace vitrine
