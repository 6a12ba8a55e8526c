// SPDX-License-Identifier: GPL-3.0-or-later
// A run writes into its own folder only: foreign files, links, a second run and what a killed run leaves behind.
#include "core/training/output_folder.h"
#include "tests/io/refusal_of.h"
#include "tests/io/temporary_files.h"
#include "tests/support/limits.h"

#include <QTest>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace vitrine;

namespace {

QString refusedFolder(const std::filesystem::path& path)
{
    return refusalOf([&] { const OutputFolder folder(path.string()); });
}

} // namespace

class TestOutputFolder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void newAndEmptyFolders()
    {
        const TemporaryFiles files;
        {
            const OutputFolder folder(files.path("a/b").string());
            QVERIFY(std::filesystem::equivalent(folder.path(), files.path("a/b")));
            QVERIFY(std::filesystem::exists(files.path("a/b/.training.lock")));
        }
        QVERIFY(std::filesystem::is_empty(files.path("a/b")));
        QCOMPARE(refusedFolder(files.path("a/b")), "nothing");
    }

    void foreignFolders_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("a model") << "model.safetensors" << QByteArray("weights");
        QTest::newRow("a text") << "thesis.txt" << QByteArray("years of work");
        QTest::newRow("hidden") << ".profile" << QByteArray("x");
        QTest::newRow("another training.json") << "training.json" << QByteArray("{\"epochs\": 3}");
        QTest::newRow("no JSON") << "training.json" << QByteArray("\0\0", 2);
        QTest::newRow("nearly a temporary") << ".config.json.12345678" << QByteArray("x");
        QTest::newRow("temporary of another name") << ".thesis.txt.123" << QByteArray("x");
        QTest::newRow("control characters") << "a\x1b[2J.txt" << QByteArray("x");
        QTest::newRow("a long name") << QString(255, 'n') << QByteArray("x");
    }
    void foreignFolders()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        const TemporaryFiles files;
        files.write(name.toStdString(), bytes);
        const QString told = refusedFolder(files.path());
        QVERIFY2(
            told.startsWith("bad-argument: The output folder ") && told.contains("choose a new or an empty folder"),
            qPrintable(told));
        QVERIFY(!told.contains(QChar(0x1b)) && told.size() < 520);
        QCOMPARE(files.read(name.toStdString()), bytes.toStdString());
        QCOMPARE(files.count(), 1L); // the lock is gone again
    }

    void damagedCheckpointBesideAModel()
    {
        const TemporaryFiles files;
        files.write("training.checkpoint", "x");
        QCOMPARE(refusedFolder(files.path()), "nothing"); // alone: the run itself tells what is wrong with it
        files.write("model.safetensors", "weights");
        QVERIFY(refusedFolder(files.path()).contains("model.safetensors"));
    }

    void linksAreNotFollowed_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : { "README.md", "config.json", "training.checkpoint", "training.json", "vocab.txt" })
            QTest::newRow(name) << name;
    }
    void linksAreNotFollowed()
    {
        QFETCH(QString, name);
        const TemporaryFiles files, elsewhere;
        const auto victim = elsewhere.write("victim.txt", "mine");
        std::filesystem::create_symlink(victim, files.path(name.toStdString()));
        const QString told = refusedFolder(files.path());
        QVERIFY2(told.contains("holds the link " + name) && told.contains("remove it"), qPrintable(told));
        QCOMPARE(elsewhere.read("victim.txt"), std::string("mine"));
    }

    void lockFilesThatAreNone()
    {
        const TemporaryFiles files, elsewhere;
        const auto lock = files.path(".training.lock");
        std::filesystem::create_symlink(elsewhere.write("victim.txt", "mine"), lock);
        QVERIFY(refusedFolder(files.path()).contains("no lock file"));
        QCOMPARE(elsewhere.read("victim.txt"), std::string("mine"));
        std::filesystem::remove(lock);
        QCOMPARE(::mkfifo(lock.c_str(), 0600), 0);
        QVERIFY(seconds([&] { QVERIFY(refusedFolder(files.path()).contains("no lock file")); }) < 1);
        std::filesystem::remove(lock);
        std::filesystem::create_directory(lock);
        QVERIFY(refusedFolder(files.path()).contains("no lock file"));
        std::filesystem::remove(lock);
        std::filesystem::create_hard_link(elsewhere.path("victim.txt"), lock); // a name of it goes, the file stays
        QCOMPARE(refusedFolder(files.path()), "nothing");
        QCOMPARE(elsewhere.read("victim.txt"), std::string("mine"));
    }

    void secondRun()
    {
        const TemporaryFiles files;
        std::filesystem::create_directory_symlink(files.path("run"), files.path("other-name"));
        const OutputFolder folder(files.path("run").string());
        for (const char* name : { "run", "other-name" }) {
            const QString told = refusedFolder(files.path(name));
            QVERIFY2(
                told.startsWith("write-failed: ") && told.contains("is going on; wait for its end"), qPrintable(told));
        }
        QVERIFY(std::filesystem::exists(files.path("run/.training.lock"))); // the first one's
    }

    void killedRun()
    {
        const TemporaryFiles files;
        const auto path = files.path("run");
        const pid_t child = ::fork();
        if (child == 0) {
            const OutputFolder folder(path.string());
            ::_exit(0); // as kill −9 does: no destructor
        }
        QCOMPARE(::waitpid(child, nullptr, 0), child);
        QVERIFY(std::filesystem::exists(path / ".training.lock"));
        for (const char* leftover : { ".training.checkpoint.7", ".model.safetensors.999999", ".vocab.txt.0" })
            files.write(std::string("run/") + leftover, "half");
        QCOMPARE(refusedFolder(path), "nothing");
        QVERIFY(std::filesystem::is_empty(path));
    }

    void leftoversThatAreLinks()
    {
        const TemporaryFiles files, elsewhere;
        std::filesystem::create_symlink(elsewhere.write("victim.txt", "mine"), files.path(".training.checkpoint.5"));
        QCOMPARE(refusedFolder(files.path()), "nothing");
        QCOMPARE(files.count(), 0L);
        QCOMPARE(elsewhere.read("victim.txt"), std::string("mine"));
    }

    void foldersOfModels()
    {
        const TemporaryFiles files;
        std::filesystem::create_directories(files.path("model/inner"));
        files.write("model/model.safetensors", "weights");
        std::filesystem::create_directory_symlink(files.path("model"), files.path("link"));
        const auto refused = [&](const char* output, const char* start) {
            return refusalOf([&] { refuseModelFolder(files.path(output), start[0] ? files.path(start) : ""); });
        };
        for (const char* output : { "model", "model/", "link", "model/inner/.." }) {
            QVERIFY(refused(output, "model").contains("would be overwritten; choose another folder"));
            QVERIFY(refused(output, "model/model.safetensors").contains("would be overwritten"));
        }
        QCOMPARE(refused("model/inner", "model"), "nothing");
        QCOMPARE(refused("gone", "model"), "nothing");
        QCOMPARE(refused("model", ""), "nothing");
    }

    void placesThatAreNone()
    {
        const TemporaryFiles files;
        files.write("file", "mine");
        QVERIFY(refusedFolder(files.path("file")).startsWith("write-failed: "));
        QVERIFY(refusedFolder(files.path("file/below")).startsWith("write-failed: "));
        QVERIFY(refusedFolder(std::string("/tmp/a\0b", 8)).startsWith("unsafe-path: "));
        QVERIFY(refusedFolder(std::filesystem::path("/proc/none")).startsWith("write-failed: "));
        QCOMPARE(files.read("file"), std::string("mine"));
    }
};

QTEST_APPLESS_MAIN(TestOutputFolder)
#include "tst_output_folder.moc"
