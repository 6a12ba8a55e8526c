// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/training_config.h"

#include "ui/widgets/plain_text.h"

#include <QCoreApplication>
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

} // namespace vitrine
