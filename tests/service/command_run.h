// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's command line as scripts see it: exit code, output, sentence.
#pragma once

#include "core/results/codec.h"

#include <nlohmann/json.hpp>

#include <QProcess>

namespace vitrine {

/// How a run ended; the code is −1 when it was no ordinary end.
struct Outcome {
    int code = -1;
    QByteArray out;
    QByteArray err;

    nlohmann::json json() const { return nlohmann::json::parse(out.toStdString()); }
    template <typename Document> Document document() const { return *decode<Document>(json()); }
};

inline Outcome run(const QStringList& arguments, const QByteArray& input = {})
{
    QProcess process;
    process.start(QString(VITRINE_BIN_DIR) + "/vitrine-engine", arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(120'000))
        return {};
    return { process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
        process.readAllStandardError() };
}

} // namespace vitrine
