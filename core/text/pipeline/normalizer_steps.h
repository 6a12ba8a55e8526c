// SPDX-License-Identifier: GPL-3.0-or-later
// The small normalizers: lower case, accents, white space at the ends, control characters, and replacement of fixed
// strings and a few regular expressions.
#pragma once

#include "core/text/pipeline/normalizer.h"
#include "core/text/pipeline/split.h"

#include <string>
#include <string_view>

namespace vitrine {

/// Lower case, character by character: no final sigma.
void toLowerCase(Characters& text, const StepLimits& limits = {});

class LowercaseNormalizer : public Normalizer {
public:
    void rewrite(Characters& text, const StepLimits& limits) const override { toLowerCase(text, limits); }
    bool lowersCase() const override { return true; }
};

/// Drops combining marks; decomposes nothing itself.
class StripAccentsNormalizer : public Normalizer {
public:
    void rewrite(Characters& text, const StepLimits& limits) const override;
};

/// Drops white space at the ends.
class StripNormalizer : public Normalizer {
public:
    StripNormalizer(bool left, bool right)
        : m_left(left)
        , m_right(right)
    {
    }

    void rewrite(Characters& text, const StepLimits& limits) const override;
    bool isLocal() const override { return false; }

private:
    bool m_left;
    bool m_right;
};

/// Puts a fixed string in front of a text that is not empty; it shares the place of the first character.
class PrependNormalizer : public Normalizer {
public:
    explicit PrependNormalizer(std::string_view text)
        : m_text(text)
    {
    }

    void rewrite(Characters& text, const StepLimits& limits) const override;
    bool isLocal() const override { return false; }

private:
    std::string m_text;
};

/// The clean-up of SentencePiece's oldest models: drops control characters, makes more characters white space.
class NmtNormalizer : public Normalizer {
public:
    void rewrite(Characters& text, const StepLimits& limits) const override;
};

// The step Replace: fixed strings, and the few regular expressions that published tokenizers use.

/// Replaces every match, left to right; the new characters have the bytes of the last one replaced.
class ReplaceNormalizer : public Normalizer {
public:
    /// `isLocal`: no match reaches across a blank.
    ReplaceNormalizer(SplitPattern pattern, std::string_view content, bool isLocal);

    void rewrite(Characters& text, const StepLimits& limits) const override;
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
