// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training_page.h"

#include "ui/charts/chart_card.h"
#include "ui/charts/chart_registry.h"
#include "ui/pages/regulariser_fields.h"
#include "ui/pages/seeds_table.h"
#include "ui/pages/side_panel.h"
#include "ui/pages/training_config.h"
#include "ui/pages/training_controls.h"
#include "ui/support/atomic_write.h"
#include "ui/support/parameter_form.h"
#include "ui/support/plain_text.h"
#include "ui/support/settings.h"
#include "ui/window/banner.h"

#include <QDragEnterEvent>
#include <QFile>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMimeData>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine {

namespace {

    /// What the window decides by itself.
    bool isOfTheWindow(const std::string& name) { return name == "config" || name == "dry-run" || name == "again"; }

    bool isSeenFirst(const std::string& name)
    {
        return name == "scores" || name == "epochs" || name == "regulariser" || name == "recompute";
    }

} // namespace

TrainingPage::TrainingPage(const PageContext& context)
    : m_engine(context.engine)
    , m_workspace(context.workspace)
    , m_settings(context.settings)
    , m_dialogs(context.dialogs)
    , m_runs(context.engine.command())
    , m_panel(new QWidget)
    , m_banner(new Banner)
    , m_controls(new TrainingControls(context.dialogs))
    , m_form(new ParameterForm)
{
    setAcceptDrops(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_banner);
    layout->addWidget(m_controls);
    auto* curves = new QHBoxLayout;
    curves->setSpacing(12);
    curves->addWidget(addCard(QStringLiteral("training-loss")), 1);
    curves->addWidget(addCard(QStringLiteral("training-accuracy")), 1);
    layout->addLayout(curves);
    m_later = { makeTable(), addCard(QStringLiteral("training-rate")) };
    for (auto* card : m_later)
        layout->addWidget(card);
    m_cards.back()->chart()->setFixedHeight(168);
    layout->addStretch(1);
    buildPanel();

    connect(m_controls, &TrainingControls::changed, this, &TrainingPage::edited);
    connect(m_controls, &TrainingControls::startRequested, this, &TrainingPage::start);
    connect(m_controls, &TrainingControls::checkRequested, this, [this] {
        m_banner->clear();
        m_runs.check(values());
    });
    connect(m_controls, &TrainingControls::pauseRequested, &m_runs, &TrainingRuns::pause);
    connect(m_controls, &TrainingControls::resumeRequested, this, [this] {
        m_banner->clear();
        m_runs.resume();
    });
    connect(m_controls, &TrainingControls::stopRequested, &m_runs, &TrainingRuns::stop);
    connect(m_form, &ParameterForm::changed, this, &TrainingPage::edited);
    connect(&m_runs, &TrainingRuns::changed, this, &TrainingPage::showRuns);
    connect(&m_runs, &TrainingRuns::failed, this, &TrainingPage::showFailure);
    connect(&m_runs, &TrainingRuns::interrupted, this, [this](const Error& error) {
        m_controls->showRestart();
        m_banner->showMessage(Banner::Kind::Warning,
            tr("%1 It is started again, and the training goes on from its last checkpoint.").arg(QString::fromStdString(error.message)),
            QString::fromStdString(error.detail));
    });
    connect(&m_runs, &TrainingRuns::planned, this, [this](const std::shared_ptr<const Training>& training) {
        m_controls->showFacts(*training);
        m_banner->showWarnings(training->head.warnings);
    });
    connect(&m_runs, &TrainingRuns::progressed, this,
        [this](int done, int total, const QString& stage) { m_controls->showProgress(m_runs, done, total, stage); });
    connect(&m_engine, &EngineProcess::ready, this, &TrainingPage::describe);
    describe();
    showRuns();
}

TrainingPage::~TrainingPage()
{
    m_runs.disconnect(this); // its end is no news
    if (m_panel && !m_panel->parent())
        delete m_panel;
}

ChartCard* TrainingPage::addCard(const QString& chartId)
{
    const auto* entry = findChart(chartId);
    auto* card = new ChartCard(chartTitle(*entry));
    card->setObjectName(QStringLiteral("card-") + chartId);
    auto* chart = entry->make(nullptr).release();
    chart->setObjectName(chartId);
    card->setContent(chart, chart);
    connect(card, &ChartCard::exportRequested, this, &Page::exportRequested);
    m_cards.push_back(card);
    return card;
}

