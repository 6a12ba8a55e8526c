// SPDX-License-Identifier: GPL-3.0-or-later
// Every chart in one list: pages, figures and the tests of all charts walk it.
#pragma once

#include "ui/charts/chart.h"

#include <functional>

namespace vitrine {

/// One kind of chart.
struct ChartEntry {
    QString id;
    const char* title; ///< to be translated in the context "vitrine::ChartRegistry"
    std::type_index kind; ///< of the results it shows
    std::function<std::unique_ptr<Chart>(QWidget* parent)> make;
};

const std::vector<ChartEntry>& chartRegistry();
/// The entry called `id`; null when there is none.
const ChartEntry* findChart(const QString& id);
/// The translated title.
QString chartTitle(const ChartEntry& entry);

} // namespace vitrine
