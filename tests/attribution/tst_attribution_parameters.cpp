// SPDX-License-Identifier: GPL-3.0-or-later
// Targets, quantities, baselines and rules: what each means, and the sentence for what a model has not got.
#include "core/attribution/attribution.h"
#include "core/runtime/error.h"
#include "tests/support/limits.h"
#include "tests/support/reference.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

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
        QVERIFY(first.certificate->samplingError && *first.certificate->samplingError > 0);
        QVERIFY(std::any_of(first.provenance.warnings.begin(), first.provenance.warnings.end(),
            [](const auto& text) { return text.find("standard error") != std::string::npos; }));
    }

    /// The mean over the rows of a file, each as the text: baseline that has as many tokens as the text.
    void corpus_is_the_mean_over_its_rows()
    {
        const QTemporaryDir folder;
        const std::vector<std::string> rows { longText("worst film of the year"), longText("这家店真黑心 a b c"),
            longText("quite a joy to watch") };
        std::vector<double> mean;
        double atBaseline = 0;
        for (const std::string& row : rows) {
            const auto one
                = attribute(*m_model, { { m_text, {}, 0 }, "integrated-gradients", { { "baseline", "text:" + row } } });
            mean.resize(one.scores.size());
            for (std::size_t i = 0; i < mean.size(); ++i)
                mean[i] += one.scores[i] / 3;
            atBaseline += one.certificate->atBaseline / 3;
        }
        const auto result = corpus(write(folder, "rows.txt", rows[0] + "\n" + rows[1] + "\n\n" + rows[2] + "\n"));
        QCOMPARE(result.baseline, std::string("corpus:rows.txt")); // no folder: documents are shared
        QVERIFY(std::abs(result.certificate->atBaseline - atBaseline) < 1e-9);
        QVERIFY(largestDifference(result.scores, mean) < 1e-9);
        QVERIFY(result.certificate->samplingError && *result.certificate->samplingError > 0);
    }

    /// Only the tokens of the texts are looked at: labels and ids change nothing, and neither do rows that were not
    /// drawn.
    void corpus_uses_texts_only()
    {
        const QTemporaryDir folder;
        const std::string plain = write(folder, "plain.tsv", "text\tlabel\nbad film\t0\ngood book\t1\n");
        const std::string other = write(folder, "other.tsv", "text\tlabel\nbad film\t1\ngood book\t1\n");
        QCOMPARE(corpus(plain).scores, corpus(other).scores);
        QVERIFY(corpus(plain).scores != corpus(write(folder, "third.txt", "bad film\ngood books\n")).scores);
    }

    /// The same seed draws the same rows; over many seeds every row is drawn.
    void corpus_is_drawn_with_the_seed()
    {
        const QTemporaryDir folder;
        const std::string file = write(folder, "rows.txt", "one film\ntwo dogs\nthree books\nfour of them\nfive\n");
        QCOMPARE(corpus(file, "2:", "7").scores, corpus(file, "2:", "7").scores);
        std::set<double> seen;
        for (int seed = 0; seed < 40; ++seed)
            seen.insert(corpus(file, "1:", std::to_string(seed)).certificate->atBaseline);
        QCOMPARE(seen.size(), std::size_t(5));
        QVERIFY(!corpus(file, "1:").certificate->samplingError);
        QVERIFY(corpus(file, "2:").certificate->evaluations < corpus(file, "5:").certificate->evaluations);
        QCOMPARE(corpus(file, "5:").scores, corpus(file, "1000:").scores);
    }

    /// A short row is repeated, a row without tokens is passed over.
    void corpus_rows_of_any_length()
    {
        const QTemporaryDir folder;
        const auto shorter = corpus(write(folder, "short.txt", "film\n"));
        const auto repeated = corpus(write(folder, "long.txt", longText("film") + "\n"));
        QCOMPARE(shorter.scores, repeated.scores);
        QVERIFY(std::abs(shorter.certificate->sum - shorter.certificate->difference) < 1e-9);
    }

    /// A line without an end in a file of 200 GB that takes no room on the disk.
    void corpus_without_an_end_is_cancelled()
    {
        const QTemporaryDir folder;
        const std::string file = write(folder, "sparse.txt", "");
        std::filesystem::resize_file(file, std::uintmax_t(200) << 30);
        CancelToken token;
        std::thread later([&token] {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            token.cancel();
        });
        bool cancelled = false;
        const double time = seconds([&] {
            try {
                attribute(*m_model, { { m_text, {}, 0 }, "integrated-gradients", { { "baseline", "corpus:" + file } } },
                    Progress(token, {}));
            } catch (const Cancelled&) {
                cancelled = true;
            } catch (const Refusal&) {
                cancelled = true; // a reader that gives up before is as good
            }
        });
        later.join();
        QVERIFY(cancelled);
        QVERIFY2(time < 5, qPrintable(QString::number(time)));
    }

    /// Rows of a megabyte, of which only the beginning matters: neither their time nor their memory grows with them.
    void corpus_of_enormous_rows()
    {
        const QTemporaryDir folder;
        std::string row;
        while (row.size() < 900'000)
            row += "电影 film ";
        std::string rows;
        for (int i = 0; i < 60; ++i)
            rows += row + "\n";
        const std::string file = write(folder, "rows.txt", rows);
        corpus(file, "2:"); // what every first call takes
        Attribution result;
        std::int64_t growth = 0;
        const double time = seconds([&] { growth = peakGrowth([&] { result = corpus(file, "40:"); }); });
        QVERIFY2(time < 60, qPrintable(QString::number(time)));
        QVERIFY2(growth < (24 << 20), qPrintable(QString::number(growth))); // the drawn rows alone are 36 MB
        QVERIFY(largestDifference(result.scores, corpus(write(folder, "few.txt", row.substr(0, 1200) + "\n")).scores)
            < 1e-9);
    }

    void corpus_refused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no file") << QByteArray() << "corpus:" << "needs the name of a file";
        QTest::newRow("no file after the number") << QByteArray() << "corpus:3:" << "needs the name of a file";
        QTest::newRow("standard input") << QByteArray() << "corpus:-" << "needs the name of a file";
        QTest::newRow("empty") << QByteArray() << "corpus:FILE" << "No row drawn from";
        QTest::newRow("blank lines") << QByteArray("\n \n\n") << "corpus:FILE" << "No row drawn from";
        QTest::newRow("missing") << QByteArray() << "corpus:FILE.missing" << "FILE.missing";
        QTest::newRow("too many rows asked") << QByteArray("a\n") << "corpus:1001:FILE" << "1001:";
        QTest::newRow("no rows asked") << QByteArray("a\n") << "corpus:0:FILE" << "0:";
        QTest::newRow("UTF-16") << QByteArray("\xff\xfe"
                                              "a\0\n\0",
            6) << "corpus:FILE"
                                << "UTF-16";
    }

    void corpus_refused()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, asked);
        QFETCH(QString, sentence);
        const QTemporaryDir folder;
        const std::string file = write(folder, "FILE", content.toStdString());
        if (asked.contains("FILE"))
            asked.replace("FILE", QString::fromStdString(file));
        try {
            attribute(*m_model, { { m_text, {}, 0 }, "integrated-gradients", { { "baseline", asked.toStdString() } } });
            QFAIL("it ran");
        } catch (const Refusal& refusal) {
            QVERIFY2(QString(refusal.what()).contains(sentence), refusal.what());
        }
    }

    /// A large file is read row by row, and cancelling is heard meanwhile.
    void corpus_reading_is_cancelled()
    {
        const QTemporaryDir folder;
        std::string many;
        for (int i = 0; i < 200'000; ++i)
            many += "row " + std::to_string(i) + "\n";
        const std::string file = write(folder, "many.txt", many);
        CancelToken token;
        int steps = 0;
        const Progress progress(token, [&](int, int, std::string_view stage) {
            steps += stage == "reading";
            if (steps == 4) // the first one is from before
                token.cancel();
        });
        QVERIFY_EXCEPTION_THROWN(
            attribute(*m_model, { { m_text, {}, 0 }, "integrated-gradients", { { "baseline", "corpus:" + file } } },
                progress),
            Cancelled);
        QCOMPARE(steps, 4);
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
    /// As many tokens as the text has, or more.
    static std::string longText(const std::string& words)
    {
        std::string text;
        for (int i = 0; i < 20; ++i)
            text += words + " ";
        return text;
    }

    static std::string write(const QTemporaryDir& folder, const char* name, const std::string& content)
    {
        const std::string path = folder.filePath(name).toStdString();
        std::ofstream(path, std::ios::binary) << content;
        return path;
    }

    Attribution corpus(const std::string& file, const std::string& count = {}, const std::string& seed = "1") const
    {
        return attribute(*m_model,
            { { m_text, {}, 0 }, "integrated-gradients",
                { { "baseline", "corpus:" + count + file }, { "seed", seed } } });
    }

    std::string m_text = "the film is a small wonder, and nobody saw it";
    std::shared_ptr<const LoadedModel> m_model;
};

QTEST_GUILESS_MAIN(TestAttributionParameters)
#include "tst_attribution_parameters.moc"
