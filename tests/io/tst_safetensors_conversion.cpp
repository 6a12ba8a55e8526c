// SPDX-License-Identifier: GPL-3.0-or-later
// Weights of any format as safetensors: the same bytes, whole or not at all, and never in place of anything.
#include "core/io/checkpoint/checkpoint_folder.h"
#include "core/io/safetensors/safetensors.h"
#include "tests/io/refusal_of.h"
#include "tests/io/safetensors_builder.h"
#include "tests/io/torch_files.h"
#include "tests/support/limits.h"

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
    void asksForRoomFirst();
    void streams();
    void refusesManyNamesForFewBytes();
    void keepsTiedWeights();
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

namespace {

/// Tensors of any size that no file holds.
class Claimed : public TensorSource {
public:
    explicit Claimed(std::uint64_t bytes)
        : m_entries { { "w", Dtype::U8, "U8", { std::int64_t(bytes) }, bytes } }
    {
    }

    const std::vector<TensorEntry>& entries() const override { return m_entries; }
    void read(const TensorEntry&, std::span<std::byte>) const override { throw std::runtime_error("it was read"); }
    std::string format() const override { return {}; }
    std::uint64_t fileBytes() const override { return 0; }
    std::string sha256(const Progress&) const override { return {}; }

private:
    std::vector<TensorEntry> m_entries;
};

/// A file with `names` tensors of one storage of `floats` numbers.
QByteArray aliases(int names, int floats)
{
    std::vector<std::pair<QByteArray, QByteArray>> items;
    for (int i = 0; i < names; ++i)
        items.push_back(
            { "layer." + QByteArray::number(i), pickle::tensor(pickle::storage("0", floats), 0, { floats }, { 1 }) });
    return pickle::checkpoint(pickle::dict(items), { QByteArray(floats * 4, '\0') });
}

} // namespace

void SafetensorsConversionTest::asksForRoomFirst()
{
    const TemporaryFiles files;
    const QString refusal = refusalOf(
        [&] { convertToSafetensors(Claimed(std::uint64_t(1) << 60), files.path("model.safetensors"), {}); });
    QVERIFY2(refusal.startsWith(QStringLiteral("write-failed: model.safetensors: needs 1152921504607 MB, and "))
            && refusal.endsWith(QStringLiteral(" MB are free on this disk; make room, nothing was written")),
        qPrintable(refusal));
    QCOMPARE(files.count(), 0L);
}

void SafetensorsConversionTest::streams()
{
    const TemporaryFiles files;
    constexpr qint64 bytes = 256 << 20;
    const QByteArray table = '{' + tensorEntry("w", "F32", "[8192,8192]", 0, bytes) + '}';
    files.write("other.safetensors", safetensorsFile(table));
    std::filesystem::resize_file(files.path("other.safetensors"), std::uintmax_t(8 + table.size() + bytes));
    const SafetensorsFile source { InputFile(files.path("other.safetensors")) };
    const std::int64_t grown = peakGrowth([&] { convertToSafetensors(source, files.path("model.safetensors"), {}); });
    QVERIFY2(grown < 64 << 20, qPrintable(QString::number(grown)));
    QCOMPARE(std::filesystem::file_size(files.path("model.safetensors")) % 8, std::uintmax_t(0));
}

// 4 MB that would become 8 GB, and a small file that would open as a network of gigabytes.
void SafetensorsConversionTest::refusesManyNamesForFewBytes()
{
    const TemporaryFiles files;
    const QByteArray bytes = aliases(2000, 1 << 20);
    QString refusal;
    const double time = seconds([&] { refusal = refusalOf([&] { open(files, bytes); }); });
    QCOMPARE(refusal,
        QStringLiteral(
            "too-large: m.bin: its 2000 tensors are 8388 MB, but the file has %1 MB, because many names share "
            "the same bytes; save each weight under one name, as safetensors")
            .arg(bytes.size() / 1'000'000));
    QVERIFY(time < 5);
    QVERIFY(refusalOf([&] { open(files, aliases(600, 1 << 16)); }).startsWith(QStringLiteral("too-large: ")));
}

// Tied weights: two names, one storage.
void SafetensorsConversionTest::keepsTiedWeights()
{
    const TemporaryFiles files;
    const auto source = open(files, aliases(2, 12 << 20)); // 96 MB of names, 48 MB of bytes
    QCOMPARE(source->entries().size(), std::size_t(2));
    convertToSafetensors(*source, files.path("model.safetensors"), {});
    QCOMPARE(SafetensorsFile(InputFile(files.path("model.safetensors"))).entries().size(), std::size_t(2));
    QCOMPARE(open(files, aliases(600, 1 << 10))->entries().size(), std::size_t(600)); // small is no harm
}

QTEST_GUILESS_MAIN(SafetensorsConversionTest)
#include "tst_safetensors_conversion.moc"
