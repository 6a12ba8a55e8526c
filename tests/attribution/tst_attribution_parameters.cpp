// SPDX-License-Identifier: GPL-3.0-or-later
// Targets, quantities, baselines and rules: what each means, and the sentence for what a model has not got.
#include "core/attribution/attribution.h"
#include "core/runtime/error.h"
#include "tests/support/reference.h"

#include <QTest>

#include <algorithm>

using namespace vitrine;

Q_DECLARE_METATYPE(ParameterValues)

class TestAttributionParameters : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_model = openModel(referencePath("models/bert-sharded"), { "cpu", "float64" }); // negative, neutral, positive
    }

    void explained_number_data()
    {
        QTest::addColumn<ParameterValues>("values");
        QTest::addColumn<double>("expected");
        const auto p = predict(*m_model, { m_text, {}, 0 });
        const auto& z = p.logits;
        const auto lse = [](double a, double b) { return std::log(std::exp(a) + std::exp(b)); };
        const int best = p.labelIndex;
        const auto row = [](const char* name, const ParameterValues& values, double expected) {
            QTest::newRow(name) << values << expected;
        };
        row("predicted", {}, z[best]);
        row("index", { { "target", "1" } }, z[1]);
        row("label", { { "target", "neutral" } }, z[1]);
        row("probability", { { "target", "0" }, { "quantity", "probability" } }, p.probabilities[0]);
        row("log-probability", { { "target", "2" }, { "quantity", "log-probability" } }, std::log(p.probabilities[2]));
        row("margin", { { "target", "1" }, { "quantity", "margin" } }, z[1] - lse(z[0], z[2]));
        row("A rather than B", { { "target", "positive:0" } }, z[2] - z[0]);
        row("A rather than B, probability", { { "target", "positive:negative" }, { "quantity", "probability" } },
            p.probabilities[2] - p.probabilities[0]);
        row("A rather than B, margin", { { "target", "1:2" }, { "quantity", "margin" } }, z[1] - z[2]);
    }

    void explained_number()
    {
        QFETCH(ParameterValues, values);
        QFETCH(double, expected);
        const auto result = attribute(*m_model, { { m_text, {}, 0 }, "integrated-gradients", values });
        QVERIFY(std::abs(result.certificate->atInput - expected) < 1e-12);
        QVERIFY(std::abs(result.certificate->sum - result.certificate->difference) < 1e-9);
    }

    void refused_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<ParameterValues>("values");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const char* folder, const ParameterValues& values, const char* sentence) {
            QTest::newRow(name) << folder << values << sentence;
        };
        row("no such class", "models/bert-sharded", { { "target", "3" } },
            "--target \"3\" is no class of this model; it can be predicted, 0 (negative), 1 (neutral), 2 (positive), "
            "or two of them as "
            "A:B.");
        row("one class twice", "models/bert-sharded", { { "target", "1:neutral" } },
            "--target \"1:neutral\" is no class");
        row("regression has no probability", "models/bert-regression", { { "quantity", "probability" } },
            "only --quantity logit has a meaning");
        row("unknown quantity", "models/bert", { { "quantity", "mass" } }, "--quantity must be one of logit");
        row("unknown baseline", "models/bert", { { "baseline", "nothing" } },
            "--baseline must be pad, mask, unk, zero");
        row("empty baseline text", "models/bert", { { "baseline", "text: " } }, "needs words after the colon");
        row("no samples", "models/bert", { { "baseline", "sample:0" } }, "whole number between 1 and 1000");
        row("unknown parameter", "models/bert", { { "steps", "3" } }, "There is no parameter \"steps\" here.");
        row("tolerance out of range", "models/bert", { { "tolerance", "2" } }, "--tolerance must be");
    }

    void refused()
    {
        QFETCH(QString, folder);
        QFETCH(ParameterValues, values);
        QFETCH(QString, sentence);
        const auto model = openModel(referencePath(folder.toStdString()), { "cpu", "float32" });
        try {
            attribute(*model, { { "the film", {}, 0 }, "integrated-gradients", values });
            QFAIL("it ran");
        } catch (const Refusal& refusal) {
            QCOMPARE(errorCodeName(refusal.error().code), errorCodeName(ErrorCode::BadArgument));
            QVERIFY2(QString(refusal.what()).contains(sentence), refusal.what());
        }
    }

    void baselines_keep_special_tokens_data()
    {
        QTest::addColumn<QString>("baseline");
        QTest::addColumn<bool>("keeps");
        for (const char* name : { "pad", "mask", "unk", "zero", "mean", "text:something else", "sample:3" })
            QTest::newRow(name) << name << true;
        for (const char* name : { "zero-all", "pad-all" })
            QTest::newRow(name) << name << false;
    }

    /// What does not move gets exactly 0.
    void baselines_keep_special_tokens()
    {
        QFETCH(QString, baseline);
        QFETCH(bool, keeps);
        const auto result = attribute(
            *m_model, { { m_text, {}, 0 }, "integrated-gradients", { { "baseline", baseline.toStdString() } } });
        QCOMPARE(result.baseline, baseline.toStdString());
        QCOMPARE(result.scores.front() == 0 && result.scores.back() == 0, keeps);
        QVERIFY(largestMagnitude(result.scores) > 0);
    }

    void own_text_as_baseline_changes_nothing()
    {
        const auto result
            = attribute(*m_model, { { m_text, {}, 0 }, "integrated-gradients", { { "baseline", "text:" + m_text } } });
        QCOMPARE(largestMagnitude(result.scores), 0.0);
        QCOMPARE(result.certificate->evaluations, 0);
    }

    void samples_are_drawn_with_the_seed()
    {
        const auto run = [&](const char* seed) {
            return attribute(*m_model,
                { { m_text, {}, 0 }, "integrated-gradients", { { "baseline", "sample:4" }, { "seed", seed } } });
        };
        const auto first = run("7");
        QCOMPARE(run("7").scores, first.scores);
        QVERIFY(run("8").scores != first.scores);
        QVERIFY(std::abs(first.certificate->sum - first.certificate->difference) < 1e-9);
        QVERIFY(std::any_of(first.provenance.warnings.begin(), first.provenance.warnings.end(),
            [](const auto& text) { return text.find("standard error") != std::string::npos; }));
    }

    void known_fault_shows_in_its_certificate()
    {
        const auto result = attribute(*m_model,
            { { m_text, {}, 0 }, "integrated-gradients",
                { { "rule", "alpha-weighted" }, { "evaluations", "20" }, { "baseline", "zero-all" } } });
        QCOMPARE(result.rule, std::string("alpha-weighted"));
        QCOMPARE(result.certificate->evaluations, 20);
        QVERIFY(!result.certificate->met);
        QVERIFY(std::abs(result.certificate->sum - result.certificate->difference)
            > 0.05 * std::abs(result.certificate->difference));
        QVERIFY(std::any_of(result.provenance.warnings.begin(), result.provenance.warnings.end(),
            [](const auto& text) { return text.find("known fault") != std::string::npos; }));
    }

    void draft_comes_before_the_answer_and_is_rougher()
    {
        const auto sharp = openModel(referencePath("models/bert-sharp"), { "cpu", "float64" });
        std::vector<Attribution> drafts;
        const auto result
            = attribute(*sharp, { { m_text, {}, 0 }, "integrated-gradients", { { "tolerance", "1e-5" } } }, {},
                [&](const Attribution& draft) { drafts.push_back(draft); });
        QCOMPARE(drafts.size(), std::size_t(1));
        QVERIFY(drafts[0].draft);
        QVERIFY(drafts[0].certificate->evaluations < result.certificate->evaluations);
        QVERIFY(drafts[0].certificate->tokenError > result.certificate->tokenError);
        QCOMPARE(drafts[0].encoding, result.encoding);
    }

    void bfloat16_refuses_what_it_cannot_certify()
    {
        const auto coarse = openModel(referencePath("models/bert"), { "cpu", "bfloat16" });
        try {
            attribute(*coarse, { { m_text, {}, 0 }, "integrated-gradients", { { "tolerance", "0.001" } } });
            QFAIL("it ran");
        } catch (const Refusal& refusal) {
            QVERIFY(QString(refusal.what()).contains("bfloat16 is too coarse"));
        }
    }

private:
    std::string m_text = "the film is a small wonder, and nobody saw it";
    std::shared_ptr<const LoadedModel> m_model;
};

QTEST_GUILESS_MAIN(TestAttributionParameters)
#include "tst_attribution_parameters.moc"
