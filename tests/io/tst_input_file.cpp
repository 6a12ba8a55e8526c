// SPDX-License-Identifier: GPL-3.0-or-later
// What is no regular file is named as what it is and never waited for; a disk that fails gives an error, not bytes.
#include "core/io/files/input_file.h"
#include "tests/io/refusal_of.h"
#include "tests/io/temporary_files.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <sys/stat.h>
#include <unistd.h>

using namespace vitrine;

namespace {

// Gives `whole` bytes at most a call, interrupts every other call, and fails from byte `failAt` on.
class FaultyDisk : public SystemCalls {
public:
    off_t failAt = std::numeric_limits<off_t>::max();
    std::size_t whole = 3;

    ssize_t pread(int file, void* target, std::size_t bytes, off_t offset) const override
    {
        m_interrupt = !m_interrupt;
        if (m_interrupt) {
            errno = EINTR;
            return -1;
        }
        if (offset >= failAt) {
            errno = EIO;
            return -1;
        }
        return SystemCalls::pread(file, target, std::min({ bytes, whole, std::size_t(failAt - offset) }), offset);
    }

private:
    mutable bool m_interrupt = false;
};

long openFiles()
{
    using Entries = std::filesystem::directory_iterator;
    return long(std::distance(Entries("/proc/self/fd"), Entries()));
}

} // namespace

class InputFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesWhatIsNoFile_data();
    void namesWhatIsNoFile();
    void refusesWithoutPermission();
    void showsNamesAsUtf8();
    void survivesShortReads();
    void failsAtEveryByte();
    void boundsReadAll();
};

void InputFileTest::namesWhatIsNoFile_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("refusal");
    QTest::newRow("nothing") << "" << "not-found: x: there is no such file; check the name";
    QTest::newRow("directory") << "directory" << "unreadable: x: is a directory, not a file; put the file in its place";
    QTest::newRow("FIFO") << "fifo" << "unreadable: x: is a FIFO, not a file; put the file in its place";
    QTest::newRow("endless device") << "/dev/zero"
                                    << "unreadable: x: is a device, not a file; put the file in its place";
    QTest::newRow("link to itself") << "x" << "unreadable: x: is a link that leads to itself; fetch the file again";
    QTest::newRow("link to nothing") << "gone"
                                     << "not-found: x: is a link to a file that does not exist; fetch the file again";
}

void InputFileTest::namesWhatIsNoFile()
{
    QFETCH(QString, kind);
    QFETCH(QString, refusal);
    const TemporaryFiles files;
    const auto path = files.path("x");
    if (kind == QLatin1String("directory"))
        std::filesystem::create_directory(path);
    else if (kind == QLatin1String("fifo"))
        QCOMPARE(::mkfifo(path.c_str(), 0600), 0);
    else if (!kind.isEmpty())
        std::filesystem::create_symlink(kind.toStdString(), path);
    const long before = openFiles();
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(refusalOf([&] { InputFile file(path); }), refusal);
    QVERIFY(timer.elapsed() < 2000);
    QCOMPARE(openFiles(), before);
}

void InputFileTest::refusesWithoutPermission()
{
    if (::geteuid() == 0)
        QSKIP("root may read everything");
    const TemporaryFiles files;
    std::filesystem::permissions(files.write("x", "1"), std::filesystem::perms::none);
    QCOMPARE(refusalOf([&] { InputFile file(files.path("x")); }),
        QStringLiteral("unreadable: x: there is no permission to read it; change its permissions"));
}

void InputFileTest::showsNamesAsUtf8()
{
    const TemporaryFiles files;
    QCOMPARE(refusalOf([&] { InputFile file(files.path("\xFFz")); }),
        QString::fromUtf8("not-found: \uFFFDz: there is no such file; check the name"));
}

void InputFileTest::survivesShortReads()
{
    const TemporaryFiles files;
    const FaultyDisk disk;
    QCOMPARE(InputFile(files.write("x", "0123456789"), {}, disk).readAll(10), std::string("0123456789"));
}

void InputFileTest::failsAtEveryByte()
{
    const TemporaryFiles files;
    const auto path = files.write("x", "0123456789");
    const long before = openFiles();
    for (off_t at = 0; at < 10; ++at) {
        FaultyDisk disk;
        disk.failAt = at;
        QCOMPARE(refusalOf([&] { InputFile(path, {}, disk).readAll(10); }),
            QStringLiteral("unreadable: x: cannot be read (Input/output error); check the disk it is on"));
    }
    QCOMPARE(openFiles(), before);
}

void InputFileTest::boundsReadAll()
{
    const TemporaryFiles files;
    const InputFile file(files.write("x", "0123456789"));
    QCOMPARE(refusalOf([&] { file.readAll(9); }),
        QStringLiteral("too-large: x: 10 bytes, at most 9 are read of such a file; check that it is the right file"));
    std::array<std::byte, 2> two {};
    QCOMPARE(refusalOf([&] { file.read(9, two); }),
        QStringLiteral("truncated-file: x: has 10 bytes, more are needed; the file is cut short, fetch it again"));
    QVERIFY(refusalOf([&] {
        file.read(std::numeric_limits<std::uint64_t>::max(), two);
    }).startsWith(QStringLiteral("truncated-file")));
}

QTEST_GUILESS_MAIN(InputFileTest)
#include "tst_input_file.moc"
