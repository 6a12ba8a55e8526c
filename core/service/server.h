// SPDX-License-Identifier: GPL-3.0-or-later
// The pipe protocol: requests in, answers out, in order; cancelling and heartbeats while one is being worked on.
#pragma once

#include "core/service/session.h"

namespace vitrine {

/// Serves requests from `input` on `output` (file descriptors) until the input ends. Returns the exit code: 0, or 2
/// after a frame that could not be read. Once the input has ended, work that does not stop within 2 s is abandoned with
/// the process.
int serve(SessionOptions options, int input, int output);

} // namespace vitrine
