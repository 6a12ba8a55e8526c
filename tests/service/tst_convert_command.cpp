// SPDX-License-Identifier: GPL-3.0-or-later
// convert as scripts use it: the same model from other weights, and a folder that stays as it was whenever that cannot
// be.
#include "core/io/safetensors/safetensors.h"
#include "tests/io/safetensors_builder.h"
#include "tests/io/temporary_files.h"
#include "tests/service/command_run.h"
#include "tests/support/reference.h"

#include <QTest>

#include <algorithm>
#include <csignal>

using namespace vitrine;
namespace fs = std::filesystem;

namespace {

const QString text = "the film, 很好看, but boring";

QString textOf(const fs::path& path) { return QString::fromStdString(path.string()); }

std::vector<std::string> namesIn(const fs::path& folder)
{
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

bool isWeights(const std::string& name)
{
    return name.ends_with(".bin") || name.ends_with(".safetensors") || name.ends_with(".index.json");
}

/// Copies the files of `from` that `wanted` accepts; references are read-only, the copies are not.
void copyFiles(const fs::path& from, const fs::path& to, bool (*wanted)(const std::string&))
{
    fs::create_directories(to);
    for (const std::string& name : namesIn(from)) {
        if (!wanted(name))
            continue;
        fs::copy_file(from / name, to / name);
        fs::permissions(to / name, fs::perms::owner_write, fs::perm_options::add);
    }
}

bool anything(const std::string&) { return true; }
bool noWeights(const std::string& name) { return !isWeights(name); }

Prediction predictionOf(const fs::path& folder)
{
    return run({ "predict", "--model", textOf(folder), "--text", text, "--device", "cpu", "--threads", "1", "--json" })
        .document<Prediction>();
}

/// One line, that of the program itself, with `part` in it.
void verifySentence(const Outcome& outcome, int code, const char* part)
{
    QVERIFY2(outcome.code == code, outcome.err.constData());
    QVERIFY2(outcome.err.startsWith("vitrine-engine: ") && outcome.err.count('\n') == 1 && outcome.err.contains(part),
        outcome.err.constData());
    QVERIFY(outcome.out.isEmpty());
}

} // namespace

class TestConvertCommand : public QObject {
    Q_OBJECT

    TemporaryFiles m_files;

    /// A copy of a reference model under a name of its own.
    fs::path copied(const std::string& name, const std::string& as)
    {
        copyFiles(referencePath("models/" + name), m_files.path(as), anything);
        return m_files.path(as);
    }

    /// A folder whose weights take long to write: half a gigabyte of zeros, which take no room until then.
    fs::path longModel(const std::string& as)
    {
        constexpr qint64 megabyte = 1 << 20, count = 512;
        QByteArray table = "{";
        for (qint64 i = 0; i < count; ++i) {
            table += (i == 0 ? "" : ",");
            table
                += tensorEntry(qPrintable(QString("w%1").arg(i)), "F32", "[262144]", i * megabyte, (i + 1) * megabyte);
        }
        table += "}";
        const fs::path folder = m_files.path(as);
        fs::create_directories(folder);
        m_files.write(as + "/model.safetensors", safetensorsFile(table));
        fs::resize_file(folder / "model.safetensors", std::uintmax_t(8 + table.size() + count * megabyte));
        m_files.write(as + "/config.json", R"({"model_type": "bert"})");
        return folder;
    }

    /// Ends a running conversion by `signal` once it writes; the exit code, or −1 when it was killed.
    static int endedWhileWriting(const fs::path& folder, int signal)
    {
        const std::size_t before = namesIn(folder).size();
        QProcess process;
        process.start(QString(VITRINE_BIN_DIR) + "/vitrine-engine",
            { "convert", "--model", textOf(folder), "--file", "new.safetensors" });
        while (namesIn(folder).size() == before) {
            if (process.waitForFinished(1))
                return -2;
        }
        ::kill(pid_t(process.processId()), signal);
        process.waitForFinished(60'000);
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }

private Q_SLOTS:
    void sameLogits_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name :
            { "bert-zh", "bert-legacy", "bert-oldpickle", "bert-sharded", "deberta-v2", "gpt2-cls" })
            QTest::newRow(name) << name;
    }

    void sameLogits()
    {
        QFETCH(QString, name);
        const fs::path folder = copied(name.toStdString(), name.toStdString());
        const std::vector<std::string> before = namesIn(folder);
        const Prediction given = predictionOf(folder);
        const Outcome outcome = run({ "convert", "--model", textOf(folder), "--file", "new.safetensors", "--json" });
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QVERIFY(outcome.err.isEmpty());
        const auto card = outcome.document<ModelCard>();
        QCOMPARE(card.weightsFormat, std::string("safetensors"));
        std::vector<std::string> after = before;
        after.insert(std::upper_bound(after.begin(), after.end(), "new.safetensors"), "new.safetensors");
        QCOMPARE(namesIn(folder), after);

        const fs::path converted = m_files.path(name.toStdString() + "-converted");
        copyFiles(folder, converted, noWeights);
        fs::copy_file(folder / "new.safetensors", converted / "model.safetensors");
        const Prediction again = predictionOf(converted);
        QVERIFY(!given.logits.empty());
        QCOMPARE(again.logits, given.logits); // to the last bit
        QCOMPARE(again.provenance.model.sha256, card.provenance.model.sha256);
        QCOMPARE(again.encoding.ids, given.encoding.ids);
    }

