// SPDX-License-Identifier: GPL-3.0-or-later
// Whole runs on a small scale: they learn, they go on where they were broken off, they refuse what does not belong
// together.
#include "core/models/opening/loaded_model.h"
#include "core/models/predict.h"
#include "core/training/regulariser.h"
#include "core/training/text_batches.h"
#include "core/training/trainer.h"
#include "tests/io/refusal_of.h"
#include "tests/io/temporary_files.h"
#include "tests/training/opinions.h"

#include <QTest>

using namespace vitrine;

namespace {

/// Cancelled at the look-up behind the step of that number.
Progress until(int last)
{
    CancelToken token;
    return Progress(token, [token, last](int done, int, std::string_view stage) mutable {
        if (stage == "training" && done == last)
            token.cancel();
    });
}

} // namespace

class TestTrainer : public QObject {
    Q_OBJECT

    TemporaryFiles m_files;
    ParameterValues m_values;

    ParameterValues with(const ParameterValues& more, const std::string& output)
    {
        auto values = m_values;
        values["output"] = m_files.path(output).string();
        for (const auto& [name, value] : more)
            values[name] = value;
        return values;
    }
    Training run(const ParameterValues& values, const Progress& progress = {}, const std::filesystem::path& start = {},
        const std::function<void(const Training&)>& report = {})
    {
        return train(TrainingSettings(values), { "cpu", start, {} }, progress, report);
    }
    std::string weights(const std::string& output) { return m_files.read(output + "/model.safetensors"); }

private Q_SLOTS:
    void init()
    {
        m_values = { { "train", m_files.write("train.tsv", opinions(240)).string() },
            { "valid", m_files.write("valid.tsv", opinions(60, 1)).string() },
            { "test", m_files.write("test.tsv", opinions(60, 2)).string() }, { "labels", "NEGATIVE,POSITIVE" },
            { "drop-leaks", "false" }, { "layers", "2" }, { "width", "32" }, { "heads", "2" }, { "max-length", "32" },
            { "epochs", "6" }, { "batch", "16" }, { "rate", "0.005" }, { "average", "0.9" },
            { "vocabulary", "wordpiece" }, { "vocabulary-size", "150" }, { "stored-type", "float32" },
            { "checkpoint-every", "7" } };
    }

    void learns()
    {
        const auto training = run(with({}, "learns"));
        QCOMPARE(QString::fromStdString(training.state), "finished");
        QCOMPARE(training.step, training.steps);
        QCOMPARE(training.steps, 90L);
        QCOMPARE(training.data.used, 240L);
        QVERIFY(training.points.front().loss > training.points.back().loss);
        QVERIFY2(
            training.tests[0].accuracy.value > 0.95, qPrintable(QString::number(training.tests[0].accuracy.value)));
        QVERIFY(training.cost.forecastSeconds > 0);
        QVERIFY(std::abs(double(training.cost.forecastBytes) / double(training.cost.bytes) - 1) < 0.1);
        QVERIFY(!std::filesystem::exists(m_files.path("learns/training.checkpoint")));

        const auto model = openModel(m_files.path("learns"), { .device = "cpu" });
        QCOMPARE(QString::fromStdString(predict(*model, { "the pear no 3 was lovely", {}, 0 }).label), "POSITIVE");
        QCOMPARE(model->card().sizes.parameters, std::int64_t(training.parameters));
        const auto again = run(with({}, "learns")); // a finished run is answered, not repeated
        QCOMPARE(again.tests, training.tests);
        QCOMPARE(again.cost.seconds, training.cost.seconds);
    }

    void goesOnAsIfNeverBrokenOff_data()
    {
        QTest::addColumn<QString>("regulariser");
        for (const auto& row : regulariserRegistry())
            QTest::newRow(row.id.c_str()) << QString::fromStdString(row.id);
    }
    void goesOnAsIfNeverBrokenOff()
    {
        QFETCH(QString, regulariser);
        const std::string id = regulariser.toStdString();
        m_values["epochs"] = "3";
        run(with({ { "regulariser", id } }, id + "-whole"));
        for (const int last : { 11, 30, 31 }) { // beside a checkpoint, at the end of an epoch, behind it
            try {
                run(with({ { "regulariser", id } }, id + "-parts"), until(last));
                QFAIL("was not broken off");
            } catch (const Cancelled&) {
            }
            QVERIFY(std::filesystem::exists(m_files.path(id + "-parts/training.checkpoint")));
        }
        const auto training = run(with({ { "regulariser", id } }, id + "-parts"));
        QCOMPARE(training.resumedFrom, 32L);
        QVERIFY(weights(id + "-parts") == weights(id + "-whole"));
        run(with({ { "regulariser", id }, { "seed", "2" } }, id + "-other"));
        QVERIFY(weights(id + "-other") != weights(id + "-whole"));
    }

