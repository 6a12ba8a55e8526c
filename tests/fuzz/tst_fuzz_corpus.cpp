// SPDX-License-Identifier: GPL-3.0-or-later
// Replays every file of a fuzz target's corpus in an ordinary test run; linked once with each target.
#include <QCoreApplication>
#include <QDir>
#include <QTest>

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

class FuzzCorpusTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void replay_data();
    void replay();
};

void FuzzCorpusTest::replay_data()
{
    QTest::addColumn<QString>("path");
    const QString target = QCoreApplication::applicationName().remove(QStringLiteral("tst_fuzz_"));
    const QDir corpus(QStringLiteral(VITRINE_SOURCE_DIR "/tests/fuzz/corpus/") + target);
    const QStringList names = corpus.entryList(QDir::Files, QDir::Name);
    QVERIFY2(!names.isEmpty(), qPrintable(corpus.path() + QStringLiteral(" holds no cases")));
    for (const QString& name : names)
        QTest::newRow(qPrintable(name)) << corpus.filePath(name);
}

void FuzzCorpusTest::replay()
{
    QFETCH(QString, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QCOMPARE(
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.constData()), std::size_t(bytes.size())), 0);
}

QTEST_GUILESS_MAIN(FuzzCorpusTest)
#include "tst_fuzz_corpus.moc"
