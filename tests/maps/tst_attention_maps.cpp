// SPDX-License-Identifier: GPL-3.0-or-later
// Attention maps against another implementation, their statistics by hand, and the choice of layer and head.
#include "core/maps/attention_maps.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/runtime/error.h"
#include "tests/support/reference_models.h"

#include <QTest>

using namespace vitrine;

class TestAttentionMaps : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startTorch("cpu", 1); }

    void statistics_by_hand()
    {
        // Rows: all on itself; half on the one before, half on itself; a third each.
        const std::vector<float> map { 1, 0, 0, 0.5f, 0.5f, 0, 1 / 3.f, 1 / 3.f, 1 / 3.f };
        const auto figures = headStatistics(map, { true, false, true });
        const auto near = [](double a, double b) { return std::abs(a - b) < 1e-7; };
        QVERIFY(near(figures.entropy, (std::log(2.0) + std::log(3.0)) / 3));
        QVERIFY(near(figures.diagonal, (1 + 0.5 + 1 / 3.) / 3));
        QVERIFY(near(figures.previous, (0.5 + 1 / 3.) / 2));
        QVERIFY(near(figures.next, 0));
        QVERIFY(near(figures.first, (1 + 0.5 + 1 / 3.) / 3));
        QVERIFY(near(figures.special, (1 + 0.5 + 2 / 3.) / 3));
    }

    void statistics_of_one_token()
    {
        const auto figures = headStatistics(std::vector<float> { 1 }, { true });
        QCOMPARE(figures.entropy, 0.0);
        QCOMPARE(figures.diagonal, 1.0);
        QCOMPARE(figures.previous, 0.0);
    }

    void reference_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("dtype");
        QTest::addColumn<double>("tolerance");
        for (const auto& name : referenceNames(false)) {
            // Saturated attention magnifies the rounding of float32; the float64 row shows that nothing else is behind
            // it.
            const double rounding = name == "bert-sharp" ? 5e-5 : 1e-5;
            QTest::addRow("%s float32", name.c_str()) << QString::fromStdString(name) << "float32" << rounding;
            QTest::addRow("%s float64", name.c_str())
                << QString::fromStdString(name) << "float64" << 1e-7; // maps travel as float32
        }
    }

    void reference()
    {
        QFETCH(QString, name);
        QFETCH(QString, dtype);
        QFETCH(double, tolerance);
        const std::string folder = name.toStdString();
        const auto values = referenceJson("values/" + folder + ".json");
        const auto model = openModel(referencePath("models/" + folder), { "cpu", dtype.toStdString() });
        double largest = 0;
        QVERIFY(!values["internals"].empty());
        for (const auto& textCase : values["cases"]) {
            const std::string id = textCase["id"];
            if (!values["internals"].contains(id))
                continue;
            AttentionRequest request { { textCase["text"].get<std::string>(), {}, values["max_length"] }, {}, {} };
            if (!textCase["pair"].is_null())
                request.input.pair = textCase["pair"].get<std::string>();
            const auto result = attentionMaps(*model, request);
            QCOMPARE(result.maps.count(), std::int64_t(result.maps.values.size()));
            QCOMPARE(result.statistics.size(), result.layers.size() * result.heads.size());
            if (const auto predicted = textCase.find("predicted");
                predicted != textCase.end() && predicted->is_number())
                QCOMPARE(result.prediction.labelIndex, predicted->get<int>());
            largest = std::max(largest,
                largestDifference(
                    result.maps.values, referenceTensor("values/" + folder + ".safetensors", id + ".attentions")));
        }
        qInfo("%s %s: largest difference of a probability %.2g", qPrintable(name), qPrintable(dtype), largest);
        QVERIFY(largest <= tolerance);
    }

    void one_head_is_a_part_of_all()
    {
        const auto model = openModel(referencePath("models/bert"), { "cpu", "float32" });
        const TextInput input { "the film is a small wonder", {}, 0 };
        const auto all = attentionMaps(*model, { input, {}, {} });
        const auto one = attentionMaps(*model, { input, 1, 2 });
        const auto size = std::int64_t(all.encoding.size() * all.encoding.size());
        QCOMPARE(one.maps.shape.at(0), std::int64_t(1));
        QCOMPARE(one.maps.shape.at(1), std::int64_t(1));
        QCOMPARE(one.layers, std::vector<int> { 1 });
        QCOMPARE(one.heads, std::vector<int> { 2 });
        const auto begin = all.maps.values.begin() + (1 * std::int64_t(all.heads.size()) + 2) * size;
        QCOMPARE(one.maps.values, std::vector<float>(begin, begin + size));
        QCOMPARE(one.statistics.at(0), all.statistics.at(all.heads.size() + 2));
    }

    void layer_beyond_is_refused()
    {
        const auto model = openModel(referencePath("models/bert"), { "cpu", "float32" });
        try {
            attentionMaps(*model, { { "film", {}, 0 }, 3, {} });
            QFAIL("it ran");
        } catch (const Refusal& refusal) {
            QCOMPARE(refusal.error().message, std::string("--layer must be between 0 and 2, not 3."));
        }
    }
};

QTEST_GUILESS_MAIN(TestAttentionMaps)
#include "tst_attention_maps.moc"