    void otherSettingsAreRefused()
    {
        try {
            run(with({}, "settings"), until(9));
        } catch (const Cancelled&) {
        }
        const auto refused = refusalOf([&] { run(with({ { "rate", "0.001" }, { "dropout", "0.2" } }, "settings")); });
        QVERIFY2(refused.contains("dropout 0.1 there, 0.2 here") && refused.contains("rate 0.005 there, 0.001 here"),
            qPrintable(refused));
        m_files.write("train.tsv", opinions(238));
        QVERIFY(refusalOf([&] { run(with({}, "settings")); }).contains("The texts have changed"));
        QCOMPARE(run(with({ { "rate", "0.001" }, { "again", "true" } }, "settings")).resumedFrom, 0L);
        QVERIFY(refusalOf([&] {
            run(with({}, "settings"));
        }).contains("holds the result of other settings: rate 0.001 there, 0.005 here"));
    }

    void damagedCheckpointIsRefused()
    {
        try {
            run(with({}, "damaged"), until(9));
        } catch (const Cancelled&) {
        }
        const auto bytes = m_files.read("damaged/training.checkpoint");
        m_files.write("damaged/training.checkpoint", QByteArray(bytes.data(), qsizetype(bytes.size() / 2)));
        QVERIFY(refusalOf([&] { run(with({}, "damaged")); }).startsWith("truncated-file: "));
        QCOMPARE(m_files.read("damaged/training.checkpoint").size(), bytes.size() / 2); // and left as it is
    }

    void keepsWhatValidatedBest()
    {
        auto turned = opinions(60, 1); // what is learnt makes it worse here
        turned.replace("\t1\n", "\t2\n").replace("\t0\n", "\t1\n").replace("\t2\n", "\t0\n");
        const auto file = m_files.write("turned.tsv", turned).string();
        const auto training = run(with({ { "valid", file }, { "test", file }, { "evaluate-every", "5" } }, "best"));
        QVERIFY(training.bestStep < training.steps);
        const auto best = std::find_if(training.validation.begin(), training.validation.end(),
            [&](const auto& point) { return point.step == training.bestStep; });
        QVERIFY(best->accuracy.correct > training.validation.back().accuracy.correct);
        QCOMPARE(training.tests[0].accuracy.correct, best->accuracy.correct);
    }

    void averageIsLookedAtAndNotLearntWith()
    {
        const auto plain = run(with({ { "average", "0" } }, "plain")),
                   averaged = run(with({ { "average", "0.98" } }, "averaged"));
        QCOMPARE(averaged.points, plain.points);
        QVERIFY(averaged.validation[0].loss != plain.validation[0].loss);
    }

    void rateRisesAndFalls()
    {
        const auto training = run(with({ { "epochs", "2" }, { "warm-up", "0.2" } }, "rate"));
        QCOMPARE(training.points.size(), std::size_t(30));
        for (std::size_t i = 0; i < 30; ++i)
            QVERIFY(std::abs(training.points[i].rate - 0.005 * (i < 6 ? (double(i) + 1) / 6 : (30 - double(i)) / 25))
                < 1e-12);
    }

    void stopsEarly()
    {
        const auto training
            = run(with({ { "epochs", "100" }, { "evaluate-every", "5" }, { "patience", "3" } }, "early"));
        QCOMPARE(QString::fromStdString(training.state), "stopped-early");
        QVERIFY(training.step < training.steps);
        QVERIFY(training.bestStep <= training.step - 15);
    }

