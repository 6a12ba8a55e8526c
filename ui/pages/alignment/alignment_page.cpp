// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/alignment/alignment_page.h"

#include "ui/charts/chart_card.h"
#include "ui/charts/chart_text.h"
#include "ui/pages/alignment/neighbour_list.h"
#include "ui/pages/alignment/transport_certificate_view.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/parameter_form.h"
#include "ui/widgets/plain_text.h"

#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine {

namespace {

constexpr int liveMilliseconds = 50; ///< an answer that takes no longer follows every letter
constexpr int pauseMilliseconds = 300; ///< in typing, before a longer one is asked for

/// What the page itself says; the rest of the request's parameters is the form.
bool isOwn(const std::string& name)
{
    static const std::vector<std::string> own { "model", "left", "right", "problem", "totals" };
    return std::find(own.begin(), own.end(), name) != own.end();
}

const MethodDescription* requestNamed(const Description* description, const std::string& id)
{
    if (!description)
        return nullptr;
    const auto found = std::find_if(description->requests.begin(), description->requests.end(),
        [&](const MethodDescription& request) { return request.id == id; });
    return found == description->requests.end() ? nullptr : &*found;
}

} // namespace

AlignmentPage::AlignmentPage(const PageContext& context)
    : Page(context)
    , m_engine(context.engine)
    , m_workspace(context.workspace)
    , m_panel(new QWidget)
    , m_banner(new Banner)
    , m_right(new QPlainTextEdit)
    , m_form(new ParameterForm)
    , m_certificate(new TransportCertificateView)
    , m_request(context.engine, tr("Aligning"))
{
    m_neighbours = new NeighbourList(context.engine, context.dialogs, [this] {
        ParameterValues values;
        const auto* nearest = requestNamed(m_engine.description(), "nearest");
        if (!nearest || !m_workspace.canRun())
            return values;
        for (const auto& [name, value] : parameters()) {
            if (std::any_of(nearest->parameters.begin(), nearest->parameters.end(),
                    [&](const ParamSpec& spec) { return spec.name == name; }))
                values[name] = value;
        }
        values["query"] = m_workspace.text().toStdString();
        return values;
    });
    setSidePanel(m_panel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_banner);
    layout->addWidget(makeRightText());
    m_bracket = addCard(QStringLiteral("bounds"));
    m_flow = addCard(QStringLiteral("word-flow"));
    m_matrix = addCard(QStringLiteral("cost-matrix"));
    for (auto* card : { m_bracket, m_flow, m_matrix })
        layout->addWidget(card);
    layout->addStretch(1);
    m_flow->setNote(tr("point at a word to see its part"));
    m_matrix->setNote(tr("colour: cost · disc: mass"));
    m_form->setContext({ {}, -1, context.dialogs });
    buildPanel();

    m_typingPause.setSingleShot(true);
    connect(&m_typingPause, &QTimer::timeout, this, &AlignmentPage::run);
    connect(m_right, &QPlainTextEdit::textChanged, this, &AlignmentPage::runSoon);
    connect(&m_workspace, &Workspace::textChanged, this, &AlignmentPage::runSoon);
    connect(&m_workspace, &Workspace::runRequested, this, &AlignmentPage::runSoon);
    connect(&m_workspace, &Workspace::activeModelChanged, this, &AlignmentPage::clear);
    connect(&m_engine, &EngineProcess::ready, this, &AlignmentPage::describe);
    connect(&m_request, &Request::failed, m_banner, &Banner::showError);
    connect(&m_request, &Request::runningChanged, this, [this](bool running) {
        if (!running && m_changedMeanwhile)
            runSoon();
    });
    describe();
    clear();
}

QWidget* AlignmentPage::makeRightText()
{
    auto* card = new QFrame;
    card->setProperty("look", QStringLiteral("card"));
    auto* row = new QHBoxLayout(card);
    row->setContentsMargins(14, 10, 10, 10);
    row->addWidget(m_right, 1);
    m_right->setObjectName(QStringLiteral("rightText"));
    m_right->setAccessibleName(tr("The text to compare with"));
    m_right->setPlaceholderText(tr("The text to compare with"));
    m_right->setTabChangesFocus(true);
    m_right->setFixedHeight(44);
    auto font = textFont(TextRole::Body);
    font.setPointSizeF(font.pointSizeF() * 1.15); // as the window's own text above
    m_right->setFont(font);
    m_right->document()->setDocumentMargin(4);
    auto* swapButton = new QPushButton(tr("⇄ Swap"));
    swapButton->setObjectName(QStringLiteral("swap"));
    swapButton->setProperty("look", QStringLiteral("flat"));
    swapButton->setToolTip(tr("Exchange the two texts"));
    connect(swapButton, &QPushButton::clicked, this, &AlignmentPage::swap);
    row->addWidget(swapButton, 0, Qt::AlignTop);
    return card;
}

