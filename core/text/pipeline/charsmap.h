// SPDX-License-Identifier: GPL-3.0-or-later
// The normalisation that a SentencePiece model carries with it: a table of replacements (a double-array trie and the
// texts its leaves point at), in tokenizer.json as base64, and the step that applies it.
#pragma once

#include "core/text/pipeline/normalizer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// The bytes of RFC 4648 base64 with padding and without white space; nothing when `text` is none.
std::optional<std::string> fromBase64(std::string_view text);

// SentencePiece's table of replacements: a double-array trie and the texts its leaves point at.

/// Constant after construction.
class Charsmap {
public:
    /// `bytes`: size of the trie (u32), its units (u32 each, little endian), texts that end with NUL.
    /// Throws Refusal that begins with `place`: MalformedFile, or TooLarge above maxBytes.
    Charsmap(std::string_view bytes, std::string_view place, std::string_view file);

    /// What stands for the shortest prefix of `utf8` that is in the table; nothing when none is.
    std::optional<std::string_view> find(std::string_view utf8) const;

    static constexpr std::size_t maxBytes = std::size_t(4) << 20;

private:
    std::optional<std::string_view> textAt(std::uint32_t offset) const;

    std::vector<std::uint32_t> m_units;
    std::string m_texts; ///< valid UTF-8
};

// The normalisation that a SentencePiece model carries with it.

/// Applies the table as published tokenizers do: an extended grapheme cluster of fewer than 6 bytes is replaced as a
/// whole by what its shortest prefix stands for (so accents may be lost), else each character by itself. SentencePiece
/// takes the longest prefix.
class PrecompiledNormalizer : public Normalizer {
public:
    explicit PrecompiledNormalizer(Charsmap charsmap)
        : m_charsmap(std::move(charsmap))
    {
    }

    void rewrite(Characters& text, const StepLimits& limits) const override;

private:
    Charsmap m_charsmap;
};

class JsonField;
std::unique_ptr<Normalizer> makePrecompiled(const JsonField& step);

} // namespace vitrine
