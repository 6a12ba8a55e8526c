// SPDX-License-Identifier: GPL-3.0-or-later
// What became of every seed and of all of them together, and the way from a finished one to its model.
#pragma once

#include "ui/charts/chart_card.h"
#include "ui/engine/workspace.h"
#include "ui/pages/training/training_runs.h"
#include "ui/widgets/table.h"

#include <vector>

class QLabel;
class QPushButton;

namespace vitrine {

class SeedsTable;

class SeedsCard : public ChartCard {
    Q_OBJECT
public:
    explicit SeedsCard(QWidget* parent = nullptr);

    void setRuns(const std::vector<SeedRun>& runs);

Q_SIGNALS:
    /// The model in `folder` shall be opened; only finished ones are asked for.
    void openRequested(const QString& folder, vitrine::Slot slot);

private:
    const SeedRun* finished(int run) const;
    void open(int run, Slot slot);
    void offer();

    std::vector<SeedRun> m_runs;
    SeedsTable* m_table;
    QLabel* m_hint;
    QPushButton* m_open;
    QPushButton* m_openBeside;
};

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

/// A mean with the half width of its 95 % interval.
struct MeanInterval {
    double mean = 0; ///< NaN without values
    double half = 0; ///< NaN with fewer than two values, or more than are tabled (31)
    int count = 0;
};

/// Student's interval of the mean: half = t(0.975; n − 1) · s / √n. Values that are not finite are left out.
MeanInterval meanInterval(const std::vector<double>& values);

} // namespace vitrine
