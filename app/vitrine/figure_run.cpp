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

/// Waits for one answer of the engine.
template <typename Document> Result<AnyResult> ask(EngineProcess& engine, const char* method, ParameterValues params)
{
    QEventLoop loop;
    Result<AnyResult> answer = Error { ErrorCode::Internal, "The engine gave no answer.", "engine", {} };
    Request request(engine, QString::fromLatin1(method));
    QObject::connect(&request, &Request::failed, &loop, [&](const Error& error) {
        answer = error;
        loop.quit();
    });
    request.start<Document>(method, std::move(params), [&](const std::shared_ptr<const Document>& document) {
        answer = AnyResult(document);
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
    EngineProcess engine(command);
    engine.start();
    const auto model = options.model.isEmpty() ? options.files.value(0, QStringLiteral("english")) : options.model;
    ParameterValues params { { "model", model.toStdString() }, { "text", options.text.toStdString() } };
    const auto answer = [&]() -> Result<AnyResult> {
        switch (figure->needs) {
        case ResultKind::Attention:
            return ask<Attention>(engine, "attention", params);
        case ResultKind::Alignment:
            return ask<Alignment>(engine, "align",
                { { "model", model.toStdString() }, { "left", options.text.toStdString() },
                    { "right", options.right.toStdString() } });
        case ResultKind::Prediction:
            return ask<Prediction>(engine, "predict", params);
        case ResultKind::Robustness:
            return ask<Robustness>(engine, "robustness", params);
        case ResultKind::Training:
            return Error { ErrorCode::BadArgument,
                "The figure \"" + figure->id.toStdString()
                    + "\" shows a training run; export it from the page Training.",
                "figure", {} };
        case ResultKind::Attribution:
            break;
        }
        params["method"] = "integrated-gradients";
        return ask<Attribution>(engine, "attribute", params);
    }();
    if (!answer)
        return say(answer.error());
    const auto written = exportFigure(*answer, options.figure, options.exportTo);
    return written ? 0 : say(written.error());
}

} // namespace vitrine
