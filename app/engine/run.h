// SPDX-License-Identifier: GPL-3.0-or-later
// Runs one command of the command line.
#pragma once

#include "app/engine/options.h"
#include "core/runtime/progress.h"

namespace vitrine {

/// Returns the exit code. Results go to standard output or the output file, messages to standard error.
int runCommand(const Invocation& invocation, const CancelToken& cancel);

} // namespace vitrine
