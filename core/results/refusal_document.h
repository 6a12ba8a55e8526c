// SPDX-License-Identifier: GPL-3.0-or-later
// A refusal as a document: what --json prints and the pipe answers when there is no result.
#pragma once

#include "core/runtime/error.h"

namespace vitrine {

struct RefusalDocument {
    Error error;
};

} // namespace vitrine
