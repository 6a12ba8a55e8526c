// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever fails while saving: the old bytes stay, and no temporary file does.
#include "core/io/files/atomic_file.h"
#include "tests/io/temporary_files.h"

#include <QTest>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <limits>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace vitrine;

namespace {

class FaultyDisk : public SystemCalls {
public:
    std::size_t room = std::numeric_limits<std::size_t>::max(); // bytes until the disk is full
    int syncError = 0;
    int renameError = 0;
    mutable int syncs = 0;
    mutable int syncsBeforeRename = -1;

    ssize_t write(int file, const void* source, std::size_t bytes) const override
    {
        m_interrupt = !m_interrupt;
        if (m_interrupt)
            return fail(EINTR);
        if (m_written >= room)
            return fail(ENOSPC);
        const ssize_t written
            = SystemCalls::write(file, source, std::min({ bytes, std::size_t(2), room - m_written })); // short writes
        m_written += std::size_t(std::max<ssize_t>(written, 0));
        return written;
    }
    int fsync(int file) const override
    {
        ++syncs;
        return syncError ? fail(syncError) : SystemCalls::fsync(file);
    }
    int rename(const char* from, const char* to) const override
    {
        syncsBeforeRename = syncs;
        return renameError ? fail(renameError) : SystemCalls::rename(from, to);
    }

private:
    static int fail(int error)
    {
        errno = error;
        return -1;
    }

    mutable std::size_t m_written = 0;
    mutable bool m_interrupt = false;
};

} // namespace

class AtomicFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesNewAndOld();
    void keepsModeAndLink();
    void writesThroughNoLink();
    void knowsItsTemporaries();
    void flushesBeforeAndAfterTheRename();
    void failsAtEveryByte();
    void failsAtOtherCalls_data();
    void failsAtOtherCalls();
    void refusesPlaces();
    void survivesProducerThatThrows();
    void survivesFileSizeLimit();
    void survivesFullDisk();
};

void AtomicFileTest::writesNewAndOld()
{
    const TemporaryFiles files;
    for (const char* bytes : { "first", "", "the third is longer" }) {
        QVERIFY(writeAtomically(files.path("x"), bytes));
        QCOMPARE(files.read("x"), std::string(bytes));
        QCOMPARE(files.count(), 1L);
    }
    const mode_t mask = ::umask(027);
    QVERIFY(writeAtomically(files.path("new"), "1"));
    ::umask(mask);
    struct stat status {};
    QCOMPARE(::stat(files.path("new").c_str(), &status), 0);
    QCOMPARE(status.st_mode & 0777, mode_t(0640));
}

void AtomicFileTest::keepsModeAndLink()
{
    const TemporaryFiles files, elsewhere;
    const auto target = elsewhere.write("target", "old");
    QCOMPARE(::chmod(target.c_str(), 0604), 0);
    std::filesystem::create_symlink(target, files.path("link"));
    QVERIFY(writeAtomically(files.path("link"), "new"));
    QVERIFY(std::filesystem::is_symlink(files.path("link")));
    QCOMPARE(elsewhere.read("target"), std::string("new"));
    struct stat status {};
    QCOMPARE(::stat(target.c_str(), &status), 0);
    QCOMPARE(status.st_mode & 0777, mode_t(0604));
    std::filesystem::create_symlink("made", files.path("to-nothing"));
    QVERIFY(writeAtomically(files.path("to-nothing"), "1"));
    QCOMPARE(files.read("made"), std::string("1"));
}

void AtomicFileTest::writesThroughNoLink()
{
    const TemporaryFiles files, elsewhere;
    const auto put = [&](const char* name, const SystemCalls& calls = SystemCalls::real()) {
        return writeItselfAtomically(
            files.path(name), [](const ByteSink& sink) { sink(std::as_bytes(std::span("new", 3))); }, calls);
    };
    std::filesystem::create_symlink(elsewhere.write("victim.txt", "mine"), files.path("README.md"));
    std::filesystem::create_symlink(elsewhere.path("made.txt"), files.path("to-nothing"));
    std::filesystem::create_symlink("loop", files.path("loop"));
    for (const char* name : { "README.md", "to-nothing", "loop" }) {
        const auto result = put(name);
        QVERIFY(!result);
        QVERIFY(result.error().code == ErrorCode::WriteFailed);
        QVERIFY(QString::fromStdString(result.error().message).contains("is a link"));
    }
    QCOMPARE(elsewhere.read("victim.txt"), std::string("mine"));
    QCOMPARE(elsewhere.count(), 1L);
    QCOMPARE(files.count(), 3L);

    // A link that appears while the file is written is replaced, not followed.
    struct Quick : SystemCalls {
        std::filesystem::path link, target;
        int fsync(int file) const override
        {
            if (!std::filesystem::exists(std::filesystem::symlink_status(link)))
                std::filesystem::create_symlink(target, link);
            return SystemCalls::fsync(file);
        }
    } quick;
    quick.link = files.path("config.json");
    quick.target = elsewhere.path("victim.txt");
    QVERIFY(put("config.json", quick));
    QVERIFY(std::filesystem::is_regular_file(std::filesystem::symlink_status(quick.link)));
    QCOMPARE(files.read("config.json"), std::string("new"));
    QCOMPARE(elsewhere.read("victim.txt"), std::string("mine"));

    std::filesystem::create_hard_link(elsewhere.path("victim.txt"), files.path("hard"));
    QVERIFY(put("hard"));
    QCOMPARE(elsewhere.read("victim.txt"), std::string("mine"));
}

