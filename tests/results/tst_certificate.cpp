// SPDX-License-Identifier: GPL-3.0-or-later
// How a certificate is read: when F(x) and F(x') hardly differ, and when the token error is a bound. The window, the
// terminal and the engine's remarks ask the same two functions.
#include "core/attribution/path/certificate.h"
#include "core/results/attribution.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace vitrine;

namespace {

Attribution certified(const std::string& dtype, int evaluations)
{
    Attribution attribution;
    attribution.rule = "certified";
    attribution.provenance.engine.dtype = dtype;
    attribution.certificate.emplace();
    attribution.certificate->evaluations = evaluations;
    return attribution;
}

} // namespace

class TestCertificate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Below a tenth of Σ|score| and nowhere else; the remark of the engine says so in exactly these cases.
    void scoresCancel_data()
    {
        QTest::addColumn<double>("difference");
        QTest::addColumn<bool>("cancel");
        QTest::newRow("nothing") << 0.0 << true;
        QTest::newRow("7 %") << 0.14 << true;
        QTest::newRow("just below") << 0.1999 << true;
        QTest::newRow("just above") << 0.2001 << false;
        QTest::newRow("negative, below") << -0.15 << true;
        QTest::newRow("negative, above") << -0.25 << false;
        QTest::newRow("all of it") << 2.0 << false;
        QTest::newRow("not a number") << std::nan("") << false;
    }

    void scoresCancel()
    {
        QFETCH(double, difference);
        QFETCH(bool, cancel);
        Certificate certificate;
        certificate.difference = difference;
        certificate.met = true;
        const std::vector<double> scores { 1.1, -0.9 };
        QCOMPARE(vitrine::scoresCancel(certificate, scores), cancel);
        QCOMPARE(certificateRemarks(certificate, scores, PathRule::Certified).size(), std::size_t(cancel));
    }

    void noScoresDoNotCancel()
    {
        QVERIFY(!vitrine::scoresCancel({}, {}));
        QVERIFY(!vitrine::scoresCancel({}, { 0, 0, 0 }));
    }

    /// "≤" stands only where the calibration of docs/certificate.md holds.
    void tokenErrorIsBound()
    {
        QVERIFY(vitrine::tokenErrorIsBound(certified("float32", 8)));
        QVERIFY(vitrine::tokenErrorIsBound(certified("float64", 200)));
        QVERIFY(vitrine::tokenErrorIsBound(certified("float32", 0))); // text and baseline are the same
        QVERIFY(!vitrine::tokenErrorIsBound(certified("float32", 7)));
        QVERIFY(!vitrine::tokenErrorIsBound(certified("bfloat16", 50)));
        QVERIFY(!vitrine::tokenErrorIsBound(certified("", 50)));
        for (const char* rule : { "gauss-legendre", "midpoint", "alpha-weighted", "" }) {
            Attribution fixed = certified("float64", 50);
            fixed.rule = rule;
            QVERIFY(!vitrine::tokenErrorIsBound(fixed));
        }
        Attribution none = certified("float64", 50);
        none.certificate.reset();
        QVERIFY(!vitrine::tokenErrorIsBound(none));
    }
};

QTEST_GUILESS_MAIN(TestCertificate)
#include "tst_certificate.moc"
