// SPDX-License-Identifier: GPL-3.0-or-later
// align and nearest as scripts use them: the real engine, its documents, exit codes and sentences.
#include "core/results/alignment.h"
#include "core/results/nearest.h"
#include "tests/service/command_run.h"
#include "tests/service/engine_fixture.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <numeric>

using namespace vitrine;
using Json = nlohmann::json;

namespace {

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

} // namespace

class TestWordCommands : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const QString& name, const QByteArray& content)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("no temporary file");
        return file.fileName();
    }
    QString vectors() { return write("vectors.txt", "5 2\nred 1 0\nblue 0 1\ngreen 1 1\ndark -1 0\nsky 0 2\n"); }

private Q_SLOTS:
    void alignWithTheModel_data()
    {
        QTest::addColumn<QStringList>("more");
        QTest::addColumn<QString>("source");
        QTest::newRow("embeddings") << QStringList() << "embeddings";
        QTest::newRow("a layer, norm, cosine")
            << QStringList { "--layer", "3", "--mass", "norm", "--cost", "cosine" } << "layer";
        QTest::newRow("attribution masses") << QStringList { "--mass", "attribution" } << "embeddings";
        QTest::newRow("sinkhorn") << QStringList { "--solver", "sinkhorn" } << "embeddings";
    }
    void alignWithTheModel()
    {
        QFETCH(QStringList, more);
        QFETCH(QString, source);
        const Outcome outcome = run(QStringList { "align", "--left", "the jokes are funny, really funny", "--right",
                                        "the humor is hilarious", "--model", "english", "--json" }
            + more);
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto alignment = outcome.document<Alignment>();
        QCOMPARE(QString::fromStdString(alignment.vectors.source), source);
        QVERIFY(std::abs(sum(alignment.left.contribution) - alignment.distance) <= 1e-12);
        QVERIFY(std::abs(sum(alignment.right.contribution) - alignment.distance) <= 1e-12);
        QVERIFY(alignment.bounds.relaxed <= alignment.exact + 1e-12 && alignment.exact <= alignment.distance + 1e-12);
        QVERIFY(std::abs(alignment.certificate.gap) <= 1e-12 && alignment.certificate.marginalError <= 1e-12);
        QCOMPARE(alignment.sinkhorn.has_value(), more.contains("sinkhorn"));
        QCOMPARE(QString::fromStdString(alignment.left.tokens.at(1)), QString("jokes"));
        QVERIFY(alignment.left.offsets.at(1) == std::make_pair(4, 9));
        QCOMPARE(QString::fromStdString(
                     alignment.left.encoding->tokens.at(std::size_t(alignment.left.tokenIndices.at(1).at(0)))),
            QString("jokes"));
        QCOMPARE(QString::fromStdString(alignment.provenance.model.name), QString("english"));
    }

    void anEngineReadsAFileAgainOnlyWhenItIsAnother()
    {
        EnginePipe pipe;
        const QString file = vectors();
        unsigned id = 0;
        const auto distance = [&](const QString& path) {
            pipe.request(++id, "align", { { "left", "red" }, { "right", "blue" }, { "vectors", path.toStdString() } });
            const Json answer = pipe.answer(id);
            return answer.contains("result") ? decode<Alignment>(answer["result"])->distance : -1.0;
        };
        QCOMPARE(distance(file), std::sqrt(2.0));
        QCOMPARE(distance(file), std::sqrt(2.0));
        write("vectors.txt", "2 2\nred 3 0\nblue 0 4\n");
        QCOMPARE(distance(file), 5.0);
        QCOMPARE(distance(write("others.txt", "2 2\nred 1 0\nblue 1 7\n")), 7.0);
        QCOMPARE(distance(file), 5.0);
        QFile::remove(file);
        QCOMPARE(distance(file), -1.0);
    }

    void alignWithAFile()
    {
        const Outcome outcome = run({ "align", "--left", "Red nothing red", "--right", "blue", "--mass", "frequency",
            "--vectors", vectors(), "--json" });
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto alignment = outcome.document<Alignment>();
        QVERIFY(std::abs(alignment.distance - std::sqrt(2.0)) <= 1e-12);
        QCOMPARE(alignment.left.counts.at(0), 2);
        QVERIFY((alignment.left.places.at(0) == std::vector<std::pair<int, int>> { { 0, 3 }, { 12, 15 } }));
        QCOMPARE(QString::fromStdString(alignment.left.unknown.at(0)), QString("nothing"));
        QVERIFY(alignment.provenance.model.name.empty());
    }

    void bareProblem()
    {
        const QString file = write(
            "problem.json", R"({"left_mass": [0.5, 0.5], "right_mass": [0.25, 0.75], "cost": [[0, 2], [1, 1]]})");
        const auto alignment = run({ "align", "--problem", file, "--json" }).document<Alignment>();
        QCOMPARE(alignment.distance, 1.0);
        QVERIFY(alignment.left.tokens.empty());
        QVERIFY((alignment.plan == std::vector<std::vector<double>> { { 0.25, 0.25 }, { 0, 0.5 } }));
        QVERIFY(run({ "align", "--problem", file }).out.contains("optimal"));
    }

    void refusals_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        const QStringList file { "--vectors", vectors() };
        QTest::newRow("empty side") << QStringList { "align", "--left", "", "--right", "red" } + file << 2
                                    << "The left text has no words";
        QTest::newRow("unknown words") << QStringList { "align", "--left", "red", "--right", "yellow purple" } + file
                                       << 2 << "(yellow, purple)";
        QTest::newRow("idf without a corpus")
            << QStringList { "align", "--left", "red", "--right", "blue", "--mass", "idf" } + file << 2
            << "name a file of texts";
        QTest::newRow("attribution of a file")
            << QStringList { "align", "--left", "red", "--right", "blue", "--mass", "attribution" } + file << 2
            << "leave out vectors";
        QTest::newRow("no such layer") << QStringList { "align", "--left", "red", "--right", "blue", "--layer", "9" }
                                       << 2 << "layers 1 to 6";
        QTest::newRow("no such file") << QStringList { "align", "--left", "red", "--right", "blue", "--vectors",
            "/nowhere.txt" } << 3 << "nowhere.txt";
        QTest::newRow("ragged problem") << QStringList { "align", "--problem",
            write("ragged.json", R"({"left_mass": [1], "right_mass": [1], "cost": [[0, 2]]})") }
                                        << 3 << "one number for each of the 1 right masses";
        QTest::newRow("unequal totals") << QStringList { "align", "--problem",
            write("unequal.json", R"({"left_mass": [1], "right_mass": [2], "cost": [[0]]})") }
                                        << 2 << "make the totals equal";
        QTest::newRow("no corpus") << QStringList { "nearest", "--query", "red" } + file << 2 << "No corpus was named";
        QTest::newRow("nothing asked") << QStringList { "nearest", "--input", write("some.txt", "red\n") } + file << 2
                                       << "Nothing is asked";
    }
    void refusals()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QString, says);
        const Outcome outcome = run(arguments);
        QVERIFY2(QString::fromUtf8(outcome.err).contains(says), outcome.err.constData());
        QCOMPARE(outcome.code, code);
    }

    void nearestInACorpus()
    {
        const QString corpus
            = write("corpus.tsv", "text\tlabel\nred red\tr\nblue sky\tb\ngreen\tg\nnowhere\tx\ndark\td\nred\tr\n");
        const Outcome outcome = run({ "nearest", "--query", "red", "--input", corpus, "-k", "3", "--matrix",
            "--vectors", vectors(), "--json" });
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto nearest = outcome.document<Nearest>();
        QCOMPARE(nearest.neighbours.size(), std::size_t(3));
        QCOMPARE(nearest.neighbours[0].row, 1);
        QCOMPARE(nearest.neighbours[1].row, 6); // the same distance, a later row
        QCOMPARE(nearest.neighbours[2].distance, 1.0);
        QCOMPARE(nearest.work.skipped, 1);
        QCOMPARE(nearest.work.exact + nearest.work.pruned, 5);
        QCOMPARE(QString::fromStdString(nearest.votes.at(0).label), QString("r"));
        QCOMPARE(nearest.matrix->order.size(), std::size_t(5));
    }

    void nearestWithTheModel()
    {
        const QString corpus = write("corpus.txt", "a dull film\na lovely movie\nthe weather is fine\n");
        const Outcome outcome = run({ "nearest", "--query", "a lovely film", "--input", corpus, "-k", "1", "--layer",
            "6", "--cost", "cosine", "--mass", "norm", "--json" });
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QCOMPARE(outcome.document<Nearest>().neighbours.at(0).row, 2);
    }
};

QTEST_APPLESS_MAIN(TestWordCommands)
#include "tst_word_commands.moc"
