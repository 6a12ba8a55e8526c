// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/robustness/robustness_page.h"

#include "ui/charts/chart_card.h"
#include "ui/charts/plots/robust_curves.h"
#include "ui/charts/tokens/sensitivity_strip.h"
#include "ui/pages/robustness/sensitivity_view.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/parameter_form.h"
#include "ui/widgets/plain_text.h"

#include <QComboBox>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine {

namespace {

/// What the page itself says.
bool isOwn(const std::string& name) { return name == "model" || name == "text" || name == "text-pair"; }

} // namespace

RobustnessPage::RobustnessPage(const PageContext& context)
    : Page(context)
    , m_engine(context.engine)
    , m_workspace(context.workspace)
    , m_panel(new QWidget)
    , m_banner(new Banner)
    , m_form(new ParameterForm)
    , m_corpusForm(new ParameterForm)
    , m_direction(new QComboBox)
    , m_view(new SensitivityView)
    , m_measure(new QPushButton(tr("Measure")))
    , m_request(context.engine, tr("Moving the text"))
    , m_corpusRequest(context.engine, tr("Moving the texts"))
{
    setSidePanel(m_panel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_banner);
    for (const char* chart : { "sensitivity", "robustness-curve", "robust-accuracy" })
        m_cards.push_back(addCard(QString::fromLatin1(chart)));
    layout->addWidget(m_cards[0]);
    layout->addWidget(new TwoColumns(m_cards[1], m_cards[2]));
    layout->addStretch(1);
    buildPanel(context);

    m_typingPause.setSingleShot(true);
    m_typingPause.setInterval(600); // hundreds of evaluations: not at every letter
    connect(&m_typingPause, &QTimer::timeout, this, &RobustnessPage::run);
    const auto later = [this] {
        if (m_active)
            m_typingPause.start();
    };
    connect(&m_workspace, &Workspace::textChanged, this, later);
    connect(&m_workspace, &Workspace::runRequested, this, later);
    connect(&m_workspace, &Workspace::activeModelChanged, this, &RobustnessPage::clear);
    connect(&m_engine, &EngineProcess::ready, this, &RobustnessPage::describe);
    for (auto* request : { &m_request, &m_corpusRequest })
        connect(request, &Request::failed, m_banner, &Banner::showError);
    connect(&m_corpusRequest, &Request::runningChanged, this, &RobustnessPage::showCorpus);
    connect(&m_corpusRequest, &Request::progressChanged, this, [this](int done, int total) {
        m_cards.back()->setNote(tr("%1 of %2").arg(QLocale().toString(done), QLocale().toString(total)));
    });
    describe();
    clear();
}

