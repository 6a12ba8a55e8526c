// SPDX-License-Identifier: GPL-3.0-or-later
// A SentencePiece model file: pieces with scores, and the normalisation they were trained with.
#pragma once

#include "core/runtime/progress.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// One piece. Its id is its place in the file.
struct SentencePiece {
    enum class Type { Normal = 1, Unknown, Control, UserDefined, Unused, Byte };

    std::string text; ///< not empty, UTF-8
    double score = 0; ///< finite
    Type type = Type::Normal;
};

struct SentencePieceModel {
    std::vector<SentencePiece> pieces;
    int unknownId = 0; ///< the one piece of type Unknown
    bool byteFallback = false;
    std::string charsmap; ///< see charsmap.h; empty when there is none
};

/// Reads the protocol buffer (sentencepiece_model.proto) of a Unigram model.
/// Throws Refusal that begins with `file`: TruncatedFile, MalformedFile with the byte, BadEncoding for a piece that is
/// no UTF-8, UnsupportedTokenizer naming another kind of model, TooLarge above 64 MB, a million pieces, 4096 bytes a
/// piece, 4 MB of charsmap.
SentencePieceModel readSentencePieceModel(std::string_view bytes, std::string_view file, const Progress& progress = {});

} // namespace vitrine
