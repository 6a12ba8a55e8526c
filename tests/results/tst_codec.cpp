// SPDX-License-Identifier: GPL-3.0-or-later
// Every document survives being written and read, in both forms; damaged ones are refused by place.
#include "core/results/codec.h"
#include "tests/support/random_document.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace vitrine;
using Json = nlohmann::json;

namespace {

constexpr int rounds = 200;

// Through text for Lists (what --json prints), through CBOR for Bytes (what the pipe carries).
Json carried(const Json& document, ArrayForm form)
{
    return form == ArrayForm::Lists ? Json::parse(toJsonText(document)) : Json::from_cbor(Json::to_cbor(document));
}

template <typename Document> void roundTrip(ArrayForm form)
{
    for (int seed = 0; seed < rounds; ++seed) {
        RandomDocument random { unsigned(seed) };
        const auto document = random.make<Document>();
        const auto read = decode<Document>(carried(encode(document, form), form));
        QVERIFY2(read, read ? "" : read.error().message.c_str());
        QVERIFY(*read == document);
    }
}

Json sampleAttribution()
{
    RandomDocument random { 7 };
    return encode(random.make<Attribution>(), ArrayForm::Bytes);
}

} // namespace

class TestCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void predictionAsLists() { roundTrip<Prediction>(ArrayForm::Lists); }
    void predictionAsBytes() { roundTrip<Prediction>(ArrayForm::Bytes); }
    void attributionAsLists() { roundTrip<Attribution>(ArrayForm::Lists); }
    void attributionAsBytes() { roundTrip<Attribution>(ArrayForm::Bytes); }
    void attentionAsLists() { roundTrip<Attention>(ArrayForm::Lists); }
    void attentionAsBytes() { roundTrip<Attention>(ArrayForm::Bytes); }
    void modelCardAsLists() { roundTrip<ModelCard>(ArrayForm::Lists); }
    void modelCardAsBytes() { roundTrip<ModelCard>(ArrayForm::Bytes); }
    void tokenization() { roundTrip<Tokenization>(ArrayForm::Bytes); }
    void evaluation() { roundTrip<Evaluation>(ArrayForm::Lists); }
    void parity() { roundTrip<Parity>(ArrayForm::Bytes); }
    void alignmentAsLists() { roundTrip<Alignment>(ArrayForm::Lists); }
    void alignmentAsBytes() { roundTrip<Alignment>(ArrayForm::Bytes); }
    void nearest() { roundTrip<Nearest>(ArrayForm::Lists); }
    void training() { roundTrip<Training>(ArrayForm::Lists); }
    void robustness() { roundTrip<Robustness>(ArrayForm::Lists); }
    void headSurgery() { roundTrip<HeadSurgery>(ArrayForm::Lists); }
    void selfCheck() { roundTrip<SelfCheck>(ArrayForm::Lists); }
    void builtInModel() { roundTrip<BuiltInModel>(ArrayForm::Lists); }

    void notANumberIsNullInJson()
    {
        Prediction prediction;
        prediction.logits = { std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), 1.5 };
        const Json json = encode(prediction, ArrayForm::Lists);
        QCOMPARE(toJsonText(json.at("logits"), -1), std::string("[null,null,1.5]"));
        const auto read = decode<Prediction>(json);
        QVERIFY(std::isnan(read->logits[0]));
        QVERIFY(std::isnan(read->logits[1]));
    }

    void infinitySurvivesInBytes()
    {
        Prediction prediction;
        prediction.logits = { -std::numeric_limits<double>::infinity() };
        const auto read = decode<Prediction>(carried(encode(prediction, ArrayForm::Bytes), ArrayForm::Bytes));
        QVERIFY(std::isinf(read->logits[0]));
    }

    void floatsPrintShort()
    {
        Attention attention;
        attention.maps = { { 1, 1, 1, 2 }, { 0.1F, 0.9F } };
        QCOMPARE(toJsonText(encode(attention, ArrayForm::Lists).at("maps"), -1), std::string("[[[[0.1,0.9]]]]"));
    }

    void emptyArrayKeepsItsShape()
    {
        Attention attention;
        attention.maps = { { 6, 12, 0, 0 }, {} };
        const auto read = decode<Attention>(carried(encode(attention, ArrayForm::Bytes), ArrayForm::Bytes));
        QVERIFY(*read == attention);
    }

    void invalidUtf8IsReplacedWhenPrinted()
    {
        Prediction prediction;
        prediction.label = "a\xff"
                           "b";
        QVERIFY(toJsonText(encode(prediction, ArrayForm::Lists))
                    .find("a\xEF\xBF\xBD"
                          "b")
            != std::string::npos);
    }

    void kindAndSchemaStandInEveryDocument()
    {
        const Json json = sampleAttribution();
        QCOMPARE(json.at("kind").get<std::string>(), std::string("attribution"));
        QCOMPARE(json.at("schema").get<int>(), 1);
        for (const char* field : { "engine", "model", "warnings" })
            QVERIFY(json.contains(field));
    }

    void unknownFieldsAreSkipped()
    {
        Json json = sampleAttribution();
        json["something_new"] = 3;
        QVERIFY(bool(decode<Attribution>(json)));
    }

    void damage_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("other kind") << "/kind" << "\"prediction\""
                                    << "kind is \"prediction\" where \"attribution\" was expected";
        QTest::newRow("future") << "/schema" << "99" << "written by a newer version";
        QTest::newRow("text for number") << "/target/index" << "\"1\""
                                         << "target.index must be a whole number in range";
        QTest::newRow("fraction for number")
            << "/target/index" << "1.5" << "target.index must be a whole number in range";
        QTest::newRow("too large") << "/target/index" << "4294967296" << "target.index must be a whole number in range";
        QTest::newRow("number for text") << "/method" << "3" << "method must be text";
        QTest::newRow("list for object") << "/encoding" << "[]" << "encoding must be an object";
        QTest::newRow("ids") << "/encoding/ids" << "[1, true]" << "encoding.ids[1] must be a whole number in range";
        QTest::newRow("offset") << "/encoding/offsets" << "[[1]]" << "encoding.offsets[0] must be a pair of numbers";
        QTest::newRow("problem") << "/prediction/problem" << "\"ranking\"" << "prediction.problem has an unknown value";
        QTest::newRow("array without bytes")
            << "/scores" << R"({"shape":[2],"dtype":"float64"})" << "scores must hold bytes of float64";
        QTest::newRow("array of another type")
            << "/scores" << R"({"shape":[0],"dtype":"int8"})" << "scores must hold bytes of float64";
    }

    void damage()
    {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        QFETCH(QString, sentence);
        Json json = sampleAttribution();
        json[Json::json_pointer(pointer.toStdString())] = Json::parse(value.toStdString());
        const auto read = decode<Attribution>(json);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::MalformedFile);
        QVERIFY2(QString::fromStdString(read.error().message).contains(sentence), read.error().message.c_str());
    }

    void bytesThatDoNotFitTheirShape()
    {
        for (const auto& shape : { std::vector<std::int64_t> { 3 }, { -1 }, { 1, 2 }, { std::int64_t(1) << 62 } }) {
            Json json = sampleAttribution();
            json["scores"] = { { "shape", shape }, { "dtype", "float64" },
                { "data", Json::binary(std::vector<std::uint8_t>(16)) } };
            QVERIFY(!decode<Attribution>(json));
        }
    }

    void everyMissingFieldIsNamed()
    {
        const Json whole = sampleAttribution();
        int removed = 0;
        for (const auto& [name, value] : whole.items()) {
            if (name == "certificate")
                continue; // may be absent
            Json json = whole;
            json.erase(name);
            const auto read = decode<Attribution>(json);
            QVERIFY(!read);
            QVERIFY(read.error().message.find(name) != std::string::npos);
            ++removed;
        }
        QVERIFY(removed > 10);
    }

    void wilsonIntervalOfTheCard()
    {
        const Proportion share = wilson(1628, 1821);
        QVERIFY(std::abs(share.value - 0.8940) < 5e-5);
        QVERIFY(std::abs(share.low - 0.8790) < 5e-5);
        QVERIFY(std::abs(share.high - 0.9073) < 5e-5);
        QVERIFY(std::isnan(wilson(0, 0).value));
        QCOMPARE(wilson(0, 0).high, 1.0);
    }
};

QTEST_APPLESS_MAIN(TestCodec)
#include "tst_codec.moc"
