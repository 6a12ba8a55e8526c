// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/seeds_card.h"

#include "ui/pages/training/seeds_table.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/two_columns.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine {

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

} // namespace vitrine