QWidget* TrainingPage::makeTable()
{
    m_table = new SeedsTable;
    m_open = new QPushButton(tr("Open result"));
    m_open->setObjectName(QStringLiteral("openResult"));
    m_open->setToolTip(tr("Open the trained model in slot A"));
    m_openBeside = new QPushButton(tr("Open beside"));
    m_openBeside->setObjectName(QStringLiteral("openResultBeside"));
    m_openBeside->setToolTip(tr("Open the trained model in slot B"));
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_table);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    auto* which = PlainLabel::make(tr("Select a finished seed to open its model."), "muted");
    row->addWidget(which);
    row->addStretch(1);
    row->addWidget(m_openBeside);
    row->addWidget(m_open);
    layout->addLayout(row);
    auto* card = new ChartCard(tr("Seeds"));
    card->setContent(content);
    connect(m_table, &SeedsTable::opened, this, [this](int run) { openResult(run, Slot::A); });
    connect(m_table, &SeedsTable::chosenChanged, this, [this, which, card] {
        const auto& runs = m_runs.runs();
        const int run = m_table->chosenRun();
        const bool finished = run >= 0 && run < int(runs.size()) && runs[std::size_t(run)].state == SeedRun::State::Finished;
        m_open->setEnabled(finished);
        m_openBeside->setEnabled(finished);
        which->setVisible(!finished && runs.size() > 1);
        card->setNote(runs.size() > 1 ? tr("last row: mean ± half its 95 % interval (Student's t)") : QString());
    });
    connect(m_open, &QPushButton::clicked, this, [this] { openResult(m_table->chosenRun(), Slot::A); });
    connect(m_openBeside, &QPushButton::clicked, this, [this] { openResult(m_table->chosenRun(), Slot::B); });
    m_open->setEnabled(false);
    m_openBeside->setEnabled(false);
    return card;
}

