// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/seeds_table.h"

#include "ui/charts/chart_text.h"
#include "ui/pages/training/seed_statistics.h"
#include "ui/pages/training/training_facts.h"

#include <QHeaderView>
#include <QLocale>
#include <QScrollBar>

#include <cmath>
#include <functional>

namespace vitrine {

namespace {

const QString unknown = QStringLiteral("—");

QString inPercent(double share) { return plainNumber(share * 100, 1); }

QString withInterval(const Proportion& share)
{
    return share.count > 0
        ? QStringLiteral("%1 (%2–%3)")
              .arg(inPercent(share.value), plainNumber(share.low * 100, 1), plainNumber(share.high * 100, 1))
        : unknown;
}

/// The accuracy that a finished run shows in a column; nothing before.
using Accuracy = std::function<const Proportion*(const Training&)>;

const Proportion* validation(const Training& run)
{
    for (const auto& point : run.validation) {
        if (point.step == run.bestStep)
            return &point.accuracy;
    }
    return nullptr;
}

Accuracy testNamed(const char* name)
{
    return [name](const Training& run) -> const Proportion* {
        for (const auto& test : run.tests) {
            if (test.name == name)
                return &test.accuracy;
        }
        return nullptr;
    };
}

QString stateOf(const SeedRun& run)
{
    switch (run.state) {
    case SeedRun::State::Waiting:
        return SeedsTable::tr("waiting");
    case SeedRun::State::Running:
        return run.training ? SeedsTable::tr("%1 of %2").arg(run.training->step).arg(run.training->steps)
                            : SeedsTable::tr("preparing");
    case SeedRun::State::Restarting:
        return SeedsTable::tr("restarting");
    case SeedRun::State::Paused:
        return run.training ? SeedsTable::tr("paused at %1").arg(run.training->step) : SeedsTable::tr("paused");
    case SeedRun::State::Failed:
        return run.training && run.training->step > 0 ? SeedsTable::tr("broken off at %1").arg(run.training->step)
                                                      : SeedsTable::tr("failed");
    case SeedRun::State::Finished:
        break;
    }
    if (run.training && run.training->state == "stopped-early")
        return SeedsTable::tr("stopped early");
    return run.training && run.training->state == "diverged" ? SeedsTable::tr("diverged") : SeedsTable::tr("finished");
}

} // namespace

SeedsTable::SeedsTable(QWidget* parent)
    : SortedTable(parent)
{
    setObjectName(QStringLiteral("seedsTable"));
    setAccessibleName(tr("Seeds"));
    setSortingEnabled(false);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    connect(horizontalScrollBar(), &QScrollBar::rangeChanged, this, &SeedsTable::fitHeight);
    connect(this, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        if (index.row() < m_runs)
            Q_EMIT opened(index.row());
    });
    setRuns({});
}

void SeedsTable::setRuns(const std::vector<SeedRun>& runs)
{
    const Accuracy columns[] = { validation, testNamed("test"), testNamed("clean") };
    TableData table { { tr("Seed"), tr("Step"), tr("Validation, %"), tr("Test, %"), tr("Unseen test, %"), tr("Time"),
                          tr("State") },
        {} };
    double seconds = 0;
    for (const auto& run : runs) {
        const auto* training = run.training.get();
        QStringList row { QString::number(run.seed),
            training && training->bestStep > 0 ? QString::number(training->bestStep) : unknown };
        for (const auto& column : columns) {
            const auto* share = training ? column(*training) : nullptr;
            row << (share ? withInterval(*share) : unknown);
        }
        seconds += training ? training->cost.seconds : 0;
        row << (training ? duration(training->cost.seconds) : unknown) << stateOf(run);
        table.rows.push_back(row);
    }
    if (runs.size() > 1) { // one has no spread to speak of
        QStringList row { tr("mean"), QString() };
        for (const auto& column : columns) {
            std::vector<double> shares;
            for (const auto& run : runs) {
                if (const auto* share
                    = run.training && run.state == SeedRun::State::Finished ? column(*run.training) : nullptr)
                    shares.push_back(share->value);
            }
            const auto mean = meanInterval(shares);
            const auto half = std::isfinite(mean.half) ? plainNumber(mean.half * 100, 1) : unknown;
            row << (mean.count > 0 ? QStringLiteral("%1 ± %2").arg(inPercent(mean.mean), half) : unknown);
        }
        row << duration(seconds) << QString();
        table.rows.push_back(row);
    }
    const int selected = currentIndex().row();
    m_runs = int(runs.size());
    setTable(table);
    if (selected >= 0 && selected < m_runs)
        selectRow(selected);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, &SeedsTable::chosenChanged,
        Qt::UniqueConnection);
    fitHeight();
    Q_EMIT chosenChanged();
}

/// As high as its rows, so that the page scrolls and not the table.
void SeedsTable::fitHeight()
{
    const int bar = horizontalScrollBar()->maximum() > 0 ? horizontalScrollBar()->sizeHint().height() : 0;
    setFixedHeight(horizontalHeader()->sizeHint().height()
        + model()->rowCount() * verticalHeader()->defaultSectionSize() + 2 * frameWidth() + 2 + bar);
}

int SeedsTable::chosenRun() const
{
    const int row = currentIndex().row();
    if (row >= 0)
        return row < m_runs ? row : -1;
    return m_runs == 1 ? 0 : -1;
}

} // namespace vitrine
