// SPDX-License-Identifier: GPL-3.0-or-later
// A command over several texts: those of the command line, or the rows of a file.
#pragma once

#include "app/engine/messages.h"
#include "app/engine/options.h"
#include "core/runtime/progress.h"
#include "core/service/session.h"

namespace vitrine {

/// Writes one document a text, in the order of the texts, as they come. Returns the exit code. Throws Refusal,
/// Cancelled, OutputClosed; what was written before is whole.
int runTexts(const Invocation& invocation, Session& session, const Progress& progress, Messages& messages);

} // namespace vitrine
