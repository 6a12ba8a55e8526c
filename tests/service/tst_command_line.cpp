// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as scripts use it: documents, tables, exit codes, one sentence on standard error.
#include "tests/service/command_run.h"
#include "tests/support/limits.h"
#include "tests/support/sparse_model.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>

using namespace vitrine;
using Json = nlohmann::json;

namespace {

const QString movie = "a gorgeous, witty, seductive movie .";

} // namespace

class TestCommandLine : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const QString& name, const QByteArray& content)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("no temporary file");
        return file.fileName();
    }

private Q_SLOTS:
    void predictJson()
    {
        const Outcome outcome = run({ "predict", "--model", "english", "--text", movie, "--json" });
        QCOMPARE(outcome.code, 0);
        const auto prediction = decode<Prediction>(outcome.json());
        QVERIFY(bool(prediction));
        QCOMPARE(prediction->label, std::string("POSITIVE"));
        QVERIFY(std::abs(prediction->logits[1] - 2.5921917) < 1e-3);
        QCOMPARE(prediction->provenance.model.name, std::string("english"));
        QCOMPARE(prediction->provenance.model.sha256.size(), std::size_t(64));
        QVERIFY(outcome.err.isEmpty());
    }

    void predictTable()
    {
        const Outcome outcome = run({ "predict", "--text", movie });
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.out.contains(">  POSITIVE"));
    }

    void severalTextsMakeABatch()
    {
        const Json batch = run({ "predict", "--text", movie, "--text", "dull", "--json" }).json();
        QCOMPARE(batch.at("kind").get<std::string>(), std::string("batch"));
        QCOMPARE(batch.at("documents").size(), std::size_t(2));
    }

    void jsonLines()
    {
        const Outcome outcome = run({ "predict", "--input", "-", "--jsonl" }, "one good film\nanother bad one\n");
        QCOMPARE(outcome.code, 0);
        const auto lines = outcome.out.trimmed().split('\n');
        QCOMPARE(lines.size(), 2);
        QCOMPARE(Json::parse(lines[1].toStdString()).at("row").get<int>(), 2);
    }

    void labelsGiveAccuracyAndConfusion()
    {
        const QString file = write("labelled.tsv",
            "text\tlabel\na gorgeous, witty, seductive movie .\tPOSITIVE\nterrible, boring and far too long .\t1\nwhat "
            "a joy\t0\nbad\tmaybe\n");
        const Json evaluation = run({ "predict", "--input", file, "--json" }).json().at("evaluation");
        QCOMPARE(evaluation.at("accuracy").at("correct").get<int>(), 1);
        QCOMPARE(evaluation.at("accuracy").at("count").get<int>(), 3);
        QCOMPARE(evaluation.at("unknown_label").get<int>(), 1);
        QCOMPARE(evaluation.at("confusion").dump(), std::string("[[0,1],[1,1]]"));
    }

    void outputIsWrittenWhole()
    {
        const QString file = m_folder.filePath("out.json");
        QCOMPARE(run({ "predict", "--text", movie, "--json", "--output", file }).code, 0);
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QVERIFY(bool(decode<Prediction>(Json::parse(written.readAll().toStdString()))));
    }

    void outputThatCannotBeWritten()
    {
        const Outcome outcome
            = run({ "predict", "--text", movie, "--output", m_folder.filePath("no/such/folder/x.json") });
        QCOMPARE(outcome.code, 3);
        QCOMPARE(outcome.err.count('\n'), 1);
        QVERIFY(outcome.err.contains("x.json"));
    }

    void attributeJson()
    {
        const Outcome outcome = run(
            { "attribute", "--text", movie, "--method", "integrated-gradients", "--tolerance", "0.01", "--json" });
        QCOMPARE(outcome.code, 0);
        const auto attribution = decode<Attribution>(outcome.json());
        QVERIFY(bool(attribution));
        QVERIFY(attribution->certificate->met);
        double sum = 0;
        for (const double score : attribution->scores)
            sum += score;
        QVERIFY(std::abs(sum - attribution->certificate->sum) < 1e-9);
        QVERIFY(std::abs(sum - attribution->certificate->difference) < 1e-6);
    }

    void aRatherThanB()
    {
        const auto attribution = decode<Attribution>(
            run({ "attribute", "--text", movie, "--target", "POSITIVE:NEGATIVE", "--json" }).json());
        QVERIFY(bool(attribution));
        QCOMPARE(attribution->target.otherLabel, std::string("NEGATIVE"));
        QVERIFY(std::abs(attribution->certificate->atInput - (2.5921917 + 2.541307)) < 1e-3);
    }

    void headSurgeryOnAText()
    {
        const auto surgery
            = decode<HeadSurgery>(run({ "attention", "--text", movie, "--ablate", "all=uniform", "--json" }).json());
        QVERIFY(bool(surgery));
        const auto maps = decode<Attention>(run({ "attention", "--text", movie, "--json" }).json());
        QCOMPARE(surgery->surgeries.size(), maps->layers.size() * maps->heads.size());
        QCOMPARE(surgery->prediction->label, std::string("POSITIVE"));
        QVERIFY(std::any_of(surgery->surgeries.begin(), surgery->surgeries.end(),
            [&](const Surgery& one) { return std::abs(one.logits.at(1) - surgery->prediction->logits.at(1)) > 1e-3; }));
    }

    void headSurgeryOnACorpus()
    {
        const auto corpus = write("labelled.tsv", "text\tlabel\na lovely film\tPOSITIVE\na dull film\tNEGATIVE\n");
        const Outcome outcome = run({ "attention", "--input", corpus, "--ablate", "0.0=mean,0.1=zero" });
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.out.contains("0.0=mean,0.1=zero"));
        QVERIFY(outcome.out.contains("2 texts, 2 of them labelled"));
        QVERIFY(outcome.out.contains("loss change"));
    }

    void headSurgeryTakesOneText()
    {
        const Outcome outcome = run({ "attention", "--text", movie, "--text", "dull", "--ablate", "0.0=zero" });
        QCOMPARE(outcome.code, 2);
        QVERIFY(outcome.err.contains("give it as --input"));
    }

    void influenceOfTokensOnScores()
    {
        const Outcome outcome
            = run({ "attention", "--text", "dull", "--layer", "0", "--head", "1", "--influence", "0.1" });
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.out.contains("norm of the derivative of each row of scores of head 0.1 by each token"));
        QCOMPARE(run({ "attention", "--text", "dull", "--influence", "99.0" }).code, 2);
    }

    void attentionOfOneHead()
    {
        const auto attention
            = decode<Attention>(run({ "attention", "--text", movie, "--layer", "3", "--head", "7", "--json" }).json());
        QVERIFY(bool(attention));
        const auto tokens = std::int64_t(attention->encoding.size());
        QVERIFY((attention->maps.shape == std::vector<std::int64_t> { 1, 1, tokens, tokens }));
        QVERIFY((attention->layers == std::vector<int> { 3 }));
    }

    void tokenizeTable()
    {
        const Outcome outcome = run({ "tokenize", "--text", "it's 好" });
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.out.contains("[CLS]"));
    }

    void tokenizeCutsNothingWhenToldSo()
    {
        std::string text;
        for (int i = 0; i < 1000; ++i)
            text += "film ";
        const auto tokens = [&](QStringList options) {
            const Outcome outcome
                = run(QStringList { "tokenize", "--text", QString::fromStdString(text), "--json" } + options);
            return decode<Tokenization>(outcome.json())->encoding.size();
        };
        QCOMPARE(tokens({}), std::size_t(512)); // the positions of the built-in model
        QCOMPARE(tokens({ "--max-length", "20" }), std::size_t(20));
        QCOMPARE(tokens({ "--max-length", "0" }), std::size_t(1002)); // with [CLS] and [SEP]
        QCOMPARE(run({ "tokenize", "--text", "film", "--max-length", "3" }).code, 2);
    }

    void modelsAndMethods()
    {
        QVERIFY(run({ "models" }).out.contains("english"));
        const Json methods = run({ "methods", "--json" }).json();
        QVERIFY(bool(decode<Description>(methods)));
    }

    void inspectTellsWithoutRunning()
    {
        const auto card = decode<ModelCard>(run({ "inspect", "--model", "english", "--json" }).json());
        QVERIFY(bool(card));
        QCOMPARE(card->activation, std::string("gelu"));
        QCOMPARE(card->sizes.layers, 6);
        QCOMPARE(card->sizes.parameters, std::int64_t(22713986));
    }

    void refusals_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no command") << QStringList {} << 2 << "";
        QTest::newRow("unknown command") << QStringList { "explode" } << 2 << "explode";
        QTest::newRow("unknown option") << QStringList { "predict", "--txet", "x" } << 2 << "--txet";
        QTest::newRow("no text") << QStringList { "predict" } << 2 << "There is no text";
        QTest::newRow("bad number") << QStringList { "attribute", "--text", "x", "--tolerance", "0,1" } << 2
                                    << "--tolerance must be";
        QTest::newRow("no folder") << QStringList { "predict", "--text", "x", "--model", "/nowhere" } << 3
                                   << "/nowhere";
        QTest::newRow("no input") << QStringList { "predict", "--input", "/nowhere.txt" } << 3 << "/nowhere.txt";
        QTest::newRow("device") << QStringList { "predict", "--text", "x", "--device", "tpu" } << 2 << "tpu";
        QTest::newRow("dtype") << QStringList { "predict", "--text", "x", "--dtype", "int4" } << 2 << "int4";
    }

    void refusals()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QString, sentence);
        const Outcome outcome = run(arguments);
        QCOMPARE(outcome.code, code);
        QVERIFY2(QString::fromUtf8(outcome.err).contains(sentence), outcome.err.constData());
        QVERIFY(outcome.out.isEmpty());
    }

    void refusalAsADocument()
    {
        const Outcome outcome = run({ "predict", "--text", "x", "--model", "/nowhere", "--json" });
        QCOMPARE(outcome.code, 3);
        const auto refusal = decode<RefusalDocument>(outcome.json());
        QVERIFY(bool(refusal));
        QCOMPARE(refusal->error.code, ErrorCode::NotFound);
        QCOMPARE(outcome.err.count('\n'), 1);
    }

    void badRowsAreListedAndTheRestGoesOn()
    {
        const QString file = write("rows.jsonl", "{\"text\":\"a fine film\"}\n{\"text\":\n{\"text\":\"a bad film\"}\n");
        const Outcome outcome = run({ "predict", "--input", file, "--jsonl" });
        QCOMPARE(outcome.code, 4);
        QCOMPARE(outcome.out.trimmed().split('\n').size(), 3); // the refused row is a document too
        const auto refusal = Json::parse(outcome.out.trimmed().split('\n').at(1).toStdString());
        QCOMPARE(refusal.at("kind").get<std::string>(), std::string("refusal"));
        QCOMPARE(refusal.at("row").get<int>(), 2);
        QVERIFY(outcome.err.contains("row 2"));
    }

    // What is left is rounding: in float64 it is gone, down to what solving the kernel's equations makes of it. Scores
    // in float32 carry more of it than logits: they are sums of gradients that cancel.
    void aRowDoesNotDependOnItsNeighbours_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("dtype");
        QTest::addColumn<double>("tolerance"); // relative to the largest number
        QTest::newRow("predict") << "predict" << "logits" << "float32" << 1e-6;
        QTest::newRow("predict, float64") << "predict" << "logits" << "float64" << 1e-13;
        QTest::newRow("attribute") << "attribute" << "scores" << "float32" << 5e-6;
        QTest::newRow("attribute, float64") << "attribute" << "scores" << "float64" << 1e-10;
    }

    void aRowDoesNotDependOnItsNeighbours()
    {
        QFETCH(QString, command);
        QFETCH(QString, field);
        QFETCH(QString, dtype);
        QFETCH(double, tolerance);
        const QStringList texts { "a fine film", "a bad film", "dull and long", "it moves", "a fine film",
            "nothing here is worth the time" };
        QStringList turned = texts;
        std::reverse(turned.begin(), turned.end());
        const auto rowsOf = [&](const QStringList& lines, const QStringList& options) {
            const Outcome outcome = run(QStringList { command, "--input", write("rows.txt", lines.join('\n').toUtf8()),
                                            "--jsonl", "--device", "cpu", "--dtype", dtype }
                + options);
            return outcome.code == 0 ? outcome.out.trimmed().split('\n') : QList<QByteArray>();
        };
        const auto numbersOf = [&](const QByteArray& line) {
            return Json::parse(line.toStdString()).at(field.toStdString()).get<std::vector<double>>();
        };
        const auto one = rowsOf(texts, { "--threads", "1", "--deterministic" });
        QCOMPARE(one.size(), texts.size());
        QCOMPARE(rowsOf(texts, { "--threads", "2", "--deterministic" }), one); // byte for byte
        const auto back = rowsOf(turned, { "--threads", "2" });
        QCOMPARE(back.size(), texts.size());
        for (int i = 0; i < texts.size(); ++i) {
            const auto expected = numbersOf(
                run({ command, "--text", texts[i], "--jsonl", "--device", "cpu", "--dtype", dtype }).out.trimmed());
            double largest = 1;
            for (const double value : expected)
                largest = std::max(largest, std::abs(value));
            for (const QByteArray& line : { one[i], back[texts.size() - 1 - i] }) {
                const auto found = numbersOf(line);
                QCOMPARE(found.size(), expected.size());
                for (std::size_t k = 0; k < found.size(); ++k)
                    QVERIFY2(std::abs(found[k] - expected[k]) <= tolerance * largest,
                        qPrintable(texts[i] + ": " + QString::number(found[k] - expected[k])));
            }
        }
    }

    void standardOutputThatIsFull()
    {
        const QString program = QString(VITRINE_BIN_DIR) + "/vitrine-engine";
        QProcess process;
        process.setStandardOutputFile("/dev/full");
        process.start(program, { "predict", "--text", movie, "--json" });
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 75);
        QVERIFY(process.readAllStandardError().contains("the disk is full"));

        // 20 blocks of 512 bytes: some rows fit, and what is there is whole.
        const QString rows = write("many.txt", QByteArray("a fine film\n").repeated(60));
        const QString file = m_folder.filePath("limited.jsonl");
        process.setStandardOutputFile(file);
        process.start(
            "/bin/sh", { "-c", "ulimit -f 20; exec \"$@\"", "sh", program, "predict", "--input", rows, "--jsonl" });
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 75);
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        const QByteArray bytes = written.readAll();
        QVERIFY(bytes.size() > 0 && bytes.endsWith('\n'));
        for (const QByteArray& line : bytes.trimmed().split('\n'))
            QVERIFY(!Json::parse(line.toStdString(), nullptr, false).is_discarded());
    }

    void cudaWithoutAGpuSaysWhy()
    {
        const Outcome outcome = run({ "predict", "--text", "x", "--device", "cuda" });
        if (outcome.code == 0)
            QSKIP("this machine has a GPU");
        QVERIFY(outcome.code == 2 || outcome.code == 75);
        QCOMPARE(outcome.err.count('\n'), 1);
        QVERIFY2(outcome.err.size() < 300, outcome.err.constData());
    }

    void aGpuThatIsNotThere()
    {
        for (const char* command : { "predict", "attribute" }) {
            const Outcome outcome = run({ command, "--text", "x", "--device", "cuda:99" });
            QCOMPARE(outcome.code, 2);
            QVERIFY2(
                outcome.err.startsWith("vitrine-engine: --device cuda:99 cannot be used"), outcome.err.constData());
            QVERIFY(outcome.err.count('\n') == 1 && outcome.err.size() < 500 && outcome.out.isEmpty());
        }
    }

    void inspectingEndsWithControlC()
    {
        const TemporaryFiles files;
        const auto folder = sparseModel(files, 4'000'000, 4096); // 65 GB of holes
        QProcess process;
        process.start(QString(VITRINE_BIN_DIR) + "/vitrine-engine",
            { "inspect", "--model", QString::fromStdString(folder.string()), "--progress" });
        process.setReadChannel(QProcess::StandardError);
        QByteArray told;
        while (!told.contains("reading") && process.waitForReadyRead(60'000))
            told += process.readAllStandardError();
        QVERIFY2(told.contains("reading"), told.constData());
        const double time = seconds([&] {
            ::kill(pid_t(process.processId()), SIGINT);
            process.waitForFinished(60'000);
        });
        QCOMPARE(process.exitCode(), 130);
        QVERIFY2(time < 2, qPrintable(QString::number(time))); // to stop, and to unload LibTorch
    }

    // A number type that LibTorch computes less with: the answer says how good it is.
    void attributesInBfloat16()
    {
        for (const char* method :
            { "integrated-gradients", "gradient", "gradient-x-input", "occlusion", "smooth-gradient" }) {
            const Outcome outcome = run({ "attribute", "--text", "a fine film", "--method", method, "--dtype",
                "bfloat16", "--device", "cpu", "--json" });
            QVERIFY2(outcome.code == 0, outcome.err.constData());
            const auto attribution = decode<Attribution>(outcome.json());
            QVERIFY(bool(attribution));
            QCOMPARE(attribution->provenance.engine.dtype, std::string("bfloat16"));
            QVERIFY(std::all_of(
                attribution->scores.begin(), attribution->scores.end(), [](double s) { return std::isfinite(s); }));
        }
    }

    void terminalControlsInATextAreShown()
    {
        const Outcome outcome = run({ "predict", "--text", QString::fromUtf8("red \033[31m \xE2\x80\xAE bidi") });
        QVERIFY(!outcome.out.contains('\033'));
        QVERIFY(outcome.out.contains("<U+001B>"));
        QVERIFY(outcome.out.contains("<U+202E>"));
    }

    void helpIsMadeFromTheSpecifications()
    {
        const Outcome outcome = run({ "attribute", "--help" });
        QCOMPARE(outcome.code, 0);
        for (const char* option : { "--model", "--text", "--method", "--baseline", "--target", "--quantity",
                 "--tolerance", "--rule", "--evaluations", "--device", "--json" })
            QVERIFY2(outcome.out.contains(option), option);
    }

    void interruptedLeavesNothingHalfWritten()
    {
        const QString file = m_folder.filePath("interrupted.json");
        QProcess process;
        const QByteArray text = QByteArray("the plot is thin, but the two leads are a joy to watch. ").repeated(60);
        process.start(QString(VITRINE_BIN_DIR) + "/vitrine-engine",
            { "attribute", "--text", QString::fromUtf8(text), "--tolerance", "1e-7", "--json", "--output", file,
                "--progress" });
        QVERIFY(process.waitForStarted());
        process.setReadChannel(QProcess::StandardError);
        QByteArray told;
        process.setReadChannel(QProcess::StandardError);
        while (!told.contains("integrating") && process.waitForReadyRead(60'000))
            told += process.readAllStandardError();
        ::kill(pid_t(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(!QFile::exists(file));
        QCOMPARE(QDir(m_folder.path()).entryList({ ".*interrupted*" }, QDir::Files | QDir::Hidden).size(), 0);
    }

    void selfcheckPassesOnTheCpu()
    {
        const Outcome outcome = run({ "selfcheck", "--device", "cpu", "--json" });
        const auto report = decode<SelfCheck>(outcome.json());
        QVERIFY(bool(report));
        for (const auto& row : report->checks)
            qInfo("%s: largest difference %.2e, allowed %.2e", row.name.c_str(), row.largestDifference, row.tolerance);
        QCOMPARE(outcome.code, 0);
        QVERIFY(report->checks.size() >= 5);
    }

    void accuracyIsTheCards()
    {
        const QString file = QString(VITRINE_DATA) + "/en-sst2/stsa.binary.test";
        if (!QFile::exists(file))
            QSKIP("the labelled sentences are not there");
        const Outcome outcome = run({ "predict", "--model", "english", "--input", file, "--quiet" });
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("accuracy 1628 of 1821 = 0.8940, 95 % interval [0.8790, 0.9073]"),
            outcome.out.constData());
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
