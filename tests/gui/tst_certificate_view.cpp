// SPDX-License-Identifier: GPL-3.0-or-later
// What the card of a certificate says, and what it must not say.
#include "ui/pages/explain/certificate_view.h"

#include <QLabel>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace vitrine;

namespace {

bool says(const CertificateView& view, const QString& part)
{
    const auto labels = view.findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) { return label->text().contains(part); });
}

Attribution certified()
{
    Attribution attribution;
    attribution.rule = "certified";
    attribution.provenance.engine.dtype = "float32";
    attribution.scores = { 1.1, -0.9 };
    attribution.certificate.emplace();
    attribution.certificate->evaluations = 8;
    attribution.certificate->tokenError = 0.01;
    attribution.certificate->met = true;
    attribution.certificate->difference = 0.21;
    return attribution;
}

void show(CertificateView& view, const Attribution& attribution)
{
    view.setAttribution(std::make_shared<const Attribution>(attribution));
}

} // namespace

class tst_CertificateView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// "≤" stands only where the token error is a calibrated bound.
    void tokenErrorIsBoundOrEstimate()
    {
        CertificateView view;
        Attribution attribution = certified();
        show(view, attribution);
        QVERIFY(says(view, QStringLiteral("≤")) && !says(view, QStringLiteral("≈")));
        attribution.provenance.engine.dtype = "bfloat16";
        show(view, attribution);
        QVERIFY(!says(view, QStringLiteral("≤")) && says(view, QStringLiteral("≈")));
        attribution = certified();
        attribution.rule = "midpoint";
        show(view, attribution);
        QVERIFY(!says(view, QStringLiteral("≤")) && says(view, QStringLiteral("≈")));
    }

    /// The same limit as in the engine's remarks: a tenth of the scores.
    void scoresThatCancelAreTold()
    {
        CertificateView view;
        Attribution attribution = certified();
        show(view, attribution);
        QVERIFY(!says(view, QStringLiteral("hardly differ")));
        attribution.certificate->difference = 0.14; // 7 %
        show(view, attribution);
        QVERIFY(says(view, QStringLiteral("hardly differ")));
    }

    void samplingErrorIsTold()
    {
        CertificateView view;
        Attribution attribution = certified();
        show(view, attribution);
        QVERIFY(!says(view, QStringLiteral("sampling error")));
        attribution.certificate->samplingError = 0.03;
        show(view, attribution);
        QVERIFY(says(view, QStringLiteral("sampling error")));
    }
};

QTEST_MAIN(tst_CertificateView)
#include "tst_certificate_view.moc"
