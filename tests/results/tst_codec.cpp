// SPDX-License-Identifier: GPL-3.0-or-later
// Every document survives being written and read, in both forms; damaged ones are refused by place.
#include "core/results/codec.h"
#include "tests/results/described_structs.h"
#include "tests/results/filled_documents.h"
#include "tests/support/random_document.h"

#include <nlohmann/json.hpp>

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <cmath>
#include <limits>
#include <map>

using namespace vitrine;
using Json = nlohmann::json;

namespace {

constexpr int rounds = 200;

// Through text for Lists (what --json prints), through CBOR for Bytes (what the pipe carries).
Json carried(const Json& document, ArrayForm form)
{
    return form == ArrayForm::Lists ? Json::parse(toJsonText(document)) : Json::from_cbor(Json::to_cbor(document));
}

// What is wrong with the copy; empty when nothing is.
template <Document T> QString differenceAfterTrip(const T& document, ArrayForm form)
{
    const auto read = decode<T>(carried(encode(document, form), form));
    if (!read)
        return QString::fromStdString(read.error().message);
    return *read == document ? QString() : QStringLiteral("the copy differs");
}

template <Document T> QString roundTrips(ArrayForm form)
{
    for (int seed = 0; seed < rounds; ++seed) {
        if (const auto wrong = differenceAfterTrip(RandomDocument { unsigned(seed) }.make<T>(), form); !wrong.isEmpty())
            return QStringLiteral("seed %1: %2").arg(seed).arg(wrong);
    }
    if (const auto wrong = differenceAfterTrip(filled::make<T>(), form); !wrong.isEmpty())
        return QStringLiteral("filled by hand: ") + wrong;
    // As one of many, it is written the same.
    return encode(AnyDocument(filled::make<T>()), form) == encode(filled::make<T>(), form)
        ? QString()
        : QStringLiteral("AnyDocument is written otherwise");
}

// Names the members of `object` and of what it is made of that are as in a new object.
class DefaultSearch {
public:
    QStringList found;

    template <Described T> void look(const T& object, const QString& path)
    {
        const T fresh {};
        DefaultSearch first;
        T::fields(first, fresh);
        m_fresh = std::move(first.m_places);
        m_path = path;
        m_comparing = true;
        T::fields(*this, object);
    }

    template <Described T> void operator()(const T& part)
    {
        if (m_comparing)
            inner(part, m_path);
    }

    template <typename T> void operator()(const char* name, const T& value, auto...)
    {
        if (!m_comparing) {
            m_places[name] = &value;
            return;
        }
        const QString path = m_path + '.' + name;
        // An empty object stands for a first answer; a struct is looked at member by member.
        if constexpr (!Described<T>) {
            if (*static_cast<const T*>(m_fresh.at(name)) == value)
                found += path;
        }
        inner(value, path);
    }

private:
    template <typename T> void inner(const T& value, const QString& path)
    {
        if constexpr (Described<T>) {
            DefaultSearch search;
            search.look(value, path);
            found += search.found;
        }
    }
    template <typename T> void inner(const std::optional<T>& value, const QString& path)
    {
        if (value)
            inner(*value, path);
    }
    template <typename T> void inner(const std::vector<T>& values, const QString& path)
    {
        for (const auto& value : values)
            inner(value, path);
    }

