// SPDX-License-Identifier: GPL-3.0-or-later
// The page asks, shows and forgets; numbers come from the engine and pictures from the charts.
#include "ui/pages/explain/explain_page.h"

#include "ui/charts/chart_card.h"
#include "ui/charts/chart_registry.h"
#include "ui/charts/chart_text.h"
#include "ui/charts/plots/bar_chart.h"
#include "ui/pages/explain/certificate_view.h"
#include "ui/support/selection.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/plain_text.h"

#include <QLocale>
#include <QVBoxLayout>

namespace vitrine {

namespace {

constexpr int widthForTwoColumns = 600;
constexpr int maxChartHeight = 480;

QString barsTitle(Grouping grouping)
{
    switch (grouping) {
    case Grouping::Words:
        return ExplainPage::tr("Scores by word");
    case Grouping::Graphemes:
        return ExplainPage::tr("Scores by character");
    case Grouping::Pieces:
        break;
    }
    return ExplainPage::tr("Scores by token");
}

} // namespace

ExplainPage::ExplainPage(const PageContext& context)
    : Page(context)
    , m_workspace(context.workspace)
    , m_selection(context.selection)
    , m_controls(new ExplainControls)
    , m_banner(new Banner)
    , m_lower(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_request(context.engine, tr("Explaining"))
{
    setSidePanel(m_controls);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_banner);
    m_strip = addCard(QStringLiteral("token-strip"));
    m_bars = addCard(QStringLiteral("bar-chart"));
    m_path = addCard(QStringLiteral("path"));
    layout->addWidget(m_strip);
    m_lower->setSpacing(12);
    m_lower->addWidget(m_bars, 3);
    m_lower->addWidget(m_path, 2);
    for (auto* card : { m_bars, m_path })
        card->setMaximumHeight(maxChartHeight);
    layout->addLayout(m_lower, 3); // charts take most of what the text leaves
    layout->addStretch(1);

    connect(&m_request, &Request::failed, m_banner, &Banner::showError);
    connect(&m_request, &Request::failed, &m_workspace, &Workspace::predict);
    connect(m_controls, &ExplainControls::parametersChanged, this, [this] {
        if (m_workspace.canRun())
            run();
    });
    connect(m_controls, &ExplainControls::displayChanged, this, [this] {
        for (auto* card : { m_strip, m_bars, m_path })
            card->chart()->setTokenDisplay(m_controls->tokenDisplay());
        m_bars->setTitle(barsTitle(m_controls->tokenDisplay().grouping));
        if (m_attribution)
            m_strip->setNote(noteOf(*m_attribution));
    });
    connect(m_controls, &ExplainControls::exportRequested, this, &Page::exportRequested);
    connect(m_controls, &ExplainControls::copyRequested, this, [this] { m_strip->copyImage(); });
    connect(m_controls->certificate(), &CertificateView::refineRequested, this, [this](double tolerance) {
        m_controls->setTolerance(tolerance);
        run();
    });
    if (auto* bars = qobject_cast<BarChart*>(m_bars->chart())) {
        connect(bars, &BarChart::orderChanged, this, [this, bars] { m_bars->setNote(bars->orderTitle()); });
        m_bars->setNote(bars->orderTitle());
    }
    m_bars->setTitle(barsTitle(m_controls->tokenDisplay().grouping));
    connect(&m_workspace, &Workspace::runRequested, this, [this] {
        if (m_active)
            run();
        else
            m_wanted = true;
    });
    connect(&m_workspace, &Workspace::activeModelChanged, this, [this] {
        clear();
        updateContext();
    });
    connect(&m_workspace, &Workspace::predictionChanged, this, &ExplainPage::updateContext);
    connect(&m_workspace, &Workspace::textChanged, this, &ExplainPage::updateStale);
    auto& engine = context.engine;
    const auto describe = [this, &engine] {
        if (engine.description())
            m_controls->setMethods(engine.description()->attributionMethods);
        setActive(m_active); // what was asked for meanwhile
    };
    connect(&engine, &EngineProcess::ready, this, describe);
    describe();
    updateContext();
    clear();
}

void ExplainPage::setActive(bool active)
{
    m_active = active;
    if (active && std::exchange(m_wanted, false) && m_workspace.canRun())
        run();
}

void ExplainPage::run()
{
    auto params = m_controls->values();
    if (params.empty()) { // the engine has not described itself yet; it answers in order, so this comes back
        m_wanted = true;
        return;
    }
    params.merge(m_workspace.textParameters());
    m_banner->clear();
    const auto show = [this](const std::shared_ptr<const Attribution>& attribution) { this->show(attribution); };
    m_request.start<Attribution>("attribute", std::move(params), show, show, m_controls->methodValues());
    m_workspace.expectExplanation();
}

void ExplainPage::show(const std::shared_ptr<const Attribution>& attribution)
{
    const bool isOtherText = !m_attribution || m_attribution->encoding.ids != attribution->encoding.ids;
    if (isOtherText)
        m_selection.setToken(-1);
    m_attribution = attribution;
    for (auto* card : { m_strip, m_bars, m_path })
        card->chart()->setResult(attribution);
    const auto& target = attribution->target;
    const auto label = isolated(shortened(QString::fromStdString(target.label), 40));
    m_strip->setTitle(target.otherIndex < 0
            ? tr("Why %1?").arg(label)
            : tr("Why %1 rather than %2?")
                  .arg(label, isolated(shortened(QString::fromStdString(target.otherLabel), 40))));
    m_strip->setNote(noteOf(*attribution));
    const auto& certificate = attribution->certificate;
    m_path->setNote(certificate ? tr("Δ = %1").arg(plainNumber(certificate->difference, 3)) : QString());
    m_path->setVisible(attribution->path.alpha.size() > 1);
    m_controls->certificate()->setAttribution(attribution);
    m_banner->showWarnings(attribution->provenance.warnings);
    m_workspace.setAttribution(attribution);

    const auto seconds = QLocale().toString(double(m_request.elapsed()) / 1000.0, 'f', 2);
    if (attribution->draft)
        Q_EMIT remark(tr("draft after %1 s").arg(seconds));
    else if (certificate)
        Q_EMIT remark(tr("explained in %1 s · refined to %2 %")
                .arg(seconds, QLocale().toString(certificate->tolerance * 100, 'g', 3)));
    else
        Q_EMIT remark(tr("explained in %1 s").arg(seconds));
    updateStale();
}

void ExplainPage::clear()
{
    m_request.cancel();
    m_attribution.reset();
    for (auto* card : { m_strip, m_bars, m_path })
        card->chart()->setResult({});
    m_strip->setTitle(tr("Why?"));
    m_strip->setNote({});
    m_path->setNote({});
    m_path->show();
    m_controls->certificate()->setAttribution({});
    m_banner->clear();
    Q_EMIT remark({});
}

void ExplainPage::updateContext()
{
    FieldContext context;
    if (const auto& card = m_workspace.card()) {
        for (const auto& label : card->labels)
            context.labels.append(QString::fromStdString(label));
    }
    if (const auto& prediction = m_workspace.prediction())
        context.predicted = prediction->labelIndex;
    m_controls->setContext(context);
}

/// An explanation of another text than the one above it must say so.
void ExplainPage::updateStale()
{
    if (!m_attribution || m_request.isRunning())
        return;
    const bool isStale = m_attribution->encoding.text != m_workspace.text().toStdString();
    if (isStale) {
        m_banner->showMessage(Banner::Kind::Info, tr("The text has changed since this explanation."));
        m_banner->offer(tr("Explain again"), [this] { m_workspace.run(); });
    } else {
        m_banner->showWarnings(m_attribution->provenance.warnings);
    }
}

QString ExplainPage::noteOf(const Attribution& attribution) const
{
    static const char* const groupings[] = { QT_TR_NOOP("words"), QT_TR_NOOP("characters"), QT_TR_NOOP("word pieces") };
    const auto grouping = tr(groupings[int(m_controls->tokenDisplay().grouping)]);
    const auto method = attribution.draft ? tr("%1, draft").arg(m_controls->methodTitle()) : m_controls->methodTitle();
    return tr("%1 · %2 · hover, click or ← → to read a value").arg(method, grouping);
}

AnyResult ExplainPage::result() const { return m_attribution; }
TokenDisplay ExplainPage::tokenDisplay() const { return m_controls->tokenDisplay(); }
Chart* ExplainPage::mainChart() const { return m_strip->chart(); }

QString ExplainPage::helpText() const
{
    return tr("Each word is coloured by what it did to the answer: red speaks for the explained class, blue against "
              "it, and the bar under it shows the same "
              "length without colour. With integrated gradients the scores add up to F(x) − F(x′), the difference "
              "between the model's output for the text and "
              "for the baseline; the card at the right says how far that is certain. Refine makes it more exact and "
              "takes longer.");
}

void ExplainPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    m_lower->setDirection(width() >= widthForTwoColumns ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

} // namespace vitrine
