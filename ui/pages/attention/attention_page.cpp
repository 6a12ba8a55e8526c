// SPDX-License-Identifier: GPL-3.0-or-later
// Maps are asked for when the page is looked at, not before: a long text's maps are a hundred megabytes.
#include "ui/pages/attention/attention_page.h"

#include "ui/charts/attention/attention_maps.h"
#include "ui/charts/chart_card.h"
#include "ui/pages/attention/head_facts.h"
#include "ui/support/selection.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/plain_text.h"

#include <QComboBox>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine {

namespace {

/// The row of `value` in an ascending list; −1 when it is not there.
int rowOf(const std::vector<int>& list, int value)
{
    const auto found = std::find(list.begin(), list.end(), value);
    return found == list.end() ? -1 : int(found - list.begin());
}

QString rho(std::optional<double> value)
{
    return value ? QStringLiteral("ρ %1").arg(QLocale().toString(*value, 'f', 2)) : AttentionPage::tr("not defined");
}

} // namespace

AttentionPage::AttentionPage(const PageContext& context)
    : Page(context)
    , m_workspace(context.workspace)
    , m_selection(context.selection)
    , m_panel(new QWidget)
    , m_banner(new Banner)
    , m_agreement(PlainLabel::make({}, "muted"))
    , m_headTitle(PlainLabel::make({}, "heading"))
    , m_statistics(new HeadStatisticsView)
    , m_influenceNote(PlainLabel::make({}, "muted"))
    , m_quantity(new QComboBox)
    , m_combine(new QComboBox)
    , m_special(new QComboBox)
    , m_scale(new QComboBox)
    , m_request(context.engine, tr("Reading attention"))
    , m_influenceRequest(context.engine, tr("Differentiating scores"))
{
    setSidePanel(m_panel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_banner);
    m_atlas = addCard(QStringLiteral("head-atlas"));
    m_map = addCard(QStringLiteral("attention-map"));
    m_agreement->setWordWrap(true);
    m_agreement->setObjectName(QStringLiteral("agreement"));
    layout->addWidget(m_atlas);
    layout->addWidget(m_agreement);
    layout->addWidget(m_map);
    m_influenceNote->setWordWrap(true);
    m_influenceNote->setObjectName(QStringLiteral("influenceNote"));
    layout->addWidget(m_influenceNote);
    layout->addStretch(1);
    m_atlas->setTitle(tr("All heads"));
    m_atlas->setNote(tr("layer ↓ · head → · square-root scale"));
    buildPanel();

    for (auto* request : { &m_request, &m_influenceRequest })
        connect(request, &Request::failed, m_banner, &Banner::showError);
    connect(&m_selection, &Selection::headChanged, this, [this] {
        updateHead();
        askForInfluence();
    });
    connect(&m_workspace, &Workspace::attributionChanged, this, [this] {
        updateAllHeads();
        updateAgreement();
    });
    connect(&m_workspace, &Workspace::activeModelChanged, this, &AttentionPage::clear);
    connect(&m_workspace, &Workspace::runRequested, this, [this] {
        if (m_active)
            run();
    });
    clear();
}

