// SPDX-License-Identifier: GPL-3.0-or-later
// What became of every seed, and of all of them together.
#pragma once

#include "ui/pages/training/training_runs.h"
#include "ui/widgets/sorted_table.h"

namespace vitrine {

/// A row a seed; of several, the last one is their mean with its 95 % interval and their time altogether.
class SeedsTable : public SortedTable {
    Q_OBJECT
public:
    explicit SeedsTable(QWidget* parent = nullptr);

    void setRuns(const std::vector<SeedRun>& runs);
    /// Index of the selected run, else of the only one; −1: neither, or the mean is selected.
    int chosenRun() const;

Q_SIGNALS:
    /// A run was double-clicked.
    void opened(int run);
    void chosenChanged();

private:
    void fitHeight();

    int m_runs = 0;
};

} // namespace vitrine
