// SPDX-License-Identifier: GPL-3.0-or-later
// Answer to `tokenize`.
#pragma once

#include "core/results/document.h"
#include "core/results/encoding.h"

namespace vitrine {

/// One text as its model's tokenizer cuts it.
struct Tokenization {
    DocumentHead head;
    Encoding encoding;

    bool operator==(const Tokenization&) const = default;
};

} // namespace vitrine
