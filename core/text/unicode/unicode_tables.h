// SPDX-License-Identifier: GPL-3.0-or-later
// The corrections that turn Unicode 14 into the mixture of older and newer tables that published vocabularies were made
// with.
#pragma once

#include <span>

namespace vitrine {

/// Code points [first, last], both included.
struct CodePointRange {
    char32_t first;
    char32_t last;
};

struct CaseMapping {
    char32_t upper;
    char32_t lower;
};

namespace unicode_tables {

// Each is sorted. `…Exceptions` hold the code points whose membership is the opposite of Unicode 14's.
extern const std::span<const CodePointRange> unassigned;
extern const std::span<const CodePointRange> bertDropped;
extern const std::span<const CodePointRange> bertMarkExceptions;
extern const std::span<const CodePointRange> markExceptions;
extern const std::span<const CodePointRange> punctuationExceptions;
extern const std::span<const CodePointRange> numberExceptions;
extern const std::span<const CodePointRange> letterExceptions;
extern const std::span<const CodePointRange> regexNumberExceptions;
extern const std::span<const CodePointRange> wordExceptions;
extern const std::span<const CodePointRange> canonicalExceptions;
extern const std::span<const CodePointRange> compatibleExceptions;
extern const std::span<const CodePointRange> combiningExceptions;
extern const std::span<const CaseMapping> lowerCaseAdditions;

} // namespace unicode_tables

} // namespace vitrine
