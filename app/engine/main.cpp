// SPDX-License-Identifier: GPL-3.0-or-later
// The engine: one program for the command line, for a shard of a batch, and as the server behind the window.
#include "app/engine/options.h"
#include "app/engine/output.h"
#include "app/engine/run.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/runtime/visible_text.h"
#include "core/service/server.h"

#include <csignal>
#include <iostream>

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace {

vitrine::CancelToken cancelToken;

extern "C" void onSignal(int)
{
    cancelToken.cancel(); // a lock-free atomic store: allowed here
}

// Frames are written to a copy of standard output. What libraries print goes to standard error.
int serveOnStandardStreams(const vitrine::SessionOptions& options)
{
    ::prctl(PR_SET_PDEATHSIG, SIGTERM); // end when the window ends
    const int output = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    return vitrine::serve(options, STDIN_FILENO, output);
}

} // namespace

int main(int argc, char** argv)
{
    try {
        const auto parsed = vitrine::parseCommandLine(argc, argv);
        if (const int* code = std::get_if<int>(&parsed))
            return *code;
        const auto& invocation = std::get<vitrine::Invocation>(parsed);
        if (invocation.command == "serve")
            return serveOnStandardStreams(invocation.session);
        std::signal(SIGINT, onSignal);
        std::signal(SIGTERM, onSignal);
        vitrine::ignoreOutputSignals();
        return vitrine::runCommand(invocation, cancelToken);
    } catch (...) { // of the command line or of `serve`
        const auto error = vitrine::errorFromException(std::current_exception());
        std::cerr << "vitrine-engine: " << vitrine::visible(error.message) << '\n';
        return vitrine::exitCodeFor(error.code);
    }
}
