// SPDX-License-Identifier: GPL-3.0-or-later
// The small normalizers: lower case, accents, white space at the ends, fixed strings.
#pragma once

#include "core/text/normalizer.h"

#include <string>
#include <string_view>
#include <vector>

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

/// Replaces every occurrence of a fixed string, left to right; the new characters have the bytes of the last one replaced.
class ReplaceNormalizer : public Normalizer {
public:
    ReplaceNormalizer(std::string_view pattern, std::string_view content);

    void apply(Characters& text) const override;
    bool isLocal() const override { return false; }

private:
    std::vector<char32_t> m_pattern;
    std::vector<char32_t> m_content;
};

} // namespace vitrine