void AtomicFileTest::knowsItsTemporaries()
{
    for (const char* name : { ".config.json.0", ".config.json.7", ".config.json.999999" })
        QVERIFY2(isTemporaryOf(name, "config.json"), name);
    for (const char* name : { ".config.json.", ".config.json.1234567", ".config.json.12x", "config.json.1",
             ".config.json", ".config.jsonx.1", ".config.json.-1", "" })
        QVERIFY2(!isTemporaryOf(name, "config.json"), name);
    // What a killed process leaves: found by its name.
    const TemporaryFiles files;
    (void)writeAtomically(files.path("x"), [&](const ByteSink&) {
        QVERIFY(isTemporaryOf(std::filesystem::directory_iterator(files.path())->path().filename().string(), "x"));
    });
}

void AtomicFileTest::flushesBeforeAndAfterTheRename()
{
    const TemporaryFiles files;
    const FaultyDisk disk;
    QVERIFY(writeAtomically(files.path("x"), "0123456789", disk));
    QCOMPARE(files.read("x"), std::string("0123456789"));
    QCOMPARE(disk.syncsBeforeRename, 1);
    QCOMPARE(disk.syncs, 2);
}

void AtomicFileTest::failsAtEveryByte()
{
    const TemporaryFiles files;
    files.write("x", "old");
    const std::string bytes = "0123456789";
    for (std::size_t room = 0; room < bytes.size(); ++room) {
        FaultyDisk disk;
        disk.room = room;
        const auto result = writeAtomically(files.path("x"), bytes, disk);
        QVERIFY(!result);
        QVERIFY(result.error().code == ErrorCode::WriteFailed);
        QCOMPARE(result.error().message,
            files.path("x").string() + ": cannot be saved, the disk is full; nothing was changed");
        QCOMPARE(files.read("x"), std::string("old"));
        QCOMPARE(files.count(), 1L);
    }
}

void AtomicFileTest::failsAtOtherCalls_data()
{
    QTest::addColumn<int>("syncError");
    QTest::addColumn<int>("renameError");
    QTest::addColumn<QString>("reason");
    QTest::newRow("fsync EIO") << EIO << 0 << "Input/output error";
    QTest::newRow("fsync EDQUOT") << EDQUOT << 0 << "the quota is used up";
    QTest::newRow("rename EACCES") << 0 << EACCES << "there is no permission to write there";
    QTest::newRow("rename EROFS") << 0 << EROFS << "the disk is read-only";
}

void AtomicFileTest::failsAtOtherCalls()
{
    QFETCH(int, syncError);
    QFETCH(int, renameError);
    QFETCH(QString, reason);
    const TemporaryFiles files;
    files.write("x", "old");
    FaultyDisk disk;
    disk.syncError = syncError;
    disk.renameError = renameError;
    const auto result = writeAtomically(files.path("x"), "new", disk);
    QVERIFY(!result);
    QCOMPARE(QString::fromStdString(result.error().message),
        QStringLiteral("%1: cannot be saved, %2; nothing was changed")
            .arg(QString::fromStdString(files.path("x").string()), reason));
    QCOMPARE(files.read("x"), std::string("old"));
    QCOMPARE(files.count(), 1L);
}

void AtomicFileTest::refusesPlaces()
{
    const TemporaryFiles files;
    std::filesystem::create_directory(files.path("folder"));
    QVERIFY(QString::fromStdString(writeAtomically(files.path("folder"), "1").error().message)
            .endsWith(QStringLiteral("it is a folder; nothing was changed")));
    QVERIFY(QString::fromStdString(writeAtomically(files.path("gone") / "x", "1").error().message)
            .endsWith(QStringLiteral("there is no such folder; nothing was changed")));
    std::filesystem::create_symlink("loop", files.path("loop"));
    QVERIFY(!writeAtomically(files.path("loop"), "1"));
    QCOMPARE(files.count(), 2L);
}

void AtomicFileTest::survivesProducerThatThrows()
{
    const TemporaryFiles files;
    files.write("x", "old");
    bool thrown = false;
    try {
        (void)writeAtomically(files.path("x"), [](const ByteSink& sink) {
            sink(std::as_bytes(std::span("half")));
            throw std::bad_alloc();
        });
    } catch (const std::bad_alloc&) {
        thrown = true;
    }
    QVERIFY(thrown);
    QCOMPARE(files.read("x"), std::string("old"));
    QCOMPARE(files.count(), 1L);
}

void AtomicFileTest::survivesFileSizeLimit()
{
    const TemporaryFiles files;
    files.write("x", "old");
    rlimit before {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN); // else the limit ends the process
    const rlimit small { 4096, before.rlim_max };
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto result = writeAtomically(files.path("x"), std::string(300'000, 'x'));
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    QVERIFY(!result);
    QVERIFY(QString::fromStdString(result.error().message)
            .endsWith(QStringLiteral("the file would be larger than is allowed here; nothing was changed")));
    QCOMPARE(files.read("x"), std::string("old"));
    QCOMPARE(files.count(), 1L);
}

void AtomicFileTest::survivesFullDisk()
{
    const TemporaryFiles files;
    if (::mount("tmpfs", files.path().c_str(), "tmpfs", 0, "size=64k") != 0)
        QSKIP("a small disk cannot be mounted here (needs root)");
    files.write("x", "old");
    const auto result = writeAtomically(files.path("x"), std::string(300'000, 'x'));
    const std::string kept = files.read("x");
    const long names = files.count();
    ::umount(files.path().c_str());
    QVERIFY(!result);
    QVERIFY(QString::fromStdString(result.error().message)
            .endsWith(QStringLiteral("the disk is full; nothing was changed")));
    QCOMPARE(kept, std::string("old"));
    QCOMPARE(names, 1L);
}

QTEST_GUILESS_MAIN(AtomicFileTest)
#include "tst_atomic_file.moc"
