// SPDX-License-Identifier: GPL-3.0-or-later
// An assertion that holds in every build, because release builds are what is fuzzed.
#pragma once

#include <cstdio>
#include <cstdlib>

/// Ends the process, which a fuzzer and a test both notice, when `holds` is false.
inline void require(bool holds, const char* what)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}
