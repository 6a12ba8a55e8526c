// SPDX-License-Identifier: GPL-3.0-or-later
// One reading and one writing for all three; the engine reads files, so the sample that is compiled in becomes one.
#include "ui/pages/training/training_config.h"

#include "ui/support/atomic_write.h"
#include "ui/support/settings.h"
#include "ui/widgets/plain_text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace vitrine {

namespace {

Error refusal(ErrorCode code, const QString& sentence, const QString& subject)
{
    return { code, sentence.toStdString(), subject.toStdString(), {} };
}

QString textOf(const QJsonValue& value)
{
    if (value.isBool())
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    return value.isDouble() ? QString::number(value.toDouble(), 'g', 17) : value.toString();
}

QString tr(const char* text) { return QCoreApplication::translate("vitrine::TrainingConfig", text); }

bool isSame(const ParamSpec& spec, const std::string& value)
{
    const bool isNumber = spec.kind == ParamKind::Integer || spec.kind == ParamKind::Real;
    return value == spec.defaultValue
        || (isNumber
            && QString::fromStdString(value).toDouble() == QString::fromStdString(spec.defaultValue).toDouble());
}

constexpr qint64 maxBytes = 1 << 20;

const QString sampleName = QStringLiteral("questions");

QByteArray resource(const char* suffix)
{
    QFile file(QStringLiteral(":/samples/%1.%2").arg(sampleName, QLatin1String(suffix)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

QByteArray configJson(const std::vector<ParamSpec>& specs, const ParameterValues& values)
{
    QJsonObject object;
    for (const auto& spec : specs) {
        const auto found = values.find(spec.name);
        if (found == values.end() || isSame(spec, found->second))
            continue;
        const auto text = QString::fromStdString(found->second);
        bool isNumber = false;
        const double number = text.toDouble(&isNumber);
        const bool wantsNumber = spec.kind == ParamKind::Integer || spec.kind == ParamKind::Real;
        const auto name = QString::fromStdString(spec.name);
        if (spec.kind == ParamKind::Flag)
            object[name] = text == QLatin1String("true");
        else
            object[name] = wantsNumber && isNumber ? QJsonValue(number) : QJsonValue(text);
    }
    return QJsonDocument(object).toJson();
}

QByteArray onlyKnown(const std::vector<ParamSpec>& specs, const QByteArray& json)
{
    auto settings = QJsonDocument::fromJson(json).object();
    for (const auto& name : settings.keys()) {
        if (std::none_of(specs.begin(), specs.end(),
                [&](const ParamSpec& spec) { return QString::fromStdString(spec.name) == name; }))
            settings.remove(name);
    }
    return QJsonDocument(settings).toJson();
}

Result<ParameterValues> readConfig(const std::vector<ParamSpec>& specs, const QByteArray& json, const QString& fileName)
{
    QJsonParseError fault;
    const auto document = QJsonDocument::fromJson(json, &fault);
    if (!document.isObject()) {
        return refusal(ErrorCode::MalformedFile,
            fault.error == QJsonParseError::NoError
                ? tr("%1 holds no JSON object; settings look like {\"train\": \"texts.tsv\", \"epochs\": 3}.")
                      .arg(isolated(fileName))
                : tr("%1 is no JSON: %2 at byte %3.")
                      .arg(isolated(fileName), fault.errorString(), QString::number(fault.offset)),
            fileName);
    }
    ParameterValues values;
    for (const auto& spec : specs)
        values[spec.name] = spec.defaultValue;
    const auto object = document.object();
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        const auto found = values.find(entry.key().toStdString());
        if (found == values.end())
            return refusal(ErrorCode::BadArgument,
                tr("%1 sets \"%2\", which is no setting of a training.")
                    .arg(isolated(fileName), shortened(entry.key(), 60)),
                entry.key());
        if (entry.value().isArray() || entry.value().isObject() || entry.value().isNull())
            return refusal(ErrorCode::MalformedFile,
                tr("\"%1\" in %2 is neither a text, a number nor a truth value.")
                    .arg(shortened(entry.key(), 60), isolated(fileName)),
                entry.key());
        found->second = textOf(entry.value()).toStdString();
    }
    return values;
}

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

void keepMemory(Settings& settings, const std::vector<ParamSpec>& specs, const TrainingMemory& memory)
{
    QJsonObject page;
    page[QStringLiteral("settings")] = QJsonDocument::fromJson(configJson(specs, memory.values)).object();
    page[QStringLiteral("seeds")] = memory.seeds;
    page[QStringLiteral("unfinished")] = memory.unfinished;
    const auto json = QJsonDocument(page).toJson(QJsonDocument::Compact);
    if (json == settings.training())
        return;
    settings.setTraining(json);
    settings.save();
}

TrainingMemory readMemory(const Settings& settings, const std::vector<ParamSpec>& specs)
{
    const auto page = QJsonDocument::fromJson(settings.training()).object();
    const auto values = QJsonDocument(page[QStringLiteral("settings")].toObject()).toJson();
    TrainingMemory memory;
    if (const auto known = readConfig(specs, onlyKnown(specs, values), settings.fileName()))
        memory.values = *known;
    memory.seeds = page[QStringLiteral("seeds")].toInt(1);
    memory.unfinished = page[QStringLiteral("unfinished")].toBool();
    return memory;
}

Result<ConfigFile> sampleTraining(const std::vector<ParamSpec>& specs, const QString& folder)
{
    const auto values = readConfig(specs, onlyKnown(specs, resource("json")), sampleName);
    if (!values)
        return values.error();
    QDir().mkpath(folder);
    const auto texts = QDir(folder).filePath(sampleName + QStringLiteral(".tsv"));
    if (const auto written = atomicWrite(texts, resource("tsv")); !written)
        return written.error();
    ConfigFile file { sampleName, *values };
    file.values["train"] = texts.toStdString();
    file.values["output"] = QDir(folder).filePath(sampleName).toStdString();
    return file;
}

} // namespace vitrine
