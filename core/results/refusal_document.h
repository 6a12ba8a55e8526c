// SPDX-License-Identifier: GPL-3.0-or-later
// A refusal as a document: what --json prints and the pipe answers when there is no result.
#pragma once

#include "core/runtime/error.h"

namespace vitrine {

struct RefusalDocument {
    static constexpr const char* kind = "refusal";

    Error error;

    static void fields(auto& visit, auto& refusal) { visit(refusal.error); }
    bool operator==(const RefusalDocument&) const = default;
};

} // namespace vitrine