    std::map<std::string, const void*> m_places; // of the members of a new object
    std::map<std::string, const void*> m_fresh;
    QString m_path;
    bool m_comparing = false;
};

struct DocumentChecks {
    QString kind;
    QString (*roundTrips)(ArrayForm);
    std::vector<DescribedStruct> (*structs)();
    QStringList (*defaults)(); ///< in the document that is filled by hand
};

// One row a document, whatever documents there are.
std::vector<DocumentChecks> allDocuments()
{
    std::vector<DocumentChecks> all;
    Documents::forEach([&]<Document T>() {
        all.push_back({ QString::fromLatin1(T::kind), roundTrips<T>, structsOf<T>, [] {
                           DefaultSearch search;
                           search.look(filled::make<T>(), QString::fromLatin1(T::kind));
                           return search.found;
                       } });
    });
    return all;
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
    void roundTrip_data()
    {
        QTest::addColumn<int>("document");
        QTest::addColumn<ArrayForm>("form");
        const auto documents = allDocuments();
        for (int i = 0; i < int(documents.size()); ++i) {
            const QString name = documents[std::size_t(i)].kind;
            QTest::addRow("%s as lists", qPrintable(name)) << i << ArrayForm::Lists;
            QTest::addRow("%s as bytes", qPrintable(name)) << i << ArrayForm::Bytes;
        }
    }

    void roundTrip()
    {
        QFETCH(int, document);
        QFETCH(ArrayForm, form);
        const QString wrong = allDocuments().at(std::size_t(document)).roundTrips(form);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void fieldsTellEveryMember()
    {
        for (const auto& document : allDocuments()) {
            for (const auto& one : document.structs()) {
                const auto told = QStringLiteral("%1, %2: fields() tells %3 of %4 members")
                                      .arg(document.kind, QString::fromLatin1(one.type.name()))
                                      .arg(one.told)
                                      .arg(one.members);
                QVERIFY2(one.told == one.members, qPrintable(told));
            }
        }
    }

    void documentsFilledByHandLeaveNothingOut()
    {
        for (const auto& document : allDocuments())
            QCOMPARE(document.defaults().join(QStringLiteral(", ")), QString());
    }

    void everyKindHasItsOwnName()
    {
        QStringList kinds;
        for (const auto& document : allDocuments())
            kinds += document.kind;
        QCOMPARE(kinds.removeDuplicates(), 0);
    }

    // A struct that calls itself a document is one: it stands in the list that reading and writing are made from.
    void everyKindInTheSourcesIsInTheList()
    {
        QStringList listed;
        for (const auto& document : allDocuments())
            listed += document.kind;
        QDirIterator headers(
            QStringLiteral(VITRINE_SOURCE_DIR "/core/results"), { QStringLiteral("*.h") }, QDir::Files);
        int found = 0;
        while (headers.hasNext()) {
            QFile file(headers.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString text = QString::fromUtf8(file.readAll());
            static const QRegularExpression kind(QStringLiteral("constexpr const char\\* kind = \"([^\"]*)\""));
            for (auto matches = kind.globalMatch(text); matches.hasNext(); ++found) {
                const QString name = matches.next().captured(1);
                QVERIFY2(listed.contains(name), qPrintable(file.fileName() + ": " + name));
            }
        }
        QCOMPARE(found, int(listed.size()));
    }

    // What other programs read today; the names of the codec's own test.
    void smallAnswersAreAsTheyWere()
    {
        QCOMPARE(toJsonText(encode(Closed {}, ArrayForm::Lists), -1), std::string("{}"));
        QVERIFY(bool(decode<Closed>(Json::object())));
        const Json models = encode(filled::make<BuiltInModels>(), ArrayForm::Lists);
        QCOMPARE(models.at("kind").get<std::string>(), std::string("models"));
        QCOMPARE(models.at("models").at(0).at("kind").get<std::string>(), std::string("built-in-model"));
        QCOMPARE(models.at("models").at(0).at("schema").get<int>(), 1);
        QVERIFY(!encode(filled::make<Greeting>(), ArrayForm::Lists).at("models").at(0).contains("kind"));
    }

    void rolesOfAnOlderOrNewerEngine()
    {
        Json json = encode(filled::make<Description>(), ArrayForm::Bytes);
        Json& spec = json["requests"][0]["parameters"][0];
        QCOMPARE(spec.at("role").get<std::string>(), std::string("percentage"));
        spec["role"] = "colour of the sky"; // newer: shown as an ordinary field
        QCOMPARE(decode<Description>(json)->requests[0].parameters[0].role, ParamRole::None);
        spec.erase("role");
        spec.erase("advanced");
        const auto older = decode<Description>(json);
        QVERIFY(bool(older));
        QVERIFY(!older->requests[0].parameters[0].advanced);
    }

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
