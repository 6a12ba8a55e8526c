// SPDX-License-Identifier: GPL-3.0-or-later
// Every half-precision number against arithmetic of its definition; hashes against the standard's own examples.
#include "core/io/files/sha256.h"
#include "core/io/weights/tensor_source.h"
#include "tests/io/refusal_of.h"
#include "tests/io/temporary_files.h"

#include <QElapsedTimer>
#include <QTest>

#include <array>
#include <bit>
#include <cmath>
#include <cstring>

using namespace vitrine;

namespace {

// IEEE 754 binary16 as it is defined: sign, 5 bits of exponent with bias 15, 10 bits of fraction.
double halfByDefinition(unsigned bits)
{
    const double sign = bits & 0x8000 ? -1 : 1;
    const int exponent = int(bits >> 10 & 31);
    const double fraction = (bits & 1023) / 1024.0;
    if (exponent == 31)
        return fraction == 0 ? sign * INFINITY : NAN;
    return sign * (exponent == 0 ? std::ldexp(fraction, -14) : std::ldexp(1 + fraction, exponent - 15));
}

std::span<const std::byte> bytesOf(const std::string& text) { return std::as_bytes(std::span(text)); }

} // namespace

class TensorSourceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void widensEveryHalf();
    void widensEveryBrainFloat();
    void convertsIntegersAndDoubles();
    void refusesOtherTypes();
    void namesTypesBothWays();
    void convertsFast();
    void hashes_data();
    void hashes();
    void hashesInPieces();
    void hashesFiles();
};

void TensorSourceTest::widensEveryHalf()
{
    std::vector<std::byte> source(1 + 2 * 65536); // at an odd address
    for (unsigned i = 0; i < 65536; ++i) {
        const std::uint16_t bits = std::uint16_t(i);
        std::memcpy(source.data() + 1 + 2 * i, &bits, 2);
    }
    std::vector<float> floats(65536);
    std::vector<double> doubles(65536);
    convertItems(Dtype::F16, source.data() + 1, 65536, floats.data());
    convertItems(Dtype::F16, source.data() + 1, 65536, doubles.data());
    for (unsigned i = 0; i < 65536; ++i) {
        const double expected = halfByDefinition(i);
        if (std::isnan(expected)) {
            QVERIFY(std::isnan(floats[i]) && std::isnan(doubles[i]));
            continue;
        }
        QVERIFY2(floats[i] == expected && doubles[i] == expected, qPrintable(QString::number(i)));
        QCOMPARE(std::signbit(floats[i]), (i & 0x8000) != 0);
    }
}

void TensorSourceTest::widensEveryBrainFloat()
{
    for (unsigned i = 0; i < 65536; ++i) {
        const std::uint16_t bits = std::uint16_t(i);
        float value = 0;
        convertItems(Dtype::BF16, reinterpret_cast<const std::byte*>(&bits), 1, &value);
        const float expected = std::bit_cast<float>(std::uint32_t(i) << 16);
        QVERIFY(std::isnan(expected) ? std::isnan(value) : value == expected);
    }
}

void TensorSourceTest::convertsIntegersAndDoubles()
{
    const std::int64_t large = (std::int64_t(1) << 53) - 1;
    double value = 0;
    convertItems(Dtype::I64, reinterpret_cast<const std::byte*>(&large), 1, &value);
    QCOMPARE(value, 9007199254740991.0);
    const std::array<std::int8_t, 2> small { -128, 127 };
    std::array<float, 2> floats {};
    convertItems(Dtype::I8, reinterpret_cast<const std::byte*>(small.data()), 2, floats.data());
    QCOMPARE(floats, (std::array<float, 2> { -128, 127 }));
    convertItems(Dtype::U8, reinterpret_cast<const std::byte*>(small.data()), 2, floats.data());
    QCOMPARE(floats, (std::array<float, 2> { 128, 127 }));
    convertItems(Dtype::Bool, reinterpret_cast<const std::byte*>(small.data()), 2, floats.data());
    QCOMPARE(floats, (std::array<float, 2> { 1, 1 }));
    const double third = 1.0 / 3;
    convertItems(Dtype::F64, reinterpret_cast<const std::byte*>(&third), 1, &value);
    QCOMPARE(value, third);
    convertItems(Dtype::F64, reinterpret_cast<const std::byte*>(&third), 1, floats.data());
    QCOMPARE(floats[0], float(third));
}

void TensorSourceTest::refusesOtherTypes()
{
    float value = 0;
    QCOMPARE(refusalOf([&] { convertItems(Dtype::Other, nullptr, 0, &value); }),
        QStringLiteral(
            "unsupported-dtype: Weights of this item type cannot be computed with; convert them to F32 or F16"));
}

void TensorSourceTest::namesTypesBothWays()
{
    for (int i = 0; i < int(Dtype::Other); ++i) {
        QCOMPARE(dtypeFromName(dtypeName(Dtype(i))), Dtype(i));
        QVERIFY(itemSize(Dtype(i)) > 0);
    }
    QCOMPARE(dtypeFromName("other"), Dtype::Other);
    QCOMPARE(dtypeFromName("F8_E4M3"), Dtype::Other);
    QCOMPARE(itemSize(Dtype::Other), std::size_t(0));
}

void TensorSourceTest::convertsFast()
{
    const std::size_t count = std::size_t(45 << 20) / 2;
    const std::vector<std::byte> source(2 * count, std::byte(0x3C));
    std::vector<float> target(count, 1.0f);
    QElapsedTimer timer;
    timer.start();
    convertItems(Dtype::F16, source.data(), count, target.data());
    const qint64 converted = timer.restart();
    Sha256 hash;
    hash.add(source);
    hash.finish();
    qInfo("45 MiB: F16 to float %lld ms, SHA-256 %lld ms", converted, timer.elapsed());
    QCOMPARE(target.back(), float(halfByDefinition(0x3C3C)));
}

void TensorSourceTest::hashes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("digest");
    QTest::newRow("empty") << QByteArray("")
                           << QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    QTest::newRow("one block") << QByteArray("abc")
                               << QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    QTest::newRow("two blocks") << QByteArray("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                                << QByteArray("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    QTest::newRow("a million a") << QByteArray(1'000'000, 'a')
                                 << QByteArray("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

void TensorSourceTest::hashes()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, digest);
    for (const bool hardware : { false, true }) {
        Sha256 hash(hardware);
        hash.add(bytesOf(text.toStdString()));
        QCOMPARE(QByteArray::fromStdString(hash.finish()), digest);
    }
}

void TensorSourceTest::hashesInPieces()
{
    const std::string text(300, 'x');
    Sha256 whole;
    whole.add(bytesOf(text));
    const std::string expected = whole.finish();
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        Sha256 hash(cut % 2 == 0);
        hash.add(bytesOf(text).first(cut));
        hash.add(bytesOf(text).subspan(cut));
        QCOMPARE(hash.finish(), expected);
    }
}

void TensorSourceTest::hashesFiles()
{
    const TemporaryFiles files;
    const InputFile first(files.write("1", "a")), empty(files.write("2", "")), last(files.write("3", "bc"));
    QCOMPARE(sha256OfFiles({ &first, &empty, &last }, {}),
        std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    CancelToken token;
    token.cancel();
    QVERIFY_THROWS_EXCEPTION(Cancelled, sha256OfFiles({ &first }, Progress(token, {})));
}

QTEST_GUILESS_MAIN(TensorSourceTest)
#include "tst_tensor_source.moc"
