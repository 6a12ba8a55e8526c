// SPDX-License-Identifier: GPL-3.0-or-later
// A chart of the registry in its card, as pages show it.
#pragma once

#include <QString>

namespace vitrine {

class ChartCard;

/// `chartId` names a row of the chart registry; the chart is called so too, the card "card-" before it.
ChartCard* makeRegisteredCard(const QString& chartId);

} // namespace vitrine