void AlignmentPage::buildPanel()
{
    auto* layout = new QVBoxLayout(m_panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(PlainLabel::make(tr("Distance"), "heading"));
    layout->addWidget(m_form);
    layout->addSpacing(4);
    layout->addWidget(m_certificate);
    layout->addSpacing(4);
    layout->addWidget(m_neighbours);
    layout->addSpacing(4);
    layout->addLayout(exportButtons(this, [this] { Q_EMIT exportRequested(); }, [this] { m_flow->copyImage(); }));
    layout->addStretch(1);
    connect(m_form, &ParameterForm::changed, this, &AlignmentPage::run);
    connect(m_form, &ParameterForm::changed, m_neighbours, &NeighbourList::checkCurrent);
    connect(&m_workspace, &Workspace::textChanged, m_neighbours, &NeighbourList::checkCurrent);
    connect(m_neighbours, &NeighbourList::chosen, this, &AlignmentPage::setRightText);
    connect(m_neighbours, &NeighbourList::failed, m_banner, &Banner::showError);
    connect(m_neighbours, &NeighbourList::warned, m_banner, &Banner::showWarnings);
}

void AlignmentPage::describe()
{
    const auto* request = requestNamed(m_engine.description(), "align");
    if (!request)
        return;
    std::vector<ParamSpec> specs;
    std::copy_if(request->parameters.begin(), request->parameters.end(), std::back_inserter(specs),
        [](const ParamSpec& spec) { return !isOwn(spec.name); });
    m_form->setSpecs(specs);
}

ParameterValues AlignmentPage::parameters() const
{
    auto values = m_form->values();
    values["model"] = m_workspace.slot(m_workspace.activeSlot()).reference.toStdString();
    return values;
}

void AlignmentPage::setRightText(const QString& text) { m_right->setPlainText(text); }

void AlignmentPage::swap()
{
    const auto left = m_workspace.text();
    Q_EMIT textProposed(m_right->toPlainText());
    setRightText(left);
}

void AlignmentPage::setActive(bool active)
{
    m_active = active;
    if (active)
        run();
}

void AlignmentPage::runSoon()
{
    // A quick answer that is under way is awaited, not cancelled: who types on would otherwise never see one.
    m_changedMeanwhile = m_live && m_request.isRunning();
    if (m_active && !m_changedMeanwhile)
        m_typingPause.start(m_live ? 0 : pauseMilliseconds);
}

void AlignmentPage::run()
{
    m_typingPause.stop();
    m_changedMeanwhile = false;
    const auto right = m_right->toPlainText();
    if (!m_active || !m_workspace.canRun() || right.trimmed().isEmpty())
        return;
    m_banner->clear();
    auto values = parameters();
    values["left"] = m_workspace.text().toStdString();
    values["right"] = right.toStdString();
    m_request.start<Alignment>(
        "align", std::move(values), [this](const std::shared_ptr<const Alignment>& alignment) { show(alignment); });
}

void AlignmentPage::show(const std::shared_ptr<const Alignment>& alignment)
{
    m_alignment = alignment;
    m_live = m_request.elapsed() <= liveMilliseconds;
    for (auto* card : { m_bracket, m_flow, m_matrix })
        card->chart()->setResult(alignment);
    m_bracket->setNote(tr("%1 · %2 costs · %3 mass")
            .arg(QString::fromStdString(alignment->measure).toUpper(), QString::fromStdString(alignment->costKind),
                QString::fromStdString(alignment->massKind)));
    m_certificate->setAlignment(alignment.get());
    m_banner->showWarnings(alignment->provenance.warnings);
    Q_EMIT remark(tr("aligned in %1 ms").arg(QLocale().toString(m_request.elapsed())));
}

void AlignmentPage::clear()
{
    m_changedMeanwhile = m_live = false;
    m_request.cancel();
    m_alignment.reset();
    for (auto* card : { m_bracket, m_flow, m_matrix })
        card->chart()->setResult({});
    m_certificate->setAlignment(nullptr);
    m_neighbours->clear();
    m_banner->clear();
    runSoon();
}

Chart* AlignmentPage::mainChart() const { return m_flow->chart(); }

QString AlignmentPage::helpText() const
{
    return tr("Each word of the text above has a mass; the plan carries all of it to the words of the other text, and "
              "carrying mass between two words costs as much as their vectors "
              "lie apart. The cheapest plan is the distance: word mover's distance with Euclidean costs, word "
              "rotator's distance with cosine costs and norms as masses. Bands are as wide as "
              "the mass they carry and as dark as it costs. The green card proves that no plan is cheaper; the line "
              "above shows the bounds that were known before solving.");
}

} // namespace vitrine
