// SPDX-License-Identifier: GPL-3.0-or-later
// The engine reads files, so what is compiled in has to become one.
#include "ui/pages/training/training_sample.h"

#include "ui/pages/training/training_config.h"
#include "ui/support/atomic_write.h"

#include <QDir>
#include <QFile>

namespace vitrine {

namespace {

const QString name = QStringLiteral("questions");

QByteArray resource(const char* suffix)
{
    QFile file(QStringLiteral(":/samples/%1.%2").arg(name, QLatin1String(suffix)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

Result<ConfigFile> sampleTraining(const std::vector<ParamSpec>& specs, const QString& folder)
{
    const auto values = readConfig(specs, onlyKnown(specs, resource("json")), name);
    if (!values)
        return values.error();
    QDir().mkpath(folder);
    const auto texts = QDir(folder).filePath(name + QStringLiteral(".tsv"));
    if (const auto written = atomicWrite(texts, resource("tsv")); !written)
        return written.error();
    ConfigFile file { name, *values };
    file.values["train"] = texts.toStdString();
    file.values["output"] = QDir(folder).filePath(name).toStdString();
    return file;
}

} // namespace vitrine
