// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/alignment/transport_certificate_view.h"

#include "ui/charts/chart_text.h"
#include "ui/widgets/plain_text.h"

#include <QGridLayout>
#include <QLocale>

namespace vitrine {

namespace {

/// Beyond this the proof does not hold to what doubles can say.
constexpr double provedGap = 1e-9;

QString small(double value) { return QLocale().toString(value, 'g', 2); }

} // namespace

TransportCertificateView::TransportCertificateView(QWidget* parent)
    : QFrame(parent)
    , m_headline(PlainLabel::make({}, "title"))
    , m_rows(new QGridLayout)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(6);
    layout->addWidget(m_headline);
    layout->addLayout(m_rows);
    m_rows->setVerticalSpacing(3);
    m_rows->setColumnStretch(0, 1);
    hide();
}

QString TransportCertificateView::headline() const { return m_headline->text(); }

void TransportCertificateView::addRow(const QString& name, const QString& value, const QString& help)
{
    const int row = m_rows->rowCount();
    auto* title = PlainLabel::make(name, "muted");
    auto* number = new PlainLabel(value);
    number->setAlignment(Qt::AlignRight);
    for (auto* label : { title, number })
        label->setToolTip(plainToolTip(help));
    m_rows->addWidget(title, row, 0);
    m_rows->addWidget(number, row, 1);
}

void TransportCertificateView::setAlignment(const Alignment* alignment)
{
    while (auto* item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    setVisible(alignment != nullptr);
    if (!alignment)
        return;
    const auto& proof = alignment->certificate;
    const double scale = std::max(1.0, std::abs(alignment->exact));
    const bool proved
        = proof.status == "optimal" && proof.gap <= provedGap * scale && proof.dualInfeasibility <= provedGap * scale;
    const bool approximate = alignment->solver != "exact";
    m_headline->setText(!proved ? tr("Not proved optimal")
            : approximate       ? tr("An approximation")
                                : tr("✓ Proved optimal"));
    m_headline->setProperty("look", QLatin1String(proved && !approximate ? "good" : "warn"));
    setLook(m_headline, proved && !approximate ? "good" : "warn");
    setLook(this, proved && !approximate ? "good" : "warn");
    addRow(tr("distance"), plainNumber(alignment->distance, 5), tr("Σ plan · cost"));
    addRow(tr("dual value"), plainNumber(proof.dualValue, 5), tr("Σ p·u + Σ q·v: no plan can cost less than this"));
    addRow(tr("gap"), small(proof.gap),
        tr("cost of the exact plan minus the dual value; 0 proves that no plan is cheaper"));
    addRow(tr("dual infeasibility"), small(proof.dualInfeasibility),
        tr("largest u + v − cost over all pairs; the dual value counts when this is 0"));
    addRow(tr("marginal error"), small(proof.marginalError), tr("how far the plan's sums are from the masses"));
    addRow(tr("pivots"), QLocale().toString(proof.pivots), tr("steps of the transportation simplex"));
    if (alignment->sinkhorn) {
        addRow(tr("Sinkhorn"), plainNumber(alignment->sinkhorn->cost, 5), tr("cost of the entropic plan"));
        addRow(tr("above the exact"), small(alignment->sinkhorn->gap), tr("how much dearer the entropic plan is"));
    }
}

} // namespace vitrine
