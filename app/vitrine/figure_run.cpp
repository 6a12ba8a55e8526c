// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/vitrine/figure_run.h"

#include "ui/charts/figures.h"
#include "ui/engine/request.h"

#include <QEventLoop>
#include <QTextStream>

namespace vitrine {

namespace {

int say(const Error& error)
{
    QTextStream(stderr) << QString::fromStdString(error.message) << Qt::endl;
    return exitCodeFor(error.code);
}

/// Waits for the answer that `kind` is made from.
Result<AnyResult> ask(EngineProcess& engine, const ResultKind& kind, const FigureSubject& subject)
{
    QEventLoop loop;
    Result<AnyResult> answer = Error { ErrorCode::Internal, "The engine gave no answer.", "engine", {} };
    Request request(engine, QString::fromLatin1(kind.request));
    QObject::connect(&request, &Request::failed, &loop, [&](const Error& error) {
        answer = error;
        loop.quit();
    });
    EngineCall call;
    call.method = kind.request;
    call.params = kind.parameters(subject);
    call.decoder = [&kind](const nlohmann::json& json) -> DecodedResult {
        auto result = kind.decode(json);
        if (!result)
            return result.error();
        return std::shared_ptr<const void>(std::make_shared<const AnyResult>(*std::move(result)));
    };
    request.start(std::move(call), [&](const std::shared_ptr<const void>& result) {
        answer = *std::static_pointer_cast<const AnyResult>(result);
        loop.quit();
    });
    loop.exec();
    return answer;
}

} // namespace

int runFigure(const WindowOptions& options, const EngineCommand& command)
{
    const auto* figure = findFigure(options.figure.figure);
    if (!figure)
        return say({ ErrorCode::BadArgument,
            "There is no figure \"" + options.figure.figure.toStdString() + "\"; see --help.", "figure", {} });
    const auto& kind = *findKind(figure->needs);
    if (!kind.request)
        return say({ ErrorCode::BadArgument, "The figure \"" + figure->id.toStdString() + "\" " + kind.insteadOfRequest,
            "figure", {} });
    const auto model = options.model.isEmpty() ? options.files.value(0, QStringLiteral("english")) : options.model;
    const FigureSubject subject { model.toStdString(), options.text.toStdString(), options.right.toStdString() };
    const auto parameters = kind.parameters(subject);
    if ((parameters.contains("text") || parameters.contains("left")) && !options.hasText)
        return say({ ErrorCode::BadArgument,
            "The figure \"" + figure->id.toStdString() + "\" needs --text: the text that it is about.", "text", {} });
    EngineProcess engine(command);
    engine.start();
    const auto answer = ask(engine, kind, subject);
    if (!answer)
        return say(answer.error());
    const auto written = exportFigure(*answer, options.figure, options.exportTo);
    return written ? 0 : say(written.error());
}

} // namespace vitrine
