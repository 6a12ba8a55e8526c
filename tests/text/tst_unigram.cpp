// SPDX-License-Identifier: GPL-3.0-or-later
// Unigram by hand: the best cut, ties, unknown characters, bytes; and what a word and a character are.
#include "tests/text/tokenizer_files.h"

#include "core/runtime/error.h"

#include <QTest>

using namespace vitrine;
using Json = nlohmann::json;
using Pieces = std::vector<std::pair<std::string, double>>;

namespace {

/// tokenizer.json around pieces; the unknown piece is <unk> with the id 0 and the score −5.
TokenizerFiles unigram(Pieces pieces, const Json& model = Json::object(), const Json& steps = Json::object())
{
    pieces.emplace(pieces.begin(), "<unk>", -5.0);
    Json document { { "model", { { "type", "Unigram" }, { "unk_id", 0 }, { "vocab", pieces } } } };
    document["model"].update(model);
    document.update(steps);
    return { { "tokenizer.json", document.dump() } };
}

const Json metaspace { { "pre_tokenizer", { { "type", "Metaspace" }, { "replacement", "▁" } } } };

QString shown(const Encoding& encoding)
{
    QStringList parts;
    for (std::size_t i = 0; i < encoding.size(); ++i) {
        const auto [begin, end] = encoding.offsets[i];
        parts << QStringLiteral("%1(%2,%3)").arg(QString::fromStdString(encoding.tokens[i])).arg(begin).arg(end);
    }
    return parts.join(u' ');
}

QString refusalOf(const TokenizerFiles& files)
{
    try {
        makeTokenizer(files, "albert");
    } catch (const Refusal& refusal) {
        return refusal.what();
    }
    return QStringLiteral("accepted");
}

} // namespace

