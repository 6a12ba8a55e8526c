// SPDX-License-Identifier: GPL-3.0-or-later
// Rules of the house that a program can check: licence lines, length of files, one place that writes documents.
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

namespace {

struct Source {
    QString path;
    QString text;
};

std::vector<Source> sources(const QStringList& tops, const QStringList& patterns)
{
    std::vector<Source> all;
    for (const QString& top : tops) {
        QDirIterator files(
            QString(VITRINE_SOURCE_DIR) + '/' + top, patterns, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly))
                all.push_back(
                    { QDir(VITRINE_SOURCE_DIR).relativeFilePath(file.fileName()), QString::fromUtf8(file.readAll()) });
        }
    }
    return all;
}

} // namespace

class TestHouse : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFileNamesItsLicence()
    {
        QStringList bare;
        for (const auto& source : sources({ "app", "core", "ui", "tests", "cmake", "installer" },
                 { "*.h", "*.cpp", "CMakeLists.txt", "*.cmake", "*.sh", "*.py" })) {
            if (!source.text.left(200).contains("SPDX-License-Identifier: GPL-3.0-or-later"))
                bare += source.path;
        }
        QVERIFY2(bare.isEmpty(), qPrintable(bare.join('\n')));
    }

    void everyFileSaysWhyItExists()
    {
        QStringList silent;
        for (const auto& source : sources({ "app", "core", "ui" }, { "*.h" })) {
            if (!source.text.section('\n', 1, 1).startsWith("// "))
                silent += source.path;
        }
        QVERIFY2(silent.isEmpty(), qPrintable(silent.join('\n')));
    }

    void noFileIsLongerThan500Lines()
    {
        QStringList longOnes;
        for (const auto& source : sources({ "app", "core", "ui" }, { "*.h", "*.cpp" })) {
            if (source.text.count('\n') > 500)
                longOnes += source.path;
        }
        QVERIFY2(longOnes.isEmpty(), qPrintable(longOnes.join('\n')));
    }

    void oneWriterOfDocuments()
    {
        // Documents are written whole or not at all: only these files open one for writing.
        const QStringList writers { "core/io/files/atomic_file.cpp", "ui/support/atomic_write.cpp",
            "core/training/output_folder.cpp" }; // the last opens its lock, which holds nothing
        static const QRegularExpression opens(
            R"(QSaveFile|std::ofstream|\bfopen\(|O_WRONLY|O_CREAT|QIODevice::WriteOnly)");
        QStringList found;
        for (const auto& source : sources({ "app", "core", "ui" }, { "*.cpp" })) {
            for (const QString& line : source.text.split('\n')) {
                const bool intoMemory = line.contains("QBuffer") || line.contains("buffer");
                if (opens.match(line).hasMatch() && !intoMemory && !writers.contains(source.path)
                    && !line.trimmed().startsWith("//"))
                    found += source.path + ": " + line.trimmed();
            }
        }
        QVERIFY2(found.isEmpty(), qPrintable(found.join('\n')));
    }

    void noTimeIsSpentOnTheWholeOfTorch()
    {
        for (const auto& source : sources({ "app", "core", "ui", "tests" }, { "*.h", "*.cpp" })) {
            if (!source.path.startsWith("tests/house/"))
                QVERIFY2(!source.text.contains("#include <torch/torch.h>"), qPrintable(source.path));
        }
    }
};

QTEST_APPLESS_MAIN(TestHouse)
#include "tst_house.moc"
