// SPDX-License-Identifier: GPL-3.0-or-later
// A table of texts, before anything shows it.
#pragma once

#include <QStringList>

#include <vector>

namespace vitrine {

/// The numbers behind a chart, as text in the C locale with full precision, for "show as table", CSV and screen
/// readers.
struct TableData {
    QStringList header;
    std::vector<QStringList> rows;
};

} // namespace vitrine