class TestUnigram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cuts_data()
    {
        QTest::addColumn<QByteArray>("pieces");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("largest sum") << QByteArray(R"([["a",-1],["b",-1],["c",-1],["ab",-3],["bc",-1.5]])") << "abc"
                                     << "a(0,1) bc(1,3)"; // −2.5 beats −3 and −4
        QTest::newRow("not the longest piece first") << QByteArray(R"([["a",-1],["b",-1],["ab",-9]])") << "ab"
                                                     << "a(0,1) b(1,2)";
        QTest::newRow("equal sums keep the longer piece") << QByteArray(R"([["a",-1],["b",-1],["ab",-2]])") << "ab"
                                                          << "ab(0,2)";
        QTest::newRow("a little more wins") << QByteArray(R"([["a",-1],["b",-1],["ab",-2.0000000000000004]])") << "ab"
                                            << "a(0,1) b(1,2)";
        QTest::newRow("unknown neighbours are one token") << QByteArray(R"([["a",-1]])") << "xya好z"
                                                          << "<unk>(0,2) a(2,3) <unk>(3,5)";
        QTest::newRow("a piece beats unknown characters") << QByteArray(R"([["xy",-20]])") << "xy"
                                                          << "xy(0,2)"; // two unknown: 2 · (−20 − 10)
        // An unknown character scores 10 less than the worst piece, here −15: 5 − 15 is below −5, 11 − 15 above.
        QTest::newRow("unknown costs ten more than the worst") << QByteArray(R"([["a",5],["ax",-5]])") << "ax"
                                                               << "ax(0,2)";
        QTest::newRow("but not more") << QByteArray(R"([["a",11],["ax",-5]])") << "ax"
                                      << "a(0,1) <unk>(1,2)";
        QTest::newRow("joined unknown characters are looked up") << QByteArray(R"([["xy",-100],["a",-80]])") << "xya"
                                                                 << "xy(0,2) a(2,3)";
        QTest::newRow("of equal pieces the last counts")
            << QByteArray(R"([["ab",-1],["a",-1],["b",-1],["ab",-3]])") << "ab"
            << "a(0,1) b(1,2)";
        QTest::newRow("pieces of several bytes") << QByteArray(R"([["书",-1],["好书",-1],["好",-1]])") << "好书书"
                                                 << "好书(0,2) 书(2,3)";
        QTest::newRow("nothing") << QByteArray("[]") << ""
                                 << "";
    }
    void cuts()
    {
        QFETCH(QByteArray, pieces);
        QFETCH(QString, text);
        const auto tokenizer = makeTokenizer(unigram(Json::parse(pieces.toStdString()).get<Pieces>()), "albert");
        QTEST(shown(tokenizer->encode(text.toStdString(), std::nullopt, {})), "expected");
    }

    void bytesStandForUnknownText()
    {
        const Pieces pieces { { "a", -1 }, { "<0xC3>", -2 }, { "<0xA9>", -2 }, { "<0xa9>", -2 } };
        const auto tokenizer = makeTokenizer(unigram(pieces, { { "byte_fallback", true } }), "albert");
        QCOMPARE(shown(tokenizer->encode("aé", std::nullopt, {})), "a(0,1) <0xC3>(1,2) <0xA9>(1,2)");
        // One byte is missing: all or none.
        QCOMPARE(shown(tokenizer->encode("ê", std::nullopt, {})), "<unk>(0,1)");
        QCOMPARE(shown(tokenizer->encode("éê", std::nullopt, {})), "<unk>(0,2)");
    }

    void wordsAndCharactersOfPieces()
    {
        const Pieces pieces { { "▁", -2 }, { "▁ab", -1 }, { "c", -1 } };
        const auto tokenizer = makeTokenizer(unigram(pieces, Json::object(), metaspace), "albert");
        const Encoding encoding = tokenizer->encode("abc  书c", std::nullopt, {});
        QCOMPARE(shown(encoding), "▁ab(0,2) c(2,3) ▁(3,4) ▁(4,5) <unk>(5,6) c(6,7)");
        QCOMPARE(encoding.words, std::vector<int>({ 0, 0, 1, 2, 2, 2 }));
        QCOMPARE(encoding.graphemes, std::vector<int>({ 0, 1, 2, 3, 4, 5 }));
    }

    void aMarkThatIsNotInTheTextSharesTheFirstCharacter()
    {
        const Pieces pieces { { "▁", -2 }, { "c", -1 } };
        const auto tokenizer = makeTokenizer(unigram(pieces, Json::object(), metaspace), "albert");
        const Encoding encoding = tokenizer->encode("书c", std::nullopt, {});
        QCOMPARE(shown(encoding), "▁(0,1) <unk>(0,1) c(1,2)");
        QCOMPARE(encoding.words, std::vector<int>({ 0, 0, 0 }));
        QCOMPARE(encoding.graphemes, std::vector<int>({ 0, 0, 1 }));
    }

    void aMarkOnlyAtTheVeryBeginning_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("words") << "c c"
                               << "▁(0,1) c(0,1) ▁(1,2) c(2,3)";
        QTest::newRow("behind stripped blanks") << " c"
                                                << "c(1,2)";
        QTest::newRow("behind an added token") << "[M]c"
                                               << "[M](0,3) c(3,4)";
        QTest::newRow("before an added token") << "c[M]"
                                               << "▁(0,1) c(0,1) [M](1,4)";
    }
    void aMarkOnlyAtTheVeryBeginning()
    {
        QFETCH(QString, text);
        Json steps = metaspace;
        steps["pre_tokenizer"]["prepend_scheme"] = "first";
        steps["normalizer"] = { { "type", "Strip" } };
        steps["added_tokens"] = Json::array({ { { "id", 3 }, { "content", "[M]" }, { "special", true } } });
        const auto tokenizer = makeTokenizer(unigram({ { "▁", -2 }, { "c", -1 } }, Json::object(), steps), "albert");
        QTEST(shown(tokenizer->encode(text.toStdString(), std::nullopt, {})), "expected");
    }

    void olderFilesAreRecognised()
    {
        Json document = Json::parse(unigram({ { "a", -1 } }).at("tokenizer.json"));
        document.at("model").erase("type");
        const auto tokenizer = makeTokenizer({ { "tokenizer.json", document.dump() } }, "albert");
        QCOMPARE(tokenizer->description(), "Unigram, cased (tokenizer.json)");
        QCOMPARE(shown(tokenizer->encode("a", std::nullopt, {})), "a(0,1)");
    }

    void repeatedPiecesAreTold()
    {
        const auto tokenizer = makeTokenizer(unigram({ { "a", -1 }, { "a", -2 } }), "albert");
        QCOMPARE(tokenizer->warnings(),
            std::vector<std::string>(
                { "tokenizer.json: 1 piece stands twice in the vocabulary; of equal pieces the last one counts." }));
        QCOMPARE(tokenizer->idOf("a"), std::optional(2));
        QVERIFY(tokenizer->tokenOf(1).empty());
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QString>("message");
        QTest::newRow("unknown id beyond the pieces")
            << QByteArray(R"({"unk_id":1})")
            << "tokenizer.json: the unknown token has the id 1, which no piece has; download the file again.";
        QTest::newRow("no unknown id") << QByteArray(R"({"unk_id":null})") << "tokenizer.json: model.unk_id is missing";
        QTest::newRow("no pieces") << QByteArray(R"({"vocab":[]})")
                                   << "tokenizer.json: the vocabulary has no piece; download the file again.";
        QTest::newRow("three values") << QByteArray(R"({"vocab":[["a",0,1]]})")
                                      << "tokenizer.json: model.vocab[0] must be a list of a piece and its score";
        QTest::newRow("score is text") << QByteArray(R"({"vocab":[["a","0"]]})")
                                       << "tokenizer.json: model.vocab[0][1] must be a number";
        QTest::newRow("score too large") << QByteArray(R"({"vocab":[["a",1e999]]})") << "tokenizer.json";
    }
    void refused()
    {
        QFETCH(QByteArray, model);
        QFETCH(QString, message);
        std::string document = unigram({}).at("tokenizer.json");
        const std::string before = R"("vocab":[["<unk>",-5.0]])";
        // As text, because 1e999 is no number of this program.
        if (model.contains("vocab"))
            document.replace(document.find(before), before.size(), model.mid(1, model.size() - 2).toStdString());
        else
            document.replace(document.find("\"unk_id\":0"), 10, model.mid(1, model.size() - 2).toStdString());
        const QString refusal = refusalOf({ { "tokenizer.json", document } });
        QVERIFY2(refusal.startsWith(message), qPrintable(refusal));
    }

    void timeIsLinearInOneLongWord()
    {
        const auto tokenizer = makeTokenizer(unigram({ { "a", -1 }, { "aa", -1.5 }, { "aaaa", -2 } }), "albert");
        EncodeOptions options;
        options.maxTokens = 8;
        const Encoding encoding = tokenizer->encode(std::string(std::size_t(4) << 20, 'a'), std::nullopt, options);
        QCOMPARE(encoding.droppedTokens, (1 << 20) - 8);
    }
};

QTEST_GUILESS_MAIN(TestUnigram)
#include "tst_unigram.moc"
