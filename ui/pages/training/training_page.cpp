// SPDX-License-Identifier: GPL-3.0-or-later
// The page connects what its parts ask for with the runs.
#include "ui/pages/training/training_page.h"

#include "ui/charts/chart_card.h"
#include "ui/pages/training/seeds_card.h"
#include "ui/pages/training/training_config.h"
#include "ui/pages/training/training_controls.h"
#include "ui/pages/training/training_form.h"
#include "ui/support/settings.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/parameter_form.h"
#include "ui/widgets/plain_text.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>
#include <QVBoxLayout>

#include <utility>

namespace vitrine {

TrainingPage::TrainingPage(const PageContext& context)
    : Page(context)
    , m_engine(context.engine)
    , m_workspace(context.workspace)
    , m_settings(context.settings)
    , m_dialogs(context.dialogs)
    , m_runs(context.engine.command())
    , m_panel(new TrainingPanel(context.dialogs))
    , m_banner(new TrainingBanner)
    , m_controls(new TrainingControls(context.dialogs))
    , m_form(new TrainingForm(*m_controls, m_panel->form(), this))
    , m_seeds(new SeedsCard)
{
    setAcceptDrops(true);
    setSidePanel(m_panel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_banner);
    layout->addWidget(m_controls);
    for (const char* chart : { "training-loss", "training-accuracy", "training-rate" })
        m_charts.push_back(addCard(QString::fromLatin1(chart)));
    layout->addWidget(new TwoColumns(m_charts[0], m_charts[1]));
    m_later = { m_seeds, m_charts[2] };
    for (auto* card : m_later)
        layout->addWidget(card);
    m_charts.back()->chart()->setFixedHeight(168);
    layout->addStretch(1);

    connectControls();
    connect(m_form, &TrainingForm::changed, this, &TrainingPage::edited);
    connect(m_panel, &TrainingPanel::openRequested, this, &TrainingPage::openConfig);
    connect(m_panel, &TrainingPanel::saveRequested, this, &TrainingPage::saveConfig);
    connect(m_panel, &TrainingPanel::exportRequested, this, &Page::exportRequested);
    connect(m_panel, &TrainingPanel::copyRequested, this, [this] { m_charts.front()->copyImage(); });
    connect(m_seeds, &SeedsCard::openRequested, this, &TrainingPage::openResult);
    connect(&m_runs, &TrainingRuns::changed, this, &TrainingPage::showRuns);
    connect(&m_runs, &TrainingRuns::failed, this,
        [this](const Error& error) { m_banner->showFailure(error, m_runs.state() == TrainingRuns::State::Paused); });
    connect(&m_runs, &TrainingRuns::interrupted, this, [this](const Error& error) {
        m_controls->showRestart();
        m_banner->showInterruption(error);
    });
    connect(m_banner, &TrainingBanner::startRequested, this, &TrainingPage::start);
    connect(m_banner, &TrainingBanner::anewRequested, this, [this] { resume(true); });
    connect(&m_engine, &EngineProcess::ready, this, &TrainingPage::describe);
    describe();
    showRuns();
}

TrainingPage::~TrainingPage()
{
    m_runs.disconnect(this); // its end is no news
}

void TrainingPage::connectControls()
{
    connect(m_controls, &TrainingControls::startRequested, this, &TrainingPage::start);
    connect(m_controls, &TrainingControls::sampleRequested, this, &TrainingPage::fillInSample);
    connect(m_controls, &TrainingControls::checkRequested, this, [this] {
        m_banner->clear();
        m_runs.check(m_form->values());
    });
    connect(m_controls, &TrainingControls::pauseRequested, &m_runs, &TrainingRuns::pause);
    connect(m_controls, &TrainingControls::resumeRequested, this, [this] { resume(false); });
    connect(m_controls, &TrainingControls::stopRequested, &m_runs, &TrainingRuns::stop);
    connect(&m_runs, &TrainingRuns::planned, this, [this](const std::shared_ptr<const Training>& training) {
        m_controls->showFacts(*training);
        m_banner->showWarnings(training->provenance.warnings);
    });
    connect(&m_runs, &TrainingRuns::progressed, this,
        [this](int done, int total, const QString& stage) { m_controls->showProgress(m_runs, done, total, stage); });
}

void TrainingPage::describe()
{
    if (const auto* description = m_engine.description())
        m_form->describe(*description);
    if (m_form->isDescribed() && !std::exchange(m_restored, true))
        restore();
    showRuns();
}

void TrainingPage::restore()
{
    const auto memory = readMemory(m_settings, m_form->specs());
    m_form->setValues(memory.values);
    m_controls->setSeeds(memory.seeds);
    if (memory.unfinished)
        m_banner->showUnfinished();
}

void TrainingPage::edited()
{
    remember();
    m_controls->hideFacts();
    m_controls->showState(m_runs);
}

/// At every change: whatever ends the program, the settings are there the next time.
void TrainingPage::remember()
{
    const bool isUnfinished = m_runs.state() != TrainingRuns::State::Idle;
    if (m_restored)
        keepMemory(m_settings, m_form->specs(), { m_form->values(), m_controls->seeds(), isUnfinished });
}

void TrainingPage::openConfig()
{
    if (const auto file = openConfigFile(this, m_dialogs, m_settings.lastFolder(), m_form->specs()))
        take(*file);
}

/// The ordinary form with ordinary files: nothing else knows that it is a sample.
void TrainingPage::fillInSample()
{
    take(sampleTraining(m_form->specs(), QFileInfo(m_settings.fileName()).dir().filePath(QStringLiteral("sample"))));
    m_controls->focusStart();
}

void TrainingPage::take(const Result<ConfigFile>& file)
{
    if (!file)
        return m_banner->showError(file.error());
    m_banner->clear();
    m_form->setValues(file->values);
    edited();
    Q_EMIT remark(tr("settings of %1").arg(isolated(file->name)));
}

void TrainingPage::saveConfig()
{
    const auto name = saveConfigFile(this, m_dialogs, m_settings.lastFolder(), m_form->specs(), m_form->values());
    if (name && !*name)
        m_banner->showError(name->error());
    else if (name)
        Q_EMIT remark(tr("written: %1").arg(isolated(**name)));
}

void TrainingPage::start()
{
    m_banner->forget();
    m_runs.start(m_form->values(), m_controls->seeds());
}

void TrainingPage::resume(bool anew)
{
    m_banner->clear();
    m_runs.resume(anew);
}

void TrainingPage::cancel()
{
    m_runs.pause();
    if (m_runs.isChecking())
        m_runs.stop();
}

void TrainingPage::showRuns()
{
    m_controls->showState(m_runs);
    m_panel->form().setEnabled(m_runs.state() == TrainingRuns::State::Idle);
    m_seeds->setRuns(m_runs.runs());
    for (auto* card : m_later)
        card->setVisible(!m_runs.runs().empty());
    const auto shown = result();
    for (auto* card : m_charts)
        card->chart()->setResult(shown);
    if (const auto training = m_runs.runs().empty() ? nullptr : m_runs.runs()[m_runs.current()].training) {
        m_controls->showFacts(*training);
        m_banner->showNewWarnings(training->provenance.warnings);
    }
    remember();
}

void TrainingPage::openResult(const QString& folder, Slot slot)
{
    m_workspace.openModel(folder, slot);
    Q_EMIT remark(tr("opened in slot %1: %2")
            .arg(slot == Slot::A ? QStringLiteral("A") : QStringLiteral("B"), isolated(QFileInfo(folder).fileName())));
}

AnyResult TrainingPage::result() const { return m_runs.series(); }

Chart* TrainingPage::mainChart() const { return m_charts.front()->chart(); }

void TrainingPage::dragEnterEvent(QDragEnterEvent* event)
{
    const auto urls = event->mimeData()->urls();
    if (urls.size() == 1 && QFileInfo(urls.first().toLocalFile()).isFile())
        event->acceptProposedAction();
}

void TrainingPage::dropEvent(QDropEvent* event)
{
    if (m_runs.state() != TrainingRuns::State::Idle)
        return;
    event->acceptProposedAction();
    m_controls->form().setValue("train", event->mimeData()->urls().first().toLocalFile());
    edited();
}

QString TrainingPage::helpText() const
{
    return tr("Trains a classifier on texts with labels, or fine-tunes one, and writes it as a model folder. Texts "
              "that also stand in the "
              "validation or test file are left out of the training. Every validation is drawn with its 95 % Wilson "
              "interval; the weights "
              "of the best one are kept. Pausing writes a checkpoint, and the run goes on from it, also after a crash. "
              "The same settings "
              "with several seeds tell how far chance moves the result: the last row of the table is their mean with "
              "its 95 % interval.");
}

void TrainingBanner::showUnfinished()
{
    showMessage(Kind::Info, tr("The last training was broken off; it can go on from its checkpoint."));
    offer(tr("Resume"), [this] { Q_EMIT startRequested(); });
}

void TrainingBanner::showInterruption(const Error& error)
{
    showMessage(Kind::Warning,
        tr("%1 It is started again, and the training goes on from its last checkpoint, or from the beginning before "
           "the first one.")
            .arg(QString::fromStdString(error.message)),
        QString::fromStdString(error.detail));
}

/// What a folder holds of other settings is never overwritten without being asked.
void TrainingBanner::showFailure(const Error& error, bool canResume)
{
    auto told = error;
    if (canResume)
        told.message += ' ' + tr("Resume goes on from the last checkpoint.").toStdString();
    showError(told);
    if (error.subject == "output")
        offer(tr("Begin anew"), [this] { Q_EMIT anewRequested(); });
}

void TrainingBanner::showNewWarnings(const std::vector<std::string>& warnings)
{
    if (std::exchange(m_warnings, warnings) != warnings && !warnings.empty())
        showWarnings(warnings);
}

void TrainingBanner::forget()
{
    m_warnings.clear();
    clear();
}

} // namespace vitrine
