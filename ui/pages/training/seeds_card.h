// SPDX-License-Identifier: GPL-3.0-or-later
// The card with the table of seeds and the way from a finished one to its model.
#pragma once

#include "ui/charts/chart_card.h"
#include "ui/engine/workspace.h"
#include "ui/pages/training/training_runs.h"

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

} // namespace vitrine
