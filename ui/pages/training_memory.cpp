// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training_memory.h"

#include "ui/pages/training_config.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace vitrine {

QByteArray memoryJson(const std::vector<ParamSpec>& specs, const TrainingMemory& memory)
{
    QJsonObject page;
    page[QStringLiteral("settings")] = QJsonDocument::fromJson(configJson(specs, memory.values)).object();
    page[QStringLiteral("seeds")] = memory.seeds;
    page[QStringLiteral("unfinished")] = memory.unfinished;
    return QJsonDocument(page).toJson(QJsonDocument::Compact);
}

TrainingMemory readMemory(const std::vector<ParamSpec>& specs, const QByteArray& json, const QString& fileName)
{
    const auto page = QJsonDocument::fromJson(json).object();
    auto settings = page[QStringLiteral("settings")].toObject();
    for (const auto& name : settings.keys()) {
        if (std::none_of(specs.begin(), specs.end(), [&](const ParamSpec& spec) { return QString::fromStdString(spec.name) == name; }))
            settings.remove(name);
    }
    TrainingMemory memory;
    if (const auto known = readConfig(specs, QJsonDocument(settings).toJson(), fileName))
        memory.values = *known;
    memory.seeds = page[QStringLiteral("seeds")].toInt(1);
    memory.unfinished = page[QStringLiteral("unfinished")].toBool();
    return memory;
}

} // namespace vitrine