    void fineTunes()
    {
        run(with({}, "base"));
        const auto tuned = run(with({ { "epochs", "1" }, { "rate", "0.0001" } }, "tuned"), {}, m_files.path("base"));
        QVERIFY(tuned.validation.front().accuracy.value > 0.9); // it began with what the base knew
        QCOMPARE(tuned.labels, (std::vector<std::string> { "NEGATIVE", "POSITIVE" }));
        QCOMPARE(m_files.read("tuned/vocab.txt"), m_files.read("base/vocab.txt"));
        // Three classes in place of two: a new head on the old body.
        m_files.write("train.tsv", opinions(100) + "neither this nor that\t2\nnothing to say\t2\n");
        const auto three
            = run(with({ { "labels", "no,yes,neither" }, { "epochs", "1" } }, "three"), {}, m_files.path("base"));
        QCOMPARE(openModel(m_files.path("three"), { .device = "cpu" })->card().labels,
            (std::vector<std::string> { "no", "yes", "neither" }));
    }

    void lossThatIsNoNumber()
    {
        run(with({ { "epochs", "1" } }, "sound"));
        std::filesystem::copy(m_files.path("sound"), m_files.path("broken"));
        auto bytes = m_files.read("broken/model.safetensors");
        for (std::size_t i = bytes.size() - 400; i < bytes.size(); ++i)
            bytes[i] = char(0xFF); // NaN as float32
        m_files.write("broken/model.safetensors", QByteArray(bytes.data(), qsizetype(bytes.size())));
        const auto told = refusalOf([&] { run(with({}, "nan"), {}, m_files.path("broken")); });
        QVERIFY2(told.startsWith("bad-argument: The loss is no number any more at step 1 "), qPrintable(told));
        QVERIFY(!std::filesystem::exists(m_files.path("nan/config.json")));
    }

    void vocabularyOfOne()
    {
        m_files.write("train.tsv", QByteArray("好\t1\n好 好\t0\n好 好 好\t1\n好 好 好 好\t0\n"));
        const auto training = run(with({ { "vocabulary", "character" }, { "epochs", "1" } }, "one"));
        QCOMPARE(training.data.vocabulary, 6); // five special tokens and the one
        QCOMPARE(QString::fromStdString(training.state), "finished");
    }

    void longLinesAreCut()
    {
        m_files.write("train.tsv", opinions(40) + QByteArray("very ").repeated(3000) + "long\t1\n");
        QCOMPARE(run(with({ { "epochs", "1" } }, "long")).data.used, 41L);
    }

    void typicalStepsStandForAll()
    {
        std::vector<EncodedText> texts(4000), more(9000), none;
        for (std::size_t i = 0; i < texts.size(); ++i)
            texts[i].special.resize(5 + (i * i) % 997 % 120);
        for (std::size_t i = 0; i < more.size(); ++i)
            more[i].special.resize(3 + (i * 31) % 64);
        BatchOrder labelled(texts, 32, 7), unlabelled(more, 32, 8), nothing(none, 32, 9);
        for (auto* other : { &unlabelled, &nothing }) {
            const auto tokens = [&](long step) { return double(labelled.tokensAt(step) + other->tokensAt(step)); };
            double all = 0, typical = 0;
            for (long step = 0; step < 250; ++step)
                all += tokens(step) / 250;
            for (const long step : typicalSteps(labelled, *other, 250, 8))
                typical += tokens(step) / 8;
            qInfo("tokens a step: %.1f, of the typical ones %.1f", all, typical);
            QVERIFY(std::abs(typical / all - 1) < 0.02);
        }
        QCOMPARE(typicalSteps(labelled, nothing, 3, 8).size(), std::size_t(3));
    }

    void dryRunWritesNothing()
    {
        const auto before = m_files.count();
        const auto training = run(with({ { "dry-run", "true" } }, "dry"));
        QCOMPARE(QString::fromStdString(training.state), "planned");
        QVERIFY(training.cost.forecastSeconds > 0 && training.data.used == 240 && training.steps == 90);
        QCOMPARE(m_files.count(), before);
    }

    void reportsGrow()
    {
        std::vector<long> steps;
        run(with({ { "epochs", "30" } }, "reports"), {}, {},
            [&](const Training& training) { steps.push_back(training.step); });
        QVERIFY(std::is_sorted(steps.begin(), steps.end()));
    }
};

QTEST_APPLESS_MAIN(TestTrainer)
#include "tst_trainer.moc"
