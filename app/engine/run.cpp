// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run.h"

#include "app/engine/command.h"
#include "app/engine/messages.h"
#include "app/engine/output.h"
#include "app/engine/text_run.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/service/dispatcher.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>

#include <unistd.h>

namespace vitrine {
namespace {

/// One request, of at most one text.
int runRequest(const Invocation& invocation, Session& session, const Progress& progress, Messages& messages)
{
    ParameterValues values = invocation.values;
    if (!invocation.texts.empty())
        values["text"] = invocation.texts.front();
    const Result<AnyDocument> answered = answer(invocation.command, { session, values, progress });
    if (!answered)
        throw Refusal(answered.error());
    messages.clear();
    withOutput(invocation.output, [&](const TextSink& sink) {
        std::ostringstream out;
        if (invocation.json || invocation.jsonLines)
            out << toJsonText(encode(*answered, ArrayForm::Lists), invocation.jsonLines ? -1 : 1) << '\n';
        else
            printAny(out, *answered);
        sink(out.str());
    });
    const auto* check = std::get_if<SelfCheck>(&*answered);
    const bool failed = check != nullptr
        && std::any_of(check->checks.begin(), check->checks.end(), [](const CheckRow& row) { return !row.passed; });
    return failed ? 1 : 0;
}

int runAny(const Invocation& invocation, Session& session, const Progress& progress, Messages& messages)
{
    const auto command = std::find_if(
        commands().begin(), commands().end(), [&](const Command& row) { return row.request == invocation.command; });
    const bool oneText = invocation.texts.size() == 1 && !invocation.input;
    if (command->takesTexts && !oneText)
        return runTexts(invocation, session, progress, messages);
    return runRequest(invocation, session, progress, messages);
}

} // namespace

int runCommand(const Invocation& invocation, const CancelToken& cancel)
{
    Messages messages(invocation.quiet, !invocation.quiet && (invocation.progress || ::isatty(STDERR_FILENO) != 0));
    const Progress progress(
        cancel, [&messages](int done, int total, std::string_view stage) { messages.progress(done, total, stage); });
    try {
        Session session(invocation.session);
        return runAny(invocation, session, progress, messages);
    } catch (const OutputClosed&) {
        return 0; // who closed the pipe has read enough
    } catch (...) {
        const Error error = errorFromException(std::current_exception());
        messages.refusal(error);
        const bool canWrite = error.code != ErrorCode::WriteFailed;
        if ((invocation.json || invocation.jsonLines) && canWrite) {
            try {
                writeToStandardOutput(
                    toJsonText(encode(RefusalDocument { error }, ArrayForm::Lists), invocation.jsonLines ? -1 : 1)
                    + '\n');
            } catch (...) { // it was told on standard error already
                return exitCodeFor(error.code);
            }
        }
        return exitCodeFor(error.code);
    }
}

} // namespace vitrine
