// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/training_memory.h"

#include "ui/pages/training/training_config.h"
#include "ui/support/settings.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace vitrine {

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

} // namespace vitrine
