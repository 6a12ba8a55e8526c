// SPDX-License-Identifier: GPL-3.0-or-later
// Frames: cut anywhere, damaged anyhow, too long, too deep.
#include "core/pipe/frame.h"
#include "core/pipe/shallow_cbor.h"
#include "tests/support/limits.h"

#include <QTest>

#include <random>

using namespace vitrine;
using Json = nlohmann::json;
using Bytes = std::vector<std::uint8_t>;

namespace {

Json sample()
{
    return { { "id", 7 }, { "method", "predict" }, { "params", { { "text", "这是一本很糟糕的书" } } },
        { "data", Json::binary({ 1, 2, 3 }) } };
}

Bytes framed(const Bytes& payload)
{
    Bytes frame { std::uint8_t(payload.size()), std::uint8_t(payload.size() >> 8), std::uint8_t(payload.size() >> 16),
        std::uint8_t(payload.size() >> 24) };
    frame.insert(frame.end(), payload.begin(), payload.end());
    return frame;
}

bool isRefused(const Bytes& payload)
{
    FrameDecoder decoder;
    decoder.feed(framed(payload));
    return !decoder.next();
}

} // namespace

class TestFrame : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneByteAtATime()
    {
        const auto frame = encodeFrame(sample());
        FrameDecoder decoder;
        for (std::size_t i = 0; i < frame.size(); ++i) {
            const auto before = decoder.next();
            QVERIFY(before && !*before);
            QCOMPARE(decoder.isInsideFrame(), i > 0);
            decoder.feed({ &frame[i], 1 });
        }
        const auto message = decoder.next();
        QVERIFY(message && *message);
        QVERIFY(**message == sample());
        QVERIFY(!decoder.isInsideFrame());
    }

    void manyFramesInOnePiece()
    {
        Bytes stream;
        for (int i = 0; i < 1000; ++i) {
            const auto frame = encodeFrame({ { "id", i } });
            stream.insert(stream.end(), frame.begin(), frame.end());
        }
        FrameDecoder decoder;
        decoder.feed(stream);
        for (int i = 0; i < 1000; ++i) {
            const auto message = decoder.next();
            QVERIFY(message && *message);
            QCOMPARE((**message)["id"].get<int>(), i);
        }
        const auto end = decoder.next();
        QVERIFY(end && !*end);
    }

    void aLongFrameAmongShortOnes()
    {
        FrameDecoder decoder;
        const Json large { { "data", Json::binary(Bytes(3 << 20, 5)) } };
        for (const Json& message : { sample(), large, sample() })
            decoder.feed(encodeFrame(message));
        QVERIFY(*(*decoder.next()) == sample());
        QVERIFY(*(*decoder.next()) == large);
        QVERIFY(*(*decoder.next()) == sample());
    }

    void tooLongIsRefusedBeforeItArrives()
    {
        FrameDecoder decoder;
        decoder.feed(Bytes { 0xff, 0xff, 0xff, 0xff });
        const auto message = decoder.next();
        QVERIFY(!message);
        QCOMPARE(message.error().code, ErrorCode::MalformedFile);
        QVERIFY(message.error().message.find("4294967295") != std::string::npos);
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("a number") << QByteArray("\x01", 1);
        QTest::newRow("a list") << QByteArray("\x81\x01", 2);
        QTest::newRow("text") << QByteArray("\x61x", 2);
        QTest::newRow("cut map") << QByteArray("\xa1\x61x", 3);
        QTest::newRow("bytes left over") << QByteArray("\xa0\x00", 2);
        QTest::newRow("number as key") << QByteArray("\xa1\x01\x01", 3);
        QTest::newRow("endless map") << QByteArray("\xbf\x61x\x01\xff", 5);
        QTest::newRow("huge text") << QByteArray("\xa1\x61x\x7b\xff\xff\xff\xff\xff\xff\xff\xff", 12);
        QTest::newRow("huge list") << QByteArray("\xa1\x61x\x9b\x7f\xff\xff\xff\xff\xff\xff\xff", 12);
        QTest::newRow("reserved length") << QByteArray("\xa1\x61x\x1c", 4);
        QTest::newRow("tag") << QByteArray("\xa1\x61x\xc0\x01", 5);
    }

    void refused()
    {
        QFETCH(QByteArray, payload);
        QVERIFY(isRefused(Bytes(payload.begin(), payload.end())));
    }

    void depth()
    {
        const auto nested = [](int levels) {
            Bytes payload { 0xa1, 0x61, 'x' };
            payload.insert(payload.end(), std::size_t(levels), 0x81);
            payload.push_back(0x01);
            return payload;
        };
        QVERIFY(!isRefused(nested(63)));
        QVERIFY(isRefused(nested(64)));
        QVERIFY(isRefused(nested(1'000'000)));
    }

    // A message of many small values would take a hundred times its length.
    void manyValuesAreRefusedBeforeTheyAreParsed()
    {
        constexpr std::size_t length = std::size_t(60) << 20;
        Bytes payload { 0xa1, 0x61, 'a', 0x9b, 0, 0, 0, 0, 0x03, 0xc0, 0, 0 };
        payload.resize(payload.size() + 0x03c00000, 0xa0); // empty maps
        QVERIFY(payload.size() > length);
        const Bytes frame = framed(payload);
        for (const FrameLimits& limits : { requestLimits, FrameLimits {} }) {
            bool refused = false;
            double time = 0;
            const auto grown = peakGrowth([&] {
                time = seconds([&] {
                    FrameDecoder decoder(limits);
                    decoder.feed(frame);
                    const auto message = decoder.next();
                    refused = !message;
                });
            });
            QVERIFY(refused);
            QVERIFY2(grown < std::int64_t(2 * length), qPrintable(QString::number(grown)));
            QVERIFY(time < 5);
        }
    }

    // A long text in pieces: the buffer, and the message.
    void aLongRequestTakesLittleMoreThanItself()
    {
        constexpr std::size_t length = std::size_t(60) << 20;
        const Bytes frame = encodeFrame({ { "id", 1 }, { "params", { { "text", std::string(length, 'x') } } } });
        bool read = false;
        const auto grown = peakGrowth([&] {
            FrameDecoder decoder(requestLimits);
            for (std::size_t at = 0; at < frame.size(); at += 65536) {
                decoder.feed(std::span(frame).subspan(at, std::min<std::size_t>(65536, frame.size() - at)));
                const auto message = decoder.next();
                QVERIFY(message);
                read = bool(*message);
            }
        });
        QVERIFY(read);
        QVERIFY2(grown < std::int64_t(4 * length), qPrintable(QString::number(grown)));
        qInfo("%.1f times its length", double(grown) / double(length));
    }

    void aRequestIsShorterThanAResult()
    {
        FrameDecoder decoder(requestLimits);
        decoder.feed(Bytes { 1, 0, 0, 4 }); // 64 MiB and one byte
        const auto message = decoder.next();
        QVERIFY(!message);
        QVERIFY(message.error().message.find("at most 67108864 are allowed") != std::string::npos);
    }

    void flippedBitsNeverCrash()
    {
        const auto frame = encodeFrame(sample());
        for (std::size_t bit = 0; bit < frame.size() * 8; ++bit) {
            auto damaged = frame;
            damaged[bit / 8] ^= std::uint8_t(1U << bit % 8);
            FrameDecoder decoder;
            decoder.feed(damaged);
            const auto message = decoder.next();
            if (message && *message)
                QVERIFY((**message).is_object());
        }
    }

    void randomBytesNeverCrash()
    {
        std::mt19937 random(1);
        for (int round = 0; round < 20'000; ++round) {
            Bytes payload(random() % 64);
            for (auto& byte : payload)
                byte = std::uint8_t(random());
            if (!payload.empty())
                payload[0] = std::uint8_t(0xa0 | (payload[0] & 7));
            isRefused(payload);
        }
    }

    void whatIsReadIsWrittenTheSame()
    {
        FrameDecoder decoder;
        const auto frame = encodeFrame(sample());
        decoder.feed(frame);
        QVERIFY(encodeFrame(**decoder.next()) == frame);
    }
};

QTEST_APPLESS_MAIN(TestFrame)
#include "tst_frame.moc"
