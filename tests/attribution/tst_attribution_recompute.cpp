// SPDX-License-Identifier: GPL-3.0-or-later
// Layers computed twice give the same scores, and are computed twice only where memory is short.
#include "core/attribution/attribution.h"
#include "core/models/runtime/torch_runtime.h"
#include "tests/support/reference_models.h"

#include <QTest>

using namespace vitrine;

class TestAttributionRecompute : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startTorch("cpu", 1); }

    void scores_are_the_same_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("method");
        for (const char* model : { "bert", "albert", "deberta-v2", "gpt2-cls", "roberta" }) {
            for (const char* method : { "integrated-gradients", "gradient", "gradient-x-input" })
                QTest::addRow("%s %s", model, method) << model << method;
        }
    }

    void scores_are_the_same()
    {
        QFETCH(QString, model);
        QFETCH(QString, method);
        const auto opened = openModel(referencePath("models/" + model.toStdString()), { "cpu", "float64" });
        const auto ask = [&](const char* recompute, std::int64_t budget) {
            AttributionRequest request { { "a stirring , funny and finally transporting film", {}, 0 },
                method.toStdString(), { { "recompute", recompute } } };
            request.memoryBudget = budget;
            return attribute(*opened, request);
        };
        const auto plain = ask("off", 1);
        for (const auto& other : { ask("on", 0), ask("auto", 20000), ask("auto", std::int64_t(1) << 40) })
            QVERIFY(largestDifference(plain.scores, other.scores) <= 1e-14 * largestMagnitude(plain.scores));
    }

    /// Said by itself: the need, the budget and how to turn it off.
    void short_memory_is_told()
    {
        const auto opened = openModel(referencePath("models/bert"), { "cpu", "float64" });
        const auto warnings = [&](const char* recompute, std::int64_t budget) {
            AttributionRequest request { { "a stirring film", {}, 0 }, "gradient", { { "recompute", recompute } } };
            request.memoryBudget = budget;
            const auto list = attribute(*opened, request).provenance.warnings;
            return list.empty() ? QString() : QString::fromStdString(list.back());
        };
        QVERIFY2(
            warnings("auto", 20000).contains("more than the 0.0 MB set aside for it, so layers are computed twice"),
            qPrintable(warnings("auto", 20000)));
        QCOMPARE(warnings("off", 20000), QString());
        QCOMPARE(warnings("on", 20000), QString());
        QCOMPARE(warnings("auto", 0), QString());
    }
};

QTEST_GUILESS_MAIN(TestAttributionRecompute)
#include "tst_attribution_recompute.moc"
