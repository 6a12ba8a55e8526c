// SPDX-License-Identifier: GPL-3.0-or-later
// The small normalizers: lower case, accents, white space at the ends, control characters.
#pragma once

#include "core/text/pipeline/normalizer.h"

#include <string>
#include <string_view>

namespace vitrine {

/// Lower case, character by character: no final sigma.
void toLowerCase(Characters& text);

class LowercaseNormalizer : public Normalizer {
public:
    void apply(Characters& text) const override { toLowerCase(text); }
    bool lowersCase() const override { return true; }
};

/// Drops combining marks; decomposes nothing itself.
class StripAccentsNormalizer : public Normalizer {
public:
    void apply(Characters& text) const override;
};

/// Drops white space at the ends.
class StripNormalizer : public Normalizer {
public:
    StripNormalizer(bool left, bool right)
        : m_left(left)
        , m_right(right)
    {
    }

    void apply(Characters& text) const override;
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

    void apply(Characters& text) const override;
    bool isLocal() const override { return false; }

private:
    std::string m_text;
};

/// The clean-up of SentencePiece's oldest models: drops control characters, makes more characters white space.
class NmtNormalizer : public Normalizer {
public:
    void apply(Characters& text) const override;
};

} // namespace vitrine
