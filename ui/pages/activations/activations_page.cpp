// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/activations/activations_page.h"

#include "ui/charts/chart_card.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/parameter_form.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/table.h"

#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine {

namespace {

QString shortNumber(double value, int digits) { return QString::number(value, 'g', digits); }

/// The fits as a table: name, constants, both errors.
TableData tableOf(const Gelu& gelu)
{
    TableData table { { ActivationsPage::tr("Form"), ActivationsPage::tr("Constants"), ActivationsPage::tr("Φ error"),
                          ActivationsPage::tr("GELU error") },
        {} };
    for (const auto& fit : gelu.fits) {
        QStringList constants;
        for (const auto& constant : fit.constants)
            constants << QString::fromStdString(constant.name) + QStringLiteral(" = ")
                    + shortNumber(constant.value, 10);
        table.rows.push_back({ QString::fromStdString(fit.title), constants.join(QStringLiteral(", ")),
            shortNumber(fit.phiError, 3), shortNumber(fit.geluError, 3) });
    }
    return table;
}

} // namespace

ActivationsPage::ActivationsPage(const PageContext& context)
    : Page(context)
    , m_engine(context.engine)
    , m_workspace(context.workspace)
    , m_panel(new QWidget)
    , m_banner(new Banner)
    , m_fitsCard(new ChartCard(tr("Fitted constants")))
    , m_fits(new SortedTable)
    , m_form(new ParameterForm)
    , m_useBest(new QPushButton(tr("Use the best constant")))
    , m_model(PlainLabel::make({}, "muted"))
    , m_request(context.engine, tr("Computing GELU"))
{
    setSidePanel(m_panel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_banner);
    for (const char* chart : { "activation-curves", "activation-errors" })
        m_charts.push_back(addCard(QString::fromLatin1(chart)));
    for (auto* card : m_charts)
        layout->addWidget(card, 5);
    m_fits->setObjectName(QStringLiteral("geluFits"));
    m_fits->setAccessibleName(tr("Fitted constants"));
    m_fitsCard->setContent(m_fits);
    m_fitsCard->setNote(tr("largest error made as small as possible; Taylor: exact at 0"));
    layout->addWidget(m_fitsCard, 4);
    buildPanel();

    connect(&m_engine, &EngineProcess::ready, this, &ActivationsPage::describe);
    connect(&m_request, &Request::failed, m_banner, &Banner::showError);
    connect(&m_workspace, &Workspace::activeModelChanged, this, &ActivationsPage::showModel);
    describe();
    show();
    showModel();
}

void ActivationsPage::buildPanel()
{
    auto* layout = new QVBoxLayout(m_panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(PlainLabel::make(tr("Curves"), "heading"));
    m_form->setHidden([](const std::string& name) { return name == "fit"; });
    connect(m_form, &ParameterForm::changed, this, &ActivationsPage::run);
    layout->addWidget(m_form);
    m_useBest->setObjectName(QStringLiteral("useBestConstant"));
    m_useBest->setToolTip(tr("Set the own constant to the λ whose largest error of Φ is smallest"));
    connect(m_useBest, &QPushButton::clicked, this, &ActivationsPage::useBestConstant);
    layout->addWidget(m_useBest, 0, Qt::AlignRight);
    layout->addSpacing(4);
    layout->addWidget(PlainLabel::make(tr("This model"), "heading"));
    m_model->setObjectName(QStringLiteral("modelActivation"));
    m_model->setWordWrap(true);
    layout->addWidget(m_model);
    layout->addSpacing(4);
    layout->addLayout(
        exportButtons(this, [this] { Q_EMIT exportRequested(); }, [this] { m_charts.front()->copyImage(); }));
    layout->addStretch(1);
}

void ActivationsPage::describe()
{
    const auto* description = m_engine.description();
    if (!description)
        return;
    const auto request = std::find_if(description->requests.begin(), description->requests.end(),
        [](const MethodDescription& one) { return one.id == "gelu"; });
    if (request == description->requests.end())
        return;
    m_form->setSpecs(request->parameters);
    run();
}

void ActivationsPage::setActive(bool active)
{
    m_active = active;
    if (active && !m_gelu)
        run();
}

void ActivationsPage::run()
{
    if (!m_active || !m_form->field("constant"))
        return;
    m_banner->clear();
    auto values = m_form->values();
    values["fit"] = "true";
    m_request.start<Gelu>("gelu", std::move(values), [this](const std::shared_ptr<const Gelu>& gelu) {
        m_gelu = gelu;
        show();
    });
}

void ActivationsPage::show()
{
    for (auto* card : m_charts)
        card->chart()->setResult(m_gelu);
    m_fits->setTable(m_gelu ? tableOf(*m_gelu) : TableData {});
    m_useBest->setEnabled(m_gelu && !m_gelu->fits.empty());
    if (!m_gelu)
        return;
    const auto own = std::find_if(
        m_gelu->curves.begin(), m_gelu->curves.end(), [](const ActivationCurve& one) { return one.id == "own"; });
    if (own != m_gelu->curves.end())
        m_charts.back()->setNote(tr("own constant: at most %1").arg(shortNumber(own->maxError, 4)));
}

void ActivationsPage::showModel()
{
    const auto& card = m_workspace.card();
    m_model->setText(card ? tr("%1 computes %2.")
                                .arg(isolated(shortened(QString::fromStdString(card->title), 40)),
                                    isolated(shortened(QString::fromStdString(card->activation), 40)))
                          : tr("Open a model to see which function it computes."));
}

void ActivationsPage::useBestConstant()
{
    const auto& fits = m_gelu->fits;
    const auto best = std::find_if(fits.begin(), fits.end(), [](const GeluFit& one) { return one.id == "sigmoid"; });
    if (best == fits.end() || best->constants.empty())
        return;
    m_form->setValue("constant", shortNumber(best->constants.front().value, 12));
    run();
}

Chart* ActivationsPage::mainChart() const { return m_charts.front()->chart(); }

QString ActivationsPage::helpText() const
{
    return tr("GELU is x·Φ(x). Many checkpoints compute an approximation instead: a tanh formula with the constant "
              "0.044715, or x·σ(1.702·x). The lower plot shows how far each is from the exact function. The table "
              "gives the constants that a minimax fit finds, with their largest errors. Move the own constant and see "
              "what its error becomes.");
}

} // namespace vitrine
