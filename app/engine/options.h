// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as values. Every option of a command is made from the parameter descriptions of its request.
#pragma once

#include "core/runtime/parameters.h"
#include "core/service/session.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace vitrine {

/// A parsed command line.
struct Invocation {
    std::string command; ///< name of the request, or "serve"
    SessionOptions session;
    ParameterValues values; ///< parameters that were given, by name
    std::vector<std::string> texts;
    std::optional<std::string> input; ///< file of texts, "-" for standard input
    bool json = false;
    bool jsonLines = false;
    std::optional<std::string> output; ///< file to write instead of standard output
    bool quiet = false;
    bool progress = false;
};

/// The invocation, or the exit code when nothing is left to do (--help, --version, a bad argument).
std::variant<Invocation, int> parseCommandLine(int argc, char** argv);

} // namespace vitrine
