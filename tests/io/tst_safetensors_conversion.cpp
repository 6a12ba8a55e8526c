// SPDX-License-Identifier: GPL-3.0-or-later
// Weights of any format as safetensors: the same bytes, whole or not at all, and never in place of anything.
#include "core/io/checkpoint/checkpoint_folder.h"
#include "core/io/safetensors/safetensors.h"
#include "tests/io/refusal_of.h"
#include "tests/io/torch_files.h"

#include <QTest>

#include <cmath>
#include <cstring>

using namespace vitrine;

class SafetensorsConversionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void convertsToSafetensors_data();
    void convertsToSafetensors();
    void neverReplacesAFile();
    void leavesNothingOfACancelledFile();
};

void SafetensorsConversionTest::convertsToSafetensors_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : { "bert-zh", "bert-legacy", "bert-oldpickle", "bert-sharded" })
        QTest::newRow(name) << name;
}

void SafetensorsConversionTest::convertsToSafetensors()
{
    QFETCH(QString, name);
    const TemporaryFiles files;
    const auto source = CheckpointFolder(referenceModel(qPrintable(name))).openWeights();
    convertToSafetensors(*source, files.path("model.safetensors"), {});
    const SafetensorsFile converted { InputFile(files.path("model.safetensors")) };
    QCOMPARE(converted.metadata().at("format"), std::string("pt"));
    QCOMPARE(converted.entries().size(), source->entries().size());
    for (const TensorEntry& entry : source->entries()) {
        QCOMPARE(converted.find(entry.name)->dtype, entry.dtype);
        QCOMPARE(converted.find(entry.name)->shape, entry.shape);
        QCOMPARE(bytesOf(converted, entry.name), bytesOf(*source, entry.name));
    }
}

void SafetensorsConversionTest::neverReplacesAFile()
{
    const TemporaryFiles files;
    const auto source = open(files, goodFile());
    files.write("model.safetensors", "precious");
    std::filesystem::create_symlink(files.path("nowhere"), files.path("link"));
    for (const char* name : { "model.safetensors", "link" }) {
        const QString refusal = refusalOf([&] { convertToSafetensors(*source, files.path(name), {}); });
        QVERIFY2(refusal.startsWith(QStringLiteral("bad-argument: "))
                && refusal.endsWith(
                    QStringLiteral("there is already something of that name, and it stays; choose another name")),
            qPrintable(refusal));
    }
    QCOMPARE(files.read("model.safetensors"), std::string("precious"));
    QCOMPARE(files.count(), 3L);
}

void SafetensorsConversionTest::leavesNothingOfACancelledFile()
{
    const TemporaryFiles files;
    const auto source = open(files, goodFile());
    CancelToken token;
    const Progress progress(token, [&](int, int, std::string_view) { token.cancel(); });
    QVERIFY_EXCEPTION_THROWN(convertToSafetensors(*source, files.path("model.safetensors"), progress), Cancelled);
    QCOMPARE(files.count(), 1L);
}

QTEST_GUILESS_MAIN(SafetensorsConversionTest)
#include "tst_safetensors_conversion.moc"
