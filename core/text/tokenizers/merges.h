// SPDX-License-Identifier: GPL-3.0-or-later
// The list of merges of a byte-pair vocabulary, in the order of their ranks.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine {

class JsonField;

/// Two tokens that are joined.
using TokenPair = std::pair<std::string, std::string>;

/// Reads merges.txt: one merge a line, its two tokens with one blank between. Lines that begin with "#version" are left
/// out. Throws Refusal naming the line: MalformedFile for another number of blanks, BadEncoding, TooLarge above ten
/// million lines or 256 MB.
std::vector<TokenPair> readMergesFile(std::string_view bytes);

/// Reads `merges` of tokenizer.json: lines as in merges.txt, or lists of two tokens.
std::vector<TokenPair> readMerges(const JsonField& list);

} // namespace vitrine
