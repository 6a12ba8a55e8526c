// SPDX-License-Identifier: GPL-3.0-or-later
// train as scripts use it, and what the world does to a long run: killed, out of disk.
#include "core/results/training.h"
#include "tests/io/temporary_files.h"
#include "tests/service/command_run.h"
#include "tests/training/opinions.h"

#include <QTest>

#include <csignal>

using namespace vitrine;

class TestTrainCommand : public QObject {
    Q_OBJECT

    TemporaryFiles m_files;

    QStringList arguments(const QString& output, const QStringList& more = {})
    {
        m_files.write("train.tsv", opinions(400));
        m_files.write("settings.json",
            QByteArray("{\"train\": \"") + m_files.path("train.tsv").c_str()
                + "\", \"drop-leaks\": false, \"layers\": 1, \"width\": 32, \"heads\": 2, \"epochs\": 8,"
                  " \"batch\": 8, \"rate\": 0.002, \"max-length\": 24, \"checkpoint-every\": 3}");
        return QStringList { "train", "--config", QString::fromStdString(m_files.path("settings.json").string()),
            "--output", QString::fromStdString(m_files.path(output.toStdString()).string()), "--threads", "1" }
        + more;
    }

private Q_SLOTS:
    void killedAndResumed()
    {
        const Outcome whole = run(arguments("whole", { "--json" }));
        QVERIFY2(whole.code == 0, whole.err.constData());
        QCOMPARE(whole.document<Training>().resumedFrom, 0L);
        for (int kill = 0; kill < 3; ++kill) {
            QProcess process;
            process.start(QString(VITRINE_BIN_DIR) + "/vitrine-engine", arguments("killed"));
            QVERIFY(process.waitForStarted());
            const auto checkpoint = m_files.path("killed/training.checkpoint");
            const auto before = std::filesystem::exists(checkpoint) ? std::filesystem::last_write_time(checkpoint)
                                                                    : std::filesystem::file_time_type();
            QTRY_VERIFY_WITH_TIMEOUT(
                std::filesystem::exists(checkpoint) && std::filesystem::last_write_time(checkpoint) != before, 30'000);
            ::kill(pid_t(process.processId()), SIGKILL);
            process.waitForFinished();
        }
        const Outcome rest = run(arguments("killed", { "--json" }));
        QVERIFY2(rest.code == 0, rest.err.constData());
        QVERIFY(rest.document<Training>().resumedFrom > 0);
        QVERIFY(m_files.read("killed/model.safetensors") == m_files.read("whole/model.safetensors"));
        for (const auto& entry : std::filesystem::directory_iterator(m_files.path("killed")))
            QVERIFY2(entry.path().filename() != "training.checkpoint", "a finished run keeps no checkpoint");
    }

    void interruptedKeepsACheckpoint()
    {
        QProcess process;
        process.start(QString(VITRINE_BIN_DIR) + "/vitrine-engine", arguments("interrupted"));
        QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(m_files.path("interrupted/training.checkpoint")), 30'000);
        ::kill(pid_t(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(std::filesystem::exists(m_files.path("interrupted/training.checkpoint")));
        QVERIFY(!std::filesystem::exists(m_files.path("interrupted/config.json")));
    }

    void diskFull()
    {
        // A file may grow to 40 blocks of 512 bytes: the checkpoint does not fit, and neither it nor a part of it may
        // stay.
        QStringList words { "-c", "trap '' XFSZ; ulimit -f 40; exec \"$@\"", "sh",
            QString(VITRINE_BIN_DIR) + "/vitrine-engine" };
        QProcess process;
        process.start("/bin/sh", words + arguments("full"));
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 75);
        const auto told = process.readAllStandardError();
        QVERIFY2(told.contains("larger than is allowed") && told.count('\n') == 1, told.constData());
        QVERIFY(std::filesystem::is_empty(m_files.path("full")));
    }

    void secondRunInOneFolder()
    {
        QProcess first;
        first.start(QString(VITRINE_BIN_DIR) + "/vitrine-engine", arguments("shared"));
        QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(m_files.path("shared/training.checkpoint")), 30'000);
        const Outcome second = run(arguments("shared"));
        QCOMPARE(second.code, 75);
        QVERIFY2(second.err.contains("is going on") && second.err.count('\n') == 1, second.err.constData());
        QVERIFY(first.waitForFinished(60'000));
        QCOMPARE(first.exitCode(), 0);
        QVERIFY(!std::filesystem::exists(m_files.path("shared/.training.lock")));
    }

    void otherModelsStay()
    {
        QCOMPARE(run(arguments("base")).code, 0);
        const auto weights = m_files.read("base/model.safetensors");
        const QString base = QString::fromStdString(m_files.path("base").string());
        for (const QStringList& more : { QStringList { "--model", base }, { "--model", base, "--again" } }) {
            const Outcome refused = run(arguments("base", more));
            QCOMPARE(refused.code, 2);
            QVERIFY2(refused.err.contains("would be overwritten"), refused.err.constData());
        }
        std::filesystem::create_directory(m_files.path("foreign"));
        m_files.write("foreign/model.safetensors", "weights");
        QCOMPARE(run(arguments("foreign", { "--again" })).code, 2);
        QCOMPARE(m_files.read("foreign/model.safetensors"), std::string("weights"));
        QVERIFY(m_files.read("base/model.safetensors") == weights);
    }

    void table()
    {
        const Outcome outcome = run(arguments("table"));
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.out.contains("accuracy on validation texts") && outcome.out.contains("finished: step"));
        QVERIFY(m_files.read("table/README.md").find("vitrine-engine train --config") != std::string::npos);
    }

    void badSettings()
    {
        m_files.write("odd.json", "{\"train\": [1]}");
        const QStringList start { "train", "--config", QString::fromStdString(m_files.path("odd.json").string()) };
        const Outcome odd = run(start);
        QCOMPARE(odd.code, 3);
        QVERIFY2(odd.err.contains("odd.json: train must be"), odd.err.constData());
        QCOMPARE(run({ "train", "--train", "/nowhere", "--output", "x" }).code, 3);
        QCOMPARE(run({ "train", "--epochs", "many", "--train", "x", "--output", "x" }).code, 2);
    }
};

QTEST_GUILESS_MAIN(TestTrainCommand)
#include "tst_train_command.moc"
