// SPDX-License-Identifier: GPL-3.0-or-later
// Reads all JSON that comes from outside, and checks it: duplicate keys, depth, size, numbers that would be rounded.
#pragma once

#include "core/runtime/progress.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// How a sentence about a document ends that says nothing else to do.
constexpr auto jsonNextStep = "; mend it or fetch the file again";

/// Limits of a document. The defaults are suitable for tokenizer.json.
struct JsonLimits {
    std::size_t bytes = std::size_t(64) << 20; ///< of the whole text
    int depth = 64; ///< of objects and lists inside each other
    std::size_t values = 10'000'000; ///< members, elements and containers together
    std::size_t stringBytes = std::size_t(64) << 20; ///< of one string
    std::size_t memory = 0; ///< of the parsed document, estimated; 0: 64 MiB and eight times the text, which is what
                            ///< vocabularies and lists of merges need, and less than lists in lists can take
    bool hugeIntegers = false; ///< whole numbers beyond 64 bits are read rounded, not refused: tokenizer_config.json
                               ///< writes "no limit" as 10³⁰
};

/// Parses JSON (RFC 8259, UTF-8). `subject` is the file name that messages begin with. A byte order mark is skipped
/// with a note in `warnings`. Needs no more stack for deep input than for shallow. Throws Refusal naming line and
/// column: TooLarge (bytes, depth, values, string), BadEncoding (bytes that are not UTF-8), MalformedFile (syntax,
/// duplicate key with its path, number out of range, lone surrogate); Cancelled.
nlohmann::json parseJson(std::string_view bytes, std::string_view subject, const JsonLimits& limits = {},
    std::vector<std::string>* warnings = nullptr, const Progress& progress = {});

} // namespace vitrine
