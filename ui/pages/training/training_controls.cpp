// SPDX-License-Identifier: GPL-3.0-or-later
// Buttons follow the state of the runs; the field of seeds is typed over, never into.
#include "ui/pages/training/training_controls.h"

#include "ui/pages/training/training_runs.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/parameter_form.h"
#include "ui/widgets/plain_text.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine {

namespace {

constexpr int titleWidth = 108;
constexpr int minHintWidth = 480;

constexpr int maxSeeds = 10;
constexpr int maxDigits = 3; // while typing

} // namespace

TrainingControls::TrainingControls(const FileDialogs& dialogs, QWidget* parent)
    : QFrame(parent)
    , m_form(new ParameterForm)
    , m_seeds(new SeedCountBox)
    , m_hint(makeHint())
    , m_facts(PlainLabel::make({}, "muted"))
    , m_told(PlainLabel::make({}, "muted"))
    , m_progress(new QProgressBar)
{
    setProperty("look", QStringLiteral("card"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->setSpacing(8);
    m_form->setTitleWidth(titleWidth);
    m_form->setContext({ {}, -1, dialogs });
    connect(m_form, &ParameterForm::changed, this, &TrainingControls::changed);
    layout->addWidget(m_form);
    m_facts->setWordWrap(true);
    m_facts->setObjectName(QStringLiteral("trainingFacts"));

    auto* seeds = new QWidget;
    auto* row = new QHBoxLayout(seeds);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto* title = PlainLabel::make(tr("Seeds"), "muted");
    title->setFixedWidth(titleWidth + 4);
    title->setBuddy(m_seeds);
    m_seeds->setObjectName(QStringLiteral("seedCount"));
    m_seeds->setAccessibleName(tr("How many seeds"));
    m_seeds->setToolTip(tr("Trains the same once for every seed; only several tell how far chance moves the result."));
    m_seeds->setFixedWidth(64);
    connect(m_seeds, &QSpinBox::valueChanged, this, &TrainingControls::changed);
    row->addWidget(title);
    row->addWidget(m_seeds);
    row->addStretch(1);
    layout->addWidget(m_hint);
    auto* actions = new TwoColumns(seeds, makeActions(), 0);
    actions->setStretch(0, 1);
    layout->addWidget(actions);

    m_progress->setFixedHeight(6);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress of the training"));
    m_told->setObjectName(QStringLiteral("trainingProgress"));
    m_progressRow = new TwoColumns(m_progress, m_told, 0);
    m_progressRow->setStretch(1, 0);
    layout->addWidget(m_progressRow);
    layout->addWidget(m_facts);
    m_facts->hide();
}

QWidget* TrainingControls::makeHint()
{
    auto* text = PlainLabel::make(
        tr("A text and its label a row: columns in .tsv or .csv, or {\"text\": …, \"label\": …} a line in .jsonl. "
           "Drop the file on this page."),
        "muted");
    text->setWordWrap(true);
    text->setContentsMargins(titleWidth + 12, 0, 0, 0);
    auto* button = new QWidget;
    auto* row = new QHBoxLayout(button);
    row->setContentsMargins(0, 0, 0, 0);
    row->addStretch(1);
    row->addWidget(addButton(tr("Try with sample texts"), "sampleTraining",
        tr("Fill in 120 questions and statements that come with the program, and settings that suit them"),
        &TrainingControls::sampleRequested));
    auto* hint = new TwoColumns(text, button, minHintWidth);
    hint->setStretch(1, 0);
    return hint;
}

QWidget* TrainingControls::makeActions()
{
    auto* actions = new QWidget;
    auto* row = new QHBoxLayout(actions);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addStretch(1);
    m_check = addButton(tr("Check"), "checkTraining", tr("Read the texts and time a step, without training"),
        &TrainingControls::checkRequested);
    m_stop = addButton(tr("Stop"), "stopTraining", tr("Break off; what was trained so far stays in the output folder"),
        &TrainingControls::stopRequested);
    m_pause = addButton(
        tr("Pause"), "pauseTraining", tr("Write a checkpoint and wait (Esc)"), &TrainingControls::pauseRequested);
    m_resume = addButton(
        tr("Resume"), "resumeTraining", tr("Go on from the checkpoint"), &TrainingControls::resumeRequested);
    m_start = addButton(tr("Start"), "startTraining", tr("Train"), &TrainingControls::startRequested);
    connect(m_start, &QPushButton::pressed, m_seeds,
        &SeedCountBox::interpretText); // not every desktop moves the focus to a pressed button
    for (auto* button : { m_resume, m_start })
        button->setProperty("look", QStringLiteral("primary"));
    for (auto* button : { m_check, m_stop, m_pause, m_resume, m_start })
        row->addWidget(button);
    return actions;
}

QPushButton* TrainingControls::addButton(
    const QString& title, const char* name, const QString& help, void (TrainingControls::*asked)())
{
    auto* button = new QPushButton(title);
    button->setObjectName(QString::fromLatin1(name));
    button->setToolTip(help);
    connect(button, &QPushButton::clicked, this, asked);
    return button;
}

void TrainingControls::setSpecs(const std::vector<ParamSpec>& specs)
{
    const bool isFirst = !specs.empty() && !m_form->field(specs.front().name);
    m_form->setSpecs(specs);
    auto fields
        = m_form->findChildren<QWidget*>(); // newer than the rest: they would be last in the order of the Tab key
    fields << m_seeds;
    QWidget* before = nullptr;
    for (auto* next : fields) {
        if (!(next->focusPolicy() & Qt::TabFocus))
            continue;
        if (before)
            setTabOrder(before, next);
        before = next;
    }
    if (isFirst && m_seeds->hasFocus()) // it was the only field there was
        m_form->field(specs.front().name)->setFocus();
    for (auto* button : { m_check, m_stop, m_pause, m_resume, m_start }) {
        setTabOrder(before, button);
        before = button;
    }
}

int TrainingControls::seeds() const { return m_seeds->value(); }

void TrainingControls::setSeeds(int count)
{
    const QSignalBlocker quiet(m_seeds);
    m_seeds->setValue(count);
}

void TrainingControls::focusStart() { m_start->setFocus(); }

void TrainingControls::showState(const TrainingRuns& runs)
{
    const bool idle = runs.state() == TrainingRuns::State::Idle;
    const bool running = runs.state() == TrainingRuns::State::Running;
    const auto* train = m_form->field("train");
    QPushButton* const buttons[] = { m_start, m_pause, m_resume, m_stop, m_check };
    const bool hadFocus = std::any_of(
        std::begin(buttons), std::end(buttons), [](const QPushButton* button) { return button->hasFocus(); });
    m_hint->setVisible(train && train->value().isEmpty());
    m_form->setEnabled(idle);
    m_seeds->setEnabled(idle);
    m_start->setVisible(idle);
    m_start->setEnabled(train && !runs.isChecking());
    m_check->setVisible(idle);
    m_check->setEnabled(train && !runs.isChecking());
    m_stop->setVisible(!idle || runs.isChecking());
    m_pause->setVisible(running);
    m_resume->setVisible(runs.state() == TrainingRuns::State::Paused);
    if (hadFocus && !std::any_of(std::begin(buttons), std::end(buttons), [](const QPushButton* button) {
            return button->hasFocus();
        }))
        (running                    ? m_pause
                : runs.isChecking() ? m_stop
                : idle              ? m_start
                                    : m_resume)
            ->setFocus(); // a hidden button hands its focus to anybody
    const bool busy = running || runs.isChecking();
    m_progressRow->setVisible(!idle || busy);
    if (!busy) {
        m_stage.clear();
        m_told->setText(idle ? QString() : tr("paused"));
    }
}

void TrainingControls::showProgress(const TrainingRuns& runs, int done, int total, const QString& stage)
{
    if (stage != m_stage || done < m_doneAtStart) {
        m_stage = stage;
        m_doneAtStart = done;
        m_clock.start();
    }
    m_progress->setRange(0, total);
    m_progress->setValue(std::min(done, total));
    QStringList parts { stage };
    if (total > 0)
        parts << tr("%1 of %2").arg(QLocale().toString(done), QLocale().toString(total));
    if (done > m_doneAtStart && m_clock.elapsed() > 1000)
        parts << tr("%1 left").arg(
            duration(double(m_clock.elapsed()) / 1000 * (total - done) / (done - m_doneAtStart)));
    if (runs.runs().size() > 1 && !runs.isChecking())
        parts << tr("seed %1 of %2").arg(runs.current() + 1).arg(runs.runs().size());
    m_told->setText(parts.join(QStringLiteral(" · ")));
}

void TrainingControls::showFacts(const Training& training)
{
    m_facts->setText(textFacts(training) + QLatin1Char('\n') + costFacts(training, seeds()));
    m_facts->show();
}

void TrainingControls::hideFacts() { m_facts->hide(); }

void TrainingControls::showRestart()
{
    m_stage.clear();
    m_progress->setRange(0, 0);
    m_told->setText(tr("starting the engine again"));
}

SeedCountBox::SeedCountBox(QWidget* parent)
    : QSpinBox(parent)
{
    setRange(1, maxSeeds);
    setButtonSymbols(QAbstractSpinBox::NoButtons);
    setKeyboardTracking(false);
    leaveWheelToPage(this);
    lineEdit()->installEventFilter(this);
}

QValidator::State SeedCountBox::validate(QString& text, int& position) const
{
    const auto state = QSpinBox::validate(text, position);
    bool isNumber = false;
    const int number = text.size() <= maxDigits ? text.toInt(&isNumber) : 0;
    return state == QValidator::Invalid && isNumber && number > maxSeeds ? QValidator::Intermediate : state;
}

void SeedCountBox::fixup(QString& text) const
{
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    if (isNumber)
        text = QString::number(qBound(minimum(), number, maximum()));
}

bool SeedCountBox::eventFilter(QObject* watched, QEvent* event)
{
    const bool isClick = event->type() == QEvent::MouseButtonRelease && watched == lineEdit();
    if (isClick)
        selectAll();
    return isClick || QSpinBox::eventFilter(watched, event);
}

} // namespace vitrine
