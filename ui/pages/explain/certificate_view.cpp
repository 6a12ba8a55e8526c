// SPDX-License-Identifier: GPL-3.0-or-later
// The raw residual stands beside the sum: the published scores are corrected to add up, so the sum alone would prove
// nothing.
#include "ui/pages/explain/certificate_view.h"

#include "ui/charts/chart_text.h"
#include "ui/support/theme.h"
#include "ui/widgets/plain_text.h"

#include <QGridLayout>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <cmath>

namespace vitrine {

namespace {

constexpr double minTolerance = 1e-6;

/// Four decimals for ordinary numbers, two digits where they would all be zero.
QString shown(double value)
{
    if (!std::isfinite(value))
        return CertificateView::tr("not finite");
    const bool isTiny = value != 0 && std::abs(value) < 5e-4;
    return isTiny ? QLocale().toString(value, 'g', 2).replace(QLatin1Char('-'), QChar(0x2212)) : plainNumber(value, 4);
}

QString shownPercent(double share)
{
    if (!std::isfinite(share))
        return CertificateView::tr("no share of 0");
    return CertificateView::tr("%1 %").arg(QLocale().toString(share * 100, 'g', 2));
}

QString toleranceText(double tolerance)
{
    return CertificateView::tr("%1 %").arg(QLocale().toString(tolerance * 100, 'g', 3));
}

} // namespace

CertificateView::CertificateView(QWidget* parent)
    : QFrame(parent)
    , m_headline(PlainLabel::make({}, "title"))
    , m_remark(PlainLabel::make({}, "muted"))
    , m_rows(new QGridLayout)
    , m_refine(new QPushButton)
{
    setObjectName(QStringLiteral("certificate"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    m_headline->setWordWrap(true);
    m_headline->setRole(TextRole::Title);
    m_headline->setObjectName(QStringLiteral("certificateHeadline"));
    m_remark->setWordWrap(true);
    m_rows->setHorizontalSpacing(8);
    m_rows->setVerticalSpacing(6);
    m_rows->setColumnStretch(1, 1);
    layout->addWidget(m_headline);
    layout->addWidget(m_remark);
    layout->addLayout(m_rows);
    layout->addWidget(m_refine, 0, Qt::AlignLeft);
    m_refine->setObjectName(QStringLiteral("refine"));
    connect(m_refine, &QPushButton::clicked, this, [this] { Q_EMIT refineRequested(m_nextTolerance); });
    setAttribution({});
}

CertificateView::Verdict CertificateView::verdict() const
{
    if (!m_attribution)
        return Verdict::None;
    if (!m_attribution->certificate)
        return Verdict::NoPromise;
    if (m_attribution->draft)
        return Verdict::Draft;
    return m_attribution->certificate->met ? Verdict::Certified : Verdict::NotMet;
}

void CertificateView::clearRows()
{
    while (auto* item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void CertificateView::addRow(const QString& name, const QString& value, const QString& help)
{
    const int row = m_rows->rowCount();
    auto* title = PlainLabel::make(name, "muted");
    auto* number = new PlainLabel(value);
    number->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    number->setTextInteractionFlags(Qt::TextSelectableByMouse);
    for (auto* label : { title, number })
        label->setToolTip(plainToolTip(help));
    m_rows->addWidget(title, row, 0);
    m_rows->addWidget(number, row, 1);
}

void CertificateView::setAttribution(std::shared_ptr<const Attribution> attribution)
{
    m_attribution = std::move(attribution);
    clearRows();
    const auto state = verdict();
    setVisible(state != Verdict::None);
    if (state == Verdict::None)
        return;
    static const char* const looks[] = { "plain", "good", "warn", "bad", "plain" };
    static const char* const words[] = { "", "good", "warn", "bad", "muted" };
    setLook(this, looks[int(state)]);
    setLook(m_headline, words[int(state)]);
    m_remark->hide();
    m_refine->hide();
    if (state == Verdict::NoPromise) {
        m_headline->setText(tr("No certificate"));
        m_remark->setText(tr("This method promises no completeness: its scores need not add up to anything, so there "
                             "is nothing to check."));
        m_remark->show();
        return;
    }

    const auto& certificate = *m_attribution->certificate;
    const auto tolerance = toleranceText(certificate.tolerance);
    m_headline->setText(state == Verdict::Certified ? tr("✓ Certified to %1").arg(tolerance)
            : state == Verdict::Draft               ? tr("… Draft, being refined to %1").arg(tolerance)
                                                    : tr("✗ Not certified to %1").arg(tolerance));
    if (state == Verdict::NotMet) {
        m_remark->setText(tr("The rule could not reach what was asked for. Read small scores with care, or refine."));
        m_remark->show();
    } else if (scoresCancel(certificate, m_attribution->scores)) {
        m_remark->setText(tr("F(x) and F(x′) hardly differ, so a share of their difference says little here."));
        m_remark->show();
    }
    addRow(tr("F(x)"), shown(certificate.atInput), tr("The explained quantity at the text."));
    addRow(tr("F(x′)"), shown(certificate.atBaseline), tr("The explained quantity at the baseline."));
    addRow(tr("sum of scores"), shown(certificate.sum),
        tr("Should be F(x) − F(x′) = %1.").arg(shown(certificate.difference)));
    addRow(tr("raw residual"),
        tr("%1 · %2").arg(shown(certificate.rawResidual), shownPercent(certificate.relativeResidual)),
        tr("What the rule's own sum missed before any correction; also as a share of the difference."));
    const bool isBound = tokenErrorIsBound(*m_attribution);
    addRow(tr("token error"), (isBound ? tr("≤ %1") : tr("≈ %1, estimated")).arg(shown(certificate.tokenError)),
        isBound ? tr("No token's score is off by more, in at least 99 of 100 cases.")
                : tr("Estimated largest error of one token's score."));
    if (certificate.samplingError)
        addRow(tr("sampling error"), tr("± %1").arg(shown(*certificate.samplingError)),
            tr("Standard error of one token's score, because only some baselines were drawn. More of them make it "
               "smaller."));
    addRow(tr("evaluations"), QLocale().toString(certificate.evaluations), tr("Gradients computed along the path."));
    m_nextTolerance = certificate.tolerance / 10;
    if (state != Verdict::Draft && m_nextTolerance >= minTolerance) {
        m_refine->setText(tr("Refine to %1").arg(toleranceText(m_nextTolerance)));
        m_refine->show();
    }
    setAccessibleName(m_headline->text());
}

QString CertificateView::headline() const { return m_headline->text(); }

} // namespace vitrine