void RobustnessPage::buildPanel(const PageContext& context)
{
    auto* layout = new QVBoxLayout(m_panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(PlainLabel::make(tr("Robustness"), "heading"));
    m_direction->setObjectName(QStringLiteral("direction"));
    m_direction->setToolTip(tr(
        "FGM follows the gradient of the label's loss; VAT goes where the answer moves fastest, whatever the label."));
    for (const char* method : { "fgm", "vat" })
        m_direction->addItem(directionTitle(method), QString::fromLatin1(method));
    connect(m_direction, &QComboBox::currentIndexChanged, this, &RobustnessPage::show);
    layout->addLayout(sideRow(tr("Direction"), m_direction));
    connect(m_form, &ParameterForm::changed, this, &RobustnessPage::run);
    layout->addWidget(m_form);
    layout->addSpacing(4);
    layout->addWidget(m_view);
    layout->addSpacing(4);
    layout->addWidget(PlainLabel::make(tr("Accuracy under steps"), "heading"));
    m_corpusForm->setContext({ {}, -1, context.dialogs });
    layout->addWidget(m_corpusForm);
    m_measure->setObjectName(QStringLiteral("measureCorpus"));
    m_measure->setToolTip(tr("Move every text of the file and count how many answers stay right"));
    connect(m_measure, &QPushButton::clicked, this, [this] {
        if (m_corpusRequest.isRunning())
            m_corpusRequest.cancel();
        else
            measure();
    });
    layout->addWidget(m_measure, 0, Qt::AlignRight);
    layout->addSpacing(4);
    layout->addLayout(
        exportButtons(this, [this] { Q_EMIT exportRequested(); }, [this] { m_cards.front()->copyImage(); }));
    layout->addStretch(1);
}

void RobustnessPage::describe()
{
    const auto* description = m_engine.description();
    if (!description)
        return;
    const auto request = std::find_if(description->requests.begin(), description->requests.end(),
        [](const MethodDescription& one) { return one.id == "robustness"; });
    if (request == description->requests.end())
        return;
    std::vector<ParamSpec> corpus, other;
    for (const auto& spec : request->parameters) {
        if (!isOwn(spec.name))
            (spec.role == ParamRole::OpenFile ? corpus : other).push_back(spec);
    }
    m_corpusForm->setSpecs(corpus);
    const bool isFirst = !m_form->field("methods");
    m_form->setSpecs(other);
    if (isFirst)
        m_form->setValue("methods", QStringLiteral("fgm,vat,random")); // a curve means little without what chance does
}

ParameterValues RobustnessPage::parameters() const
{
    auto values = m_form->values();
    values["model"] = m_workspace.slot(m_workspace.activeSlot()).reference.toStdString();
    return values;
}

std::string RobustnessPage::direction() const { return m_direction->currentData().toString().toStdString(); }

void RobustnessPage::setActive(bool active)
{
    m_active = active;
    if (active)
        run();
}

void RobustnessPage::run()
{
    m_typingPause.stop();
    if (!m_active || !m_workspace.canRun())
        return;
    m_banner->clear();
    auto values = parameters();
    values["text"] = m_workspace.text().toStdString();
    m_request.start<Robustness>(
        "robustness", std::move(values), [this](const std::shared_ptr<const Robustness>& robustness) {
            m_text = robustness;
            show();
            m_banner->showWarnings(robustness->provenance.warnings);
            Q_EMIT remark(tr("moved in %1 s").arg(QLocale().toString(double(m_request.elapsed()) / 1000.0, 'f', 2)));
        });
}

void RobustnessPage::measure()
{
    const auto* input = m_corpusForm->field("input");
    if (!m_workspace.card() || !input || input->value().isEmpty()) {
        m_banner->showMessage(
            Banner::Kind::Info, tr("Choose a file of labelled texts first; a model has to be open too."));
        return;
    }
    m_banner->clear();
    auto values = parameters();
    values["label"].clear(); // every text of the file has its own
    values["input"] = input->value().toStdString();
    m_corpusRequest.start<Robustness>(
        "robustness", std::move(values), [this](const std::shared_ptr<const Robustness>& robustness) {
            m_corpus = robustness;
            show();
            m_banner->showWarnings(robustness->provenance.warnings);
        });
}

void RobustnessPage::show()
{
    m_shown.reset();
    if (m_text || m_corpus) {
        auto shown = std::make_shared<Robustness>(m_text ? *m_text : *m_corpus);
        if (m_corpus) {
            shown->accuracies = m_corpus->accuracies;
            shown->rows = m_corpus->rows;
        }
        m_shown = std::move(shown);
    }
    if (auto* strip = qobject_cast<SensitivityStrip*>(m_cards.front()->chart()))
        strip->setDirection(direction());
    for (auto* card : m_cards)
        card->chart()->setResult(result());
    m_cards.front()->setNote(m_text ? tr("share of the squared step, %1").arg(m_direction->currentText()) : QString());
    m_view->setRobustness(m_text.get(), direction());
    showCorpus();
}

void RobustnessPage::showCorpus()
{
    const bool running = m_corpusRequest.isRunning();
    m_measure->setText(running ? tr("Stop") : tr("Measure"));
    m_cards.back()->setNote(running ? tr("measuring")
            : m_corpus              ? tr("%1 texts").arg(QLocale().toString(qlonglong(m_corpus->rows)))
                                    : QString());
}

void RobustnessPage::clear()
{
    cancel();
    m_text.reset();
    m_corpus.reset();
    m_banner->clear();
    show();
    if (m_active)
        m_typingPause.start();
}

void RobustnessPage::cancel()
{
    m_request.cancel();
    m_corpusRequest.cancel();
}

AnyResult RobustnessPage::result() const { return m_shown; }

Chart* RobustnessPage::mainChart() const { return m_cards.front()->chart(); }

QString RobustnessPage::helpText() const
{
    return tr("The word embeddings of the text are moved a little, all together by one step of the given length, in "
              "the direction that "
              "raises the loss of the label fastest (FGM) or changes "
              "the answer fastest (VAT). The words are coloured by how much of that step goes into them. The curve "
              "follows the probability "
              "of the label as the step grows, beside the mean over random "
              "directions; a dashed line marks where the answer changes. A small step that flips the answer says that "
              "the model is brittle "
              "there, not that a reader would notice.");
}

} // namespace vitrine
