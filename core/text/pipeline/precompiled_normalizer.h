// SPDX-License-Identifier: GPL-3.0-or-later
// The normalisation that a SentencePiece model carries with it.
#pragma once

#include "core/text/pipeline/charsmap.h"
#include "core/text/pipeline/normalizer.h"

namespace vitrine {

/// Applies the table as published tokenizers do: an extended grapheme cluster of fewer than 6 bytes is replaced as a
/// whole by what its shortest prefix stands for (so accents may be lost), else each character by itself. SentencePiece
/// takes the longest prefix.
class PrecompiledNormalizer : public Normalizer {
public:
    explicit PrecompiledNormalizer(Charsmap charsmap)
        : m_charsmap(std::move(charsmap))
    {
    }

    void apply(Characters& text) const override;

private:
    Charsmap m_charsmap;
};

class JsonField;
std::unique_ptr<Normalizer> makePrecompiled(const JsonField& step);

} // namespace vitrine