    void anExistingFileStays()
    {
        const fs::path folder = copied("bert-zh", "existing");
        QCOMPARE(run({ "convert", "--model", textOf(folder) }).code, 0);
        for (const char* name : { "vocab.txt", "pytorch_model.bin", "model.safetensors" }) {
            const auto names = namesIn(folder);
            const std::string precious = m_files.read(std::string("existing/") + name);
            verifySentence(run({ "convert", "--model", textOf(folder), "--file", name }), 2,
                qPrintable(QString("%1: there is already something of that name, and it stays; choose another name")
                        .arg(name)));
            QVERIFY(m_files.read(std::string("existing/") + name) == precious);
            QCOMPARE(namesIn(folder), names);
        }
    }

    void nothingHalfWrittenStays()
    {
        const fs::path folder = copied("bert-zh", "full");
        const auto names = namesIn(folder);
        // A file may grow to 40 blocks of 512 bytes here.
        QStringList words { "-c", "trap '' XFSZ; ulimit -f 40; exec \"$@\"", "sh",
            QString(VITRINE_BIN_DIR) + "/vitrine-engine", "convert", "--model", textOf(folder) };
        QProcess process;
        process.start("/bin/sh", words);
        QVERIFY(process.waitForFinished(60'000));
        verifySentence({ process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError() }, 75,
            "model.safetensors: cannot be saved, the file would be larger than is allowed here; nothing was changed");
        QCOMPARE(namesIn(folder), names);
        if (::geteuid() != 0) { // who may write everywhere is never refused
            fs::permissions(folder, fs::perms::owner_write, fs::perm_options::remove);
            const Outcome closed = run({ "convert", "--model", textOf(folder) });
            fs::permissions(folder, fs::perms::owner_write, fs::perm_options::add);
            verifySentence(closed, 3, "there is no permission to write there");
        }
    }

    void interrupted()
    {
        const fs::path folder = longModel("interrupted");
        const auto names = namesIn(folder);
        QCOMPARE(endedWhileWriting(folder, SIGINT), 130);
        QCOMPARE(namesIn(folder), names);
    }

    void killed()
    {
        const fs::path folder = longModel("killed");
        QCOMPARE(endedWhileWriting(folder, SIGKILL), -1);
        QVERIFY2(!fs::exists(folder / "new.safetensors"), "half of a file under its own name");
    }

    void badInput_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("part");
        const auto row = [](const char* name, const QStringList& options, int code, const char* part) {
            QTest::newRow(name) << options << code << QByteArray(part);
        };
        row("no such folder", { "--model", "FOLDER/nowhere" }, 3, "nowhere: there is no such folder");
        row("no model", { "--model", "FOLDER/empty" }, 3, "is not a model folder");
        row("cut weights", { "--model", "FOLDER/cut" }, 3, "pytorch_model.bin: ");
        row("a program", { "--model", "FOLDER/program" }, 3, "program");
        row("elsewhere", { "--model", "FOLDER/sound", "--file", "../new.safetensors" }, 3,
            "nothing outside the folder");
        row("no name", { "--model", "FOLDER/sound", "--file", "" }, 3, "file: ");
        row("unknown option", { "--model", "FOLDER/sound", "--to", "x" }, 2, "--to");
    }

    void badInput()
    {
        QFETCH(QStringList, options);
        QFETCH(int, code);
        QFETCH(QByteArray, part);
        if (!fs::exists(m_files.path("sound"))) {
            const fs::path sound = copied("bert-zh", "sound");
            fs::create_directory(m_files.path("empty"));
            const fs::path cut = copied("bert-zh", "cut") / "pytorch_model.bin";
            fs::resize_file(cut, fs::file_size(cut) / 2);
            copied("bert-zh", "program");
            m_files.write("program/pytorch_model.bin",
                "\x80\x02"
                "cos\nsystem\nX\x05\0\0\0touch\x85R.");
        }
        options.replaceInStrings("FOLDER", textOf(m_files.path()));
        const std::size_t before = namesIn(m_files.path()).size();
        verifySentence(run(QStringList { "convert" } + options), code, part);
        QCOMPARE(namesIn(m_files.path()).size(), before);
        QVERIFY(!fs::exists(m_files.path("sound/model.safetensors"))
            && !fs::exists(m_files.path("cut/model.safetensors"))
            && !fs::exists(m_files.path("program/model.safetensors")));
    }
};

QTEST_GUILESS_MAIN(TestConvertCommand)
#include "tst_convert_command.moc"
