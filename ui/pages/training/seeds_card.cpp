// SPDX-License-Identifier: GPL-3.0-or-later
// A row a seed; of several, the last one is their mean with its 95 % interval (Student's t).
#include "ui/pages/training/seeds_card.h"

#include "ui/charts/chart_text.h"
#include "ui/pages/training/training_runs.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/plain_text.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

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

SeedsCard::SeedsCard(QWidget* parent)
    : ChartCard(tr("Seeds"), parent)
    , m_table(new SeedsTable)
    , m_hint(PlainLabel::make(tr("Select a finished seed to open its model."), "muted"))
    , m_open(new QPushButton(tr("Open result")))
    , m_openBeside(new QPushButton(tr("Open beside")))
{
    m_open->setObjectName(QStringLiteral("openResult"));
    m_open->setToolTip(tr("Open the trained model in slot A"));
    m_openBeside->setObjectName(QStringLiteral("openResultBeside"));
    m_openBeside->setToolTip(tr("Open the trained model in slot B"));
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_table);
    auto* buttons = new QWidget;
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addStretch(1);
    row->addWidget(m_openBeside);
    row->addWidget(m_open);
    auto* ways = new TwoColumns(m_hint, buttons, 0);
    ways->setStretch(0, 1);
    layout->addWidget(ways);
    setContent(content);
    connect(m_table, &SeedsTable::opened, this, [this](int run) { open(run, Slot::A); });
    connect(m_table, &SeedsTable::chosenChanged, this, &SeedsCard::offer);
    connect(m_open, &QPushButton::clicked, this, [this] { open(m_table->chosenRun(), Slot::A); });
    connect(m_openBeside, &QPushButton::clicked, this, [this] { open(m_table->chosenRun(), Slot::B); });
    offer();
}

void SeedsCard::setRuns(const std::vector<SeedRun>& runs)
{
    m_runs = runs;
    m_table->setRuns(runs);
    setNote(runs.size() > 1 ? tr("last row: mean ± half its 95 % interval (Student's t)") : QString());
}

/// nullptr when there is no such run, or it has not finished.
const SeedRun* SeedsCard::finished(int run) const
{
    const bool is = run >= 0 && run < int(m_runs.size()) && m_runs[std::size_t(run)].state == SeedRun::State::Finished;
    return is ? &m_runs[std::size_t(run)] : nullptr;
}

void SeedsCard::open(int run, Slot slot)
{
    if (const auto* result = finished(run))
        Q_EMIT openRequested(QFileInfo(result->output).absoluteFilePath(), slot);
}

void SeedsCard::offer()
{
    const bool canOpen = finished(m_table->chosenRun());
    m_open->setEnabled(canOpen);
    m_openBeside->setEnabled(canOpen);
    const bool isAny = std::any_of(
        m_runs.begin(), m_runs.end(), [](const SeedRun& run) { return run.state == SeedRun::State::Finished; });
    m_hint->setVisible(!canOpen && isAny);
}

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

MeanInterval meanInterval(const std::vector<double>& values)
{
    // 0.975 quantiles of Student's t for 1, 2, … degrees of freedom.
    static constexpr std::array<double, 30> quantiles { 12.7062, 4.30265, 3.18245, 2.77645, 2.57058, 2.44691, 2.36462,
        2.30600, 2.26216, 2.22814, 2.20099, 2.17881, 2.16037, 2.14479, 2.13145, 2.11991, 2.10982, 2.10092, 2.09302,
        2.08596, 2.07961, 2.07387, 2.06866, 2.06390, 2.05954, 2.05553, 2.05183, 2.04841, 2.04523, 2.04227 };
    MeanInterval result { std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN(), 0 };
    double sum = 0;
    for (const double value : values) {
        if (std::isfinite(value)) {
            sum += value;
            ++result.count;
        }
    }
    if (result.count == 0)
        return result;
    result.mean = sum / result.count;
    const auto freedom = std::size_t(result.count - 1);
    if (freedom == 0 || freedom > quantiles.size())
        return result;
    double squares = 0;
    for (const double value : values)
        squares += std::isfinite(value) ? (value - result.mean) * (value - result.mean) : 0;
    result.half = quantiles[freedom - 1] * std::sqrt(squares / double(freedom) / result.count);
    return result;
}

} // namespace vitrine