void TrainingPage::buildPanel()
{
    auto* layout = new QVBoxLayout(m_panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto* row = new QHBoxLayout;
    row->addWidget(PlainLabel::make(tr("Settings"), "heading"), 1);
    const auto add = [&](const QString& title, const char* name, const QString& help, void (TrainingPage::*asked)()) {
        auto* button = new QPushButton(title);
        button->setProperty("look", QStringLiteral("flat"));
        button->setObjectName(QString::fromLatin1(name));
        button->setToolTip(help);
        connect(button, &QPushButton::clicked, this, asked);
        row->addWidget(button);
    };
    add(tr("Open…"), "openSettings", tr("Take the settings from a JSON file"), &TrainingPage::openConfig);
    add(tr("Save…"), "saveSettings", tr("Write the settings as a JSON file, which the command line takes too"), &TrainingPage::saveConfig);
    layout->addLayout(row);
    m_form->setFolding([](const std::string& name) { return !isSeenFirst(name) && !!belongsToRegulariser(name, "none"); },
        [this](const std::string& name) {
            const auto* chosen = m_form->field("regulariser");
            return chosen && !belongsToRegulariser(name, chosen->value().toStdString());
        });
    m_form->setContext({ {}, -1, m_dialogs });
    layout->addWidget(m_form);
    layout->addSpacing(4);
    layout->addLayout(exportButtons(
        this, [this] { Q_EMIT exportRequested(); }, [this] { m_cards.front()->copyImage(); }));
    layout->addStretch(1);
}

void TrainingPage::describe()
{
    const auto* description = m_engine.description();
    if (!description)
        return;
    const auto request = std::find_if(
        description->requests.begin(), description->requests.end(), [](const MethodDescription& one) { return one.id == "train"; });
    if (request == description->requests.end())
        return;
    m_specs = request->parameters;
    std::erase_if(m_specs, [](const ParamSpec& spec) { return isOfTheWindow(spec.name); });
    std::vector<ParamSpec> own, other;
    for (const auto& spec : m_specs)
        (TrainingControls::isOwn(spec.name) ? own : other).push_back(spec);
    m_controls->setSpecs(own);
    m_form->setSpecs(other);
    if (!std::exchange(m_restored, true)) {
        const auto page = QJsonDocument::fromJson(m_settings.training()).object();
        auto settings = page[QStringLiteral("settings")].toObject();
        for (const auto& name : settings.keys()) { // of another version
            if (std::none_of(
                    m_specs.begin(), m_specs.end(), [&](const ParamSpec& spec) { return QString::fromStdString(spec.name) == name; }))
                settings.remove(name);
        }
        if (const auto known = readConfig(m_specs, QJsonDocument(settings).toJson(), m_settings.fileName()))
            setValues(*known);
        m_controls->setSeeds(page[QStringLiteral("seeds")].toInt(1));
        if (page[QStringLiteral("unfinished")].toBool()) {
            m_banner->showMessage(Banner::Kind::Info, tr("The last training was broken off; it can go on from its checkpoint."));
            m_banner->offer(tr("Resume"), [this] { start(); });
        }
    }
    showRuns();
}

CallParameters TrainingPage::values() const
{
    auto values = m_form->values();
    values.merge(m_controls->form().values());
    return values;
}

void TrainingPage::setValues(const CallParameters& values)
{
    for (const auto& [name, value] : values) {
        m_form->setValue(name, QString::fromStdString(value));
        m_controls->form().setValue(name, QString::fromStdString(value));
    }
    m_form->refold();
}

void TrainingPage::edited()
{
    m_form->refold();
    remember();
    m_controls->hideFacts();
    m_controls->showState(m_runs);
}

/// At every change: whatever ends the program, the settings are there the next time.
void TrainingPage::remember()
{
    if (!m_restored)
        return;
    QJsonObject page;
    page[QStringLiteral("settings")] = QJsonDocument::fromJson(configJson(m_specs, values())).object();
    page[QStringLiteral("seeds")] = m_controls->seeds();
    page[QStringLiteral("unfinished")] = m_runs.state() != TrainingRuns::State::Idle;
    const auto json = QJsonDocument(page).toJson(QJsonDocument::Compact);
    if (json == m_settings.training())
        return;
    m_settings.setTraining(json);
    m_settings.save();
}

void TrainingPage::openConfig()
{
    const auto path = m_dialogs.chooseFile(this, tr("Open settings"), m_settings.lastFolder(), tr("Settings (*.json);;All files (*)"));
    if (path.isEmpty())
        return;
    QFile file(path);
    const auto name = QFileInfo(path).fileName();
    if (!file.open(QIODevice::ReadOnly)) {
        m_banner->showMessage(Banner::Kind::Trouble, tr("%1 cannot be read: %2.").arg(isolated(name), file.errorString()));
        return;
    }
    const auto known = readConfig(m_specs, file.read(1 << 20), name);
    if (!known) {
        m_banner->showError(known.error());
        return;
    }
    m_banner->clear();
    setValues(*known);
    edited();
    Q_EMIT remark(tr("settings of %1").arg(isolated(name)));
}

void TrainingPage::saveConfig()
{
    const auto path = m_dialogs.chooseTarget(
        this, tr("Save settings"), m_settings.lastFolder() + QStringLiteral("/training.json"), tr("Settings (*.json)"));
    if (path.isEmpty())
        return;
    if (const auto written = atomicWrite(path, configJson(m_specs, values())); !written)
        m_banner->showError(written.error());
    else
        Q_EMIT remark(tr("written: %1").arg(isolated(QFileInfo(path).fileName())));
}

void TrainingPage::start()
{
    m_banner->clear();
    m_runs.start(values(), m_controls->seeds());
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
    m_form->setEnabled(m_runs.state() == TrainingRuns::State::Idle);
    m_table->setRuns(m_runs.runs());
    for (auto* card : m_later)
        card->setVisible(!m_runs.runs().empty());
    const auto shown = result();
    for (auto* card : m_cards)
        card->chart()->setResult(shown);
    if (!m_runs.runs().empty()) {
        const auto& training = m_runs.runs()[m_runs.current()].training;
        if (training) {
            m_controls->showFacts(*training);
            if (std::exchange(m_warnings, training->head.warnings) != training->head.warnings) // once: a person may have put them away
                m_banner->showWarnings(training->head.warnings);
        }
    }
    remember();
}

/// What a folder holds of other settings is never overwritten without being asked.
void TrainingPage::showFailure(const Error& error)
{
    auto told = error;
    if (m_runs.state() == TrainingRuns::State::Paused)
        told.message += ' ' + tr("Resume goes on from the last checkpoint.").toStdString();
    m_banner->showError(told);
    if (error.subject == "output")
        m_banner->offer(tr("Begin anew"), [this] {
            m_banner->clear();
            m_runs.resume(true);
        });
}

void TrainingPage::openResult(int run, Slot slot)
{
    if (run < 0 || run >= int(m_runs.runs().size()) || m_runs.runs()[std::size_t(run)].state != SeedRun::State::Finished)
        return;
    m_workspace.openModel(QFileInfo(m_runs.runs()[std::size_t(run)].output).absoluteFilePath(), slot);
}

AnyResult TrainingPage::result() const
{
    const auto series = m_runs.series();
    return series ? AnyResult(series) : AnyResult();
}

Chart* TrainingPage::mainChart() const { return m_cards.front()->chart(); }

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
    return tr("Trains a classifier on texts with labels, or fine-tunes one, and writes it as a model folder. Texts that also stand in the "
              "validation or test file are left out of the training. "
              "Every validation is drawn with its 95 % Wilson interval; the weights of the best one are kept. Pausing writes a checkpoint, "
              "and the run goes on from it, also after a crash. "
              "The same settings with several seeds tell how far chance moves the result: the last row of the table is their mean with its "
              "95 % interval.");
}

} // namespace vitrine