void AttentionPage::buildPanel()
{
    m_quantity->setObjectName(QStringLiteral("quantity"));
    m_quantity->addItems({ tr("attention"), tr("influence on scores") });
    m_quantity->setToolTip(
        tr("What the large map shows: where the head looks, or how far its scores depend on each token."));
    m_combine->setObjectName(QStringLiteral("combine"));
    m_combine->addItems({ tr("single head"), tr("mean of the layer"), tr("mean of all heads") });
    m_special->setObjectName(QStringLiteral("specialTokens"));
    m_special->addItems({ tr("shown"), tr("hidden") });
    m_scale->setObjectName(QStringLiteral("scale"));
    m_scale->addItems({ tr("square root"), tr("linear") });

    auto* layout = new QVBoxLayout(m_panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(PlainLabel::make(tr("Show"), "heading"));
    layout->addLayout(sideRow(tr("Map"), m_quantity));
    layout->addLayout(sideRow(tr("Combine"), m_combine));
    layout->addLayout(sideRow(tr("Special"), m_special));
    layout->addLayout(sideRow(tr("Scale"), m_scale));
    layout->addSpacing(8);
    layout->addWidget(m_headTitle);
    layout->addWidget(m_statistics);
    layout->addSpacing(8);
    layout->addLayout(exportButtons(this, [this] { Q_EMIT exportRequested(); }, [this] { m_atlas->copyImage(); }));
    layout->addStretch(1);

    connect(m_quantity, &QComboBox::currentIndexChanged, this, [this] {
        if (!showsInfluence())
            m_influenceRequest.cancel();
        askForInfluence();
        updateMap();
    });
    connect(m_combine, &QComboBox::activated, this, [this](int index) {
        map()->setMode(HeatMap::Mode(index));
        updateHead();
    });
    connect(m_special, &QComboBox::activated, this, [this] { map()->setTokenDisplay(tokenDisplay()); });
    connect(m_scale, &QComboBox::activated, this,
        [this](int index) { map()->setScale(index == 0 ? HeatMap::Scale::SquareRoot : HeatMap::Scale::Linear); });
    connect(map(), &HeatMap::mapChanged, this, [this] { // its own menu offers the same choices
        if (map()->mode() != HeatMap::Mode::Influence)
            m_combine->setCurrentIndex(int(map()->mode()));
        m_scale->setCurrentIndex(map()->scale() == HeatMap::Scale::SquareRoot ? 0 : 1);
        m_map->setTitle(map()->mapTitle());
    });
}

HeatMap* AttentionPage::map() const { return static_cast<HeatMap*>(m_map->chart()); }

bool AttentionPage::isOutdated() const
{
    return !m_attention || m_attention->encoding.text != m_workspace.text().toStdString();
}

void AttentionPage::setActive(bool active)
{
    m_active = active;
    if (active && isOutdated() && m_workspace.canRun() && !m_request.isRunning())
        run();
}

void AttentionPage::run()
{
    m_banner->clear();
    m_request.start<Attention>("attention", m_workspace.textParameters(),
        [this](const std::shared_ptr<const Attention>& attention) { show(attention); });
}

void AttentionPage::show(const std::shared_ptr<const Attention>& attention)
{
    m_attention = attention;
    m_influence.reset();
    m_atlas->chart()->setResult(attention);
    updateMap();
    const bool keeps = rowOf(attention->layers, m_selection.head().layer) >= 0
        && rowOf(attention->heads, m_selection.head().head) >= 0;
    if (!keeps && !attention->layers.empty() && !attention->heads.empty())
        m_selection.setHead({ attention->layers.front(), attention->heads.front() });
    askForInfluence();
    m_banner->showWarnings(attention->provenance.warnings);
    updateAllHeads();
    updateHead();
    Q_EMIT remark(tr("maps read in %1 s").arg(QLocale().toString(double(m_request.elapsed()) / 1000.0, 'f', 2)));
}

void AttentionPage::clear()
{
    cancel();
    m_attention.reset();
    m_influence.reset();
    m_atlas->chart()->setResult({});
    updateMap();
    m_banner->clear();
    updateAllHeads();
    updateHead();
}

void AttentionPage::cancel()
{
    m_request.cancel();
    m_influenceRequest.cancel();
}

bool AttentionPage::showsInfluence() const { return m_quantity->currentIndex() == 1; }

/// Of the chosen head, unless it is there or nobody looks. A head of a long text costs seconds.
void AttentionPage::askForInfluence()
{
    const int layer = m_selection.head().layer, head = m_selection.head().head;
    const bool known = m_influence && m_influence->influence->layer == layer && m_influence->influence->head == head;
    if (!showsInfluence() || !m_attention || layer < 0 || known)
        return;
    auto parameters = m_workspace.textParameters();
    parameters["text"] = m_attention->encoding.text; // the field may hold another text by now
    parameters["layer"] = std::to_string(layer);
    parameters["head"] = std::to_string(head);
    parameters["influence"] = std::to_string(layer) + "." + std::to_string(head);
    m_influenceRequest.start<Attention>(
        "attention", std::move(parameters), [this](const std::shared_ptr<const Attention>& answer) {
            if (!answer->influence)
                return;
            m_influence = answer;
            updateMap();
        });
}

void AttentionPage::updateMap()
{
    const bool influence = showsInfluence() && m_influence;
    map()->setMode(influence ? HeatMap::Mode::Influence : HeatMap::Mode(m_combine->currentIndex()));
    map()->setResult(influence ? m_influence : m_attention);
    m_combine->setEnabled(!showsInfluence());
    m_influenceNote->setVisible(influence);
    m_influenceNote->setText(influence ? influenceSentence(*m_influence->influence) : QString());
}

void AttentionPage::updateHead()
{
    const bool isSingle = m_combine->currentIndex() == 0;
    const bool known = m_attention && m_selection.head().isValid();
    m_map->setTitle(known ? map()->mapTitle() : tr("One head"));
    m_headTitle->setText(known ? tr("Head %1").arg(headName(m_selection.head())) : QString());
    m_headTitle->setVisible(known && isSingle);
    m_statistics->setVisible(known && isSingle);
    m_statistics->setHead(m_attention.get(), m_selection.head());
    updateAgreement();
}

/// Kept, because it reads every map once and the head changes with every key press.
void AttentionPage::updateAllHeads()
{
    const auto& attribution = m_workspace.attribution();
    m_allHeads = m_attention && attribution ? agreementOfAllHeads(*m_attention, *attribution) : std::nullopt;
}

void AttentionPage::updateAgreement()
{
    const auto plain = tr("Attention is not an explanation: it shows where a head looks, not what decided.");
    const auto& attribution = m_workspace.attribution();
    if (!m_attention || !attribution || attribution->encoding.ids != m_attention->encoding.ids) {
        m_agreement->setText(tr("%1 Explain the same text to see how far the two agree.").arg(plain));
        return;
    }
    const auto layer = rowOf(m_attention->layers, m_selection.head().layer);
    const auto head = rowOf(m_attention->heads, m_selection.head().head);
    m_agreement->setText(tr("%1 Rank agreement of this head with the attribution: %2; of all heads, averaged: %3.")
            .arg(plain, rho(agreementOfHead(*m_attention, *attribution, layer, head)), rho(m_allHeads)));
}

AnyResult AttentionPage::result() const { return m_attention; }
TokenDisplay AttentionPage::tokenDisplay() const { return { Grouping::Pieces, m_special->currentIndex() == 1 }; }
Chart* AttentionPage::mainChart() const { return m_atlas->chart(); }

QString AttentionPage::helpText() const
{
    return tr("Each small square is one head: a row is a token that looks, a column a token that is looked at, darker "
              "means more. Point at a square to enlarge it, "
              "choose it to see its map with the tokens. Heads that look at separators or at the first token often do "
              "nothing at all, so attention alone "
              "explains no answer; the line under the atlas says how far it agrees with the attribution. \"Influence "
              "of tokens on scores\" shows, before the softmax, how "
              "strongly each row of scores changes with each token: a Random Synthesizer's scores with none, a Dense "
              "one's with the row's own token alone.");
}

} // namespace vitrine
