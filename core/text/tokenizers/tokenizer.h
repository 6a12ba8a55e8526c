// SPDX-License-Identifier: GPL-3.0-or-later
// What every tokenizer can do. Tokenizers are constant after construction and may be used from several threads.
#pragma once

#include "core/results/encoding.h"
#include "core/runtime/progress.h"

#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Ids of the tokens that analyses need; absent where the vocabulary has none.
struct SpecialTokenIds {
    std::optional<int> pad;
    std::optional<int> unknown;
    std::optional<int> mask;
    std::optional<int> classify; ///< [CLS]
    std::optional<int> separate; ///< [SEP]
};

/// How a text is encoded.
struct EncodeOptions {
    /// As `maxTokens`: the text is not cut.
    static constexpr int noLimit = std::numeric_limits<int>::max();

    int maxTokens = 512; ///< longest result, special tokens included; longest-first truncation for pairs
    bool specialTokensAsText = false; ///< true: a literal "[CLS]" in the text is ordinary text
    const Progress* progress = nullptr; ///< where cancelling is heard, within some thousand characters
};

/// Text to tokens. encode() takes any bytes: each byte that is no UTF-8 is read as U+FFFD, and the encoding holds the
/// text so read. Time and memory are in proportion to the text. Throws Refusal(TooLarge) when the tokenizer's own steps
/// make far more of the text than any published one does, and Cancelled.
class Tokenizer {
public:
    virtual ~Tokenizer() = default;

    /// Tokens of `text` (and `pair`), with offsets, word and grapheme groups.
    virtual Encoding encode(
        std::string_view text, std::optional<std::string_view> pair, const EncodeOptions& options) const
        = 0;

    /// Number of ids: the largest id + 1.
    virtual int size() const = 0;
    /// The vocabulary's entry, or an empty string for an id without one.
    virtual std::string tokenOf(int id) const = 0;
    virtual std::optional<int> idOf(std::string_view token) const = 0;

    virtual const SpecialTokenIds& specialIds() const = 0;
    /// For people: "WordPiece, uncased (tokenizer.json)".
    virtual std::string description() const = 0;
    /// What was odd in the files, as whole sentences.
    virtual const std::vector<std::string>& warnings() const = 0;
    /// model_max_length of the tokenizer's own files, when it is sane (below a million).
    virtual std::optional<int> maxTokens() const = 0;
};

/// Contents of the tokenizer files of a model folder, by file name ("tokenizer.json", "vocab.txt", …). Pure bytes: no
/// path.
using TokenizerFiles = std::map<std::string, std::string, std::less<>>;

/// The names a folder is asked for.
const std::vector<std::string>& tokenizerFileNames();

/// Builds the tokenizer: tokenizer.json when present, else from the files of the family ("bert", …).
/// Throws Refusal: UnsupportedTokenizer naming the component, MalformedFile naming file and place, NotFound when there
/// is none, and BadEncoding, TooLarge or LfsPointer naming the file; Cancelled.
std::unique_ptr<Tokenizer> makeTokenizer(
    const TokenizerFiles& files, std::string_view family, const Progress& progress = {});

} // namespace vitrine
