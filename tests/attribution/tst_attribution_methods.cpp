// SPDX-License-Identifier: GPL-3.0-or-later
// Every method of the registry, whatever it is: shape, finiteness, completeness where promised, cancelling at every
// step.
#include "core/attribution/attribution.h"
#include "core/runtime/error.h"
#include "tests/support/reference.h"

#include <QTest>

#include <numeric>

using namespace vitrine;

namespace {

std::string repeated(const std::string& word, int times)
{
    std::string text;
    for (int i = 0; i < times; ++i)
        text += word + " ";
    return text;
}

/// Counts steps and cancels at the one that is asked for.
struct Cancelling {
    explicit Cancelling(int step)
        : progress(token, [this, step](int, int, std::string_view) {
            if (++steps == step)
                token.cancel();
        })
    {
    }

    CancelToken token;
    int steps = 0;
    Progress progress;
};

} // namespace

class TestAttributionMethods : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_model = openModel(referencePath("models/bert"), { "cpu", "float32" }); }

    void scores_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("text");
        const std::vector<std::pair<const char*, std::string>> texts { { "empty", "" }, { "one word", "film" },
            { "special tokens only", "[MASK] [SEP] [PAD]" }, { "Chinese", "这家店真黑心" },
            { "far too long", repeated("film", 600) } };
        for (const auto& method : attributionMethods()) {
            for (const auto& [name, text] : texts)
                QTest::addRow("%s, %s", method.id.c_str(), name)
                    << QString::fromStdString(method.id) << QString::fromStdString(text);
        }
    }

    void scores()
    {
        QFETCH(QString, method);
        QFETCH(QString, text);
        const auto result = attribute(*m_model, { { text.toStdString(), {}, 0 }, method.toStdString(), {} });
        QCOMPARE(result.method, method.toStdString());
        QCOMPARE(result.scores.size(), result.encoding.size());
        QVERIFY(
            std::all_of(result.scores.begin(), result.scores.end(), [](double score) { return std::isfinite(score); }));
        QCOMPARE(result.draft, false);
        QCOMPARE(result.prediction.encoding, result.encoding);
        const auto& all = attributionMethods();
        const auto& description
            = *std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.id == result.method; });
        QCOMPARE(result.certificate.has_value(), description.completeness);
        if (description.completeness) {
            const double sum = std::accumulate(result.scores.begin(), result.scores.end(), 0.0);
            QVERIFY(std::abs(sum - result.certificate->difference) <= 1e-9 * std::max(1.0, std::abs(sum)));
            QVERIFY(result.certificate->met);
        }
    }

    void cancelled_at_every_step_data()
    {
        QTest::addColumn<QString>("method");
        for (const auto& method : attributionMethods())
            QTest::newRow(method.id.c_str()) << QString::fromStdString(method.id);
    }

    void cancelled_at_every_step()
    {
        QFETCH(QString, method);
        const AttributionRequest request { { "the film is a small wonder", {}, 0 }, method.toStdString(), {} };
        Cancelling never(0);
        const auto undisturbed = attribute(*m_model, request, never.progress);
        QVERIFY(never.steps >= 2);
        for (int step = 1; step < never.steps; ++step) { // nothing is left to be cancelled after the last
            Cancelling cancelling(step);
            QVERIFY_EXCEPTION_THROWN(attribute(*m_model, request, cancelling.progress), Cancelled);
            QCOMPARE(cancelling.steps, step);
        }
        QCOMPARE(attribute(*m_model, request).scores, undisturbed.scores);
    }

    void smooth_gradient_without_noise_is_gradient_times_input()
    {
        const TextInput text { "the film is a small wonder", {}, 0 };
        const auto smooth = attribute(*m_model, { text, "smooth-gradient", { { "noise", "0" }, { "samples", "3" } } });
        const auto plain = attribute(*m_model, { text, "gradient-x-input", {} });
        for (std::size_t i = 0; i < plain.scores.size(); ++i)
            QVERIFY(std::abs(smooth.scores[i] - plain.scores[i]) < 1e-6);
    }

    void smooth_gradient_follows_its_seed_and_settles()
    {
        const TextInput text { "the film is a small wonder", {}, 0 };
        const auto scores = [&](const char* samples, const char* seed) {
            return attribute(
                *m_model, { text, "smooth-gradient", { { "noise", "0.5" }, { "samples", samples }, { "seed", seed } } })
                .scores;
        };
        const auto distance = [](const std::vector<double>& a, const std::vector<double>& b) {
            double largest = 0;
            for (std::size_t i = 0; i < a.size(); ++i)
                largest = std::max(largest, std::abs(a[i] - b[i]));
            return largest;
        };
        QCOMPARE(scores("8", "1"), scores("8", "1"));
        const double few = distance(scores("8", "1"), scores("8", "2"));
        QVERIFY(few > 0);
        QVERIFY(distance(scores("800", "1"), scores("800", "2")) < few / 3); // a tenth is to be expected
    }

    void broken_weights_leave_nothing_to_explain()
    {
        const auto broken = openModel(referencePath("malformed/nan-weights"), { "cpu", "float32" });
        for (const auto& method : attributionMethods()) {
            try {
                attribute(*broken, { { "good", {}, 0 }, method.id, {} });
                QFAIL(method.id.c_str());
            } catch (const Refusal& refusal) {
                QCOMPARE(errorCodeName(refusal.error().code), errorCodeName(ErrorCode::MalformedFile));
                QVERIFY(refusal.error().message.find("no prediction to explain") != std::string::npos);
            }
        }
    }

    void unknown_method_is_refused_with_the_list()
    {
        try {
            attribute(*m_model, { { "film", {}, 0 }, "divination", {} });
            QFAIL("it ran");
        } catch (const Refusal& refusal) {
            QCOMPARE(errorCodeName(refusal.error().code), errorCodeName(ErrorCode::BadArgument));
            QVERIFY(refusal.error().message.find("\"divination\"") != std::string::npos);
            QVERIFY(refusal.error().message.find("integrated-gradients") != std::string::npos);
        }
    }

private:
    std::shared_ptr<const LoadedModel> m_model;
};

QTEST_GUILESS_MAIN(TestAttributionMethods)
#include "tst_attribution_methods.moc"
