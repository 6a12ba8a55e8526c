// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/training_config_file.h"

#include "ui/pages/training/training_config.h"
#include "ui/support/atomic_write.h"
#include "ui/widgets/plain_text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace vitrine {

namespace {

constexpr qint64 maxBytes = 1 << 20;

QString tr(const char* text) { return QCoreApplication::translate("vitrine::TrainingConfigFile", text); }

} // namespace

std::optional<Result<ConfigFile>> openConfigFile(
    QWidget* owner, const FileDialogs& dialogs, const QString& folder, const std::vector<ParamSpec>& specs)
{
    const auto path = dialogs.chooseFile(owner, tr("Open settings"), folder, tr("Settings (*.json);;All files (*)"));
    if (path.isEmpty())
        return {};
    QFile file(path);
    const auto name = QFileInfo(path).fileName();
    if (!file.open(QIODevice::ReadOnly)) {
        const auto sentence = tr("%1 cannot be read: %2.").arg(isolated(name), file.errorString());
        return Error { ErrorCode::Unreadable, sentence.toStdString(), name.toStdString(), {} };
    }
    const auto values = readConfig(specs, file.read(maxBytes), name);
    if (!values)
        return values.error();
    return ConfigFile { name, *values };
}

std::optional<Result<QString>> saveConfigFile(QWidget* owner, const FileDialogs& dialogs, const QString& folder,
    const std::vector<ParamSpec>& specs, const ParameterValues& values)
{
    const auto path = dialogs.chooseTarget(
        owner, tr("Save settings"), QDir(folder).filePath(QStringLiteral("training.json")), tr("Settings (*.json)"));
    if (path.isEmpty())
        return {};
    if (const auto written = atomicWrite(path, configJson(specs, values)); !written)
        return written.error();
    return QFileInfo(path).fileName();
}

} // namespace vitrine
