// SPDX-License-Identifier: GPL-3.0-or-later
// Answer to `tokenize`.
#pragma once

#include "core/results/encoding.h"
#include "core/results/provenance.h"

namespace vitrine {

/// One text as its model's tokenizer cuts it.
struct Tokenization {
    static constexpr const char* kind = "tokenization";

    Provenance provenance;
    Encoding encoding;

    static void fields(auto& visit, auto& tokenization)
    {
        visit(tokenization.provenance);
        visit("encoding", tokenization.encoding);
    }
    bool operator==(const Tokenization&) const = default;
};

} // namespace vitrine
