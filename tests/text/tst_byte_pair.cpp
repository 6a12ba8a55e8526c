// SPDX-License-Identifier: GPL-3.0-or-later
// Merges by hand: ranks, unknown characters, affixes, offsets, very long words, and files that cannot be.
#include "core/runtime/error.h"
#include "core/text/pipeline/byte_level.h"
#include "tests/text/tokenizer_files.h"

#include <QElapsedTimer>
#include <QTest>

using namespace vitrine;
using Json = nlohmann::json;

namespace {

const std::vector<std::string> letters { "<unk>", "a", "b", "c", "ab", "bc", "abc", "aa", "aaaa", "é" };

/// tokenizer.json around a byte-pair vocabulary. `model` may hold any option, a "vocab" list of tokens, and "merges".
TokenizerFiles bytePair(const Json& options, const Json& steps = Json::object())
{
    Json model { { "type", "BPE" }, { "merges", Json::array() } };
    model.update(options);
    Json vocabulary = Json::object();
    for (const Json& token : options.value("vocab", Json(letters)))
        vocabulary[token.get<std::string>()] = vocabulary.size();
    model["vocab"] = vocabulary;
    Json document { { "model", model } };
    document.update(steps);
    return { { "tokenizer.json", document.dump() } };
}

/// "ab(0,2) c(2,3)"
QString shown(const Encoding& encoding)
{
    QStringList tokens;
    for (std::size_t i = 0; i < encoding.size(); ++i)
        tokens << QStringLiteral("%1(%2,%3)")
                      .arg(QString::fromStdString(encoding.tokens[i]))
                      .arg(encoding.offsets[i].first)
                      .arg(encoding.offsets[i].second);
    return tokens.join(u' ');
}

QByteArray all256()
{
    QByteArray bytes;
    for (int byte = 0; byte < 256; ++byte)
        bytes += char(byte);
    return bytes;
}

/// A byte-level vocabulary of the 256 byte characters, "Ġ" joined with the letters that follow in `words`, and special
/// tokens.
TokenizerFiles byteLevelFiles(const Json& steps)
{
    Json tokens = Json::array({ "<s>", "</s>" });
    for (const char byte : all256())
        tokens.push_back(QString(QChar(char16_t(byteCharacter(static_cast<unsigned char>(byte))))).toStdString());
    tokens.push_back("Ġx");
    Json document = steps;
    document["added_tokens"]
        = Json::parse(R"([{"id":0,"content":"<s>","special":true},{"id":1,"content":"</s>","special":true},
        {"id":300,"content":"<mask>","special":true,"lstrip":true}])");
    return bytePair({ { "vocab", tokens }, { "merges", { "Ġ x" } } }, document);
}

} // namespace

class TestBytePair : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void merges_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* title, const char* model, const char* text, const char* expected) {
            QTest::newRow(title) << QByteArray(model) << QString::fromUtf8(text) << QString::fromUtf8(expected);
        };
        row("none", R"({})", "ab", "a(0,1) b(1,2)");
        row("lowest rank first", R"({"merges":["b c","a b"]})", "abc", "a(0,1) bc(1,3)");
        row("the other order", R"({"merges":["a b","b c"]})", "abc", "ab(0,2) c(2,3)");
        row("leftmost of equals", R"({"merges":["a a"]})", "aaa", "aa(0,2) a(2,3)");
        row("merges of merges", R"({"merges":["a a","aa aa"]})", "aaaaaa", "aaaa(0,4) aa(4,6)");
        row("as pairs", R"({"merges":[["a","b"],["ab","c"]]})", "abc", "abc(0,3)");
        row("the later of equal merges counts", R"({"merges":["a b","b c","a b"]})", "abc", "a(0,1) bc(1,3)");
        row("a comment among the merges", "{\"merges\":[\"#version: 0.2\",\"a b\"]}", "ab", "ab(0,2)");
        row("old files name no type", R"({"type":null,"merges":["a b"]})", "ab", "ab(0,2)");
        row("dropout is left out", R"({"dropout":0.9,"merges":["a b"]})", "ab", "ab(0,2)");
        row("a word as it stands", R"({"ignore_merges":true})", "abc", "abc(0,3)");
        row("no word as it stands", R"({"ignore_merges":false})", "abc", "a(0,1) b(1,2) c(2,3)");

        row("unknown characters leave nothing", R"({"merges":["a b"]})", "axb", "ab(0,2)");
        row("only unknown characters", R"({})", "xyz", "");
        row("unknown token", R"({"unk_token":"<unk>","merges":["a b"]})", "axxb",
            "a(0,1) <unk>(1,2) <unk>(2,3) b(3,4)");
        row("unknown tokens fused", R"({"unk_token":"<unk>","fuse_unk":true})", "axxb", "a(0,1) <unk>(1,3) b(3,4)");
        row("bytes", R"({"byte_fallback":true,"unk_token":"<unk>","vocab":["<unk>","a","<0xC3>","<0xA8>"]})", "aèa",
            "a(0,1) <0xC3>(1,2) <0xA8>(1,2) a(2,3)");
        row("all bytes or none", R"({"byte_fallback":true,"unk_token":"<unk>","vocab":["<unk>","a","<0xC3>"]})", "aèa",
            "a(0,1) <unk>(1,2) a(2,3)");
        row("bytes in small letters are ordinary tokens",
            R"({"byte_fallback":true,"unk_token":"<unk>","vocab":["<unk>","<0xc3>","<0xa8>"]})", "è", "<unk>(0,1)");

        row("end of a word", R"({"end_of_word_suffix":"</w>","vocab":["a","b","b</w>","ab</w>"],"merges":["a b</w>"]})",
            "ab", "ab</w>(0,2)");
        row("inside a word",
            R"({"continuing_subword_prefix":"@@","vocab":["a","@@a","@@b","@@ab","aab"],"merges":["@@a @@b","a @@ab"]})",
            "aab", "aab(0,3)");
        row("wide characters", R"({"merges":["é a"],"vocab":["a","é","éa"]})", "aéa", "a(0,1) éa(1,3)");
    }
    void merges()
    {
        QFETCH(QByteArray, model);
        QFETCH(QString, text);
        const auto tokenizer = makeTokenizer(bytePair(Json::parse(model.toStdString())), "gpt2");
        QTEST(shown(tokenizer->encode(text.toStdString(), std::nullopt, {})), "expected");
    }

    void longWordsMergeLikeShortOnes_data()
    {
        QTest::addColumn<int>("length");
        for (const int length : { 47, 48, 49, 50, 51, 1000, 1001, 1002, 1003 })
            QTest::addRow("%d", length) << length;
    }
    void longWordsMergeLikeShortOnes()
    {
        QFETCH(int, length);
        const auto tokenizer = makeTokenizer(bytePair({ { "merges", { "a a", "aa aa" } } }), "gpt2");
        const Encoding encoding
            = tokenizer->encode(std::string(std::size_t(length), 'a'), std::nullopt, { .maxTokens = 1 << 20 });
        std::vector<int> expected(std::size_t(length / 4), 8); // aaaa
        if (length % 4 >= 2)
            expected.push_back(7); // aa
        if (length % 2 == 1)
            expected.push_back(1); // a
        QCOMPARE(encoding.ids, expected);
        QCOMPARE(encoding.offsets.back().second, length);
    }

    void aMegabyteOfOneWord()
    {
        const auto tokenizer = makeTokenizer(bytePair({ { "merges", { "a a", "aa aa" } } }), "gpt2");
        QElapsedTimer timer;
        timer.start();
        const Encoding encoding = tokenizer->encode(std::string(1 << 20, 'a'), std::nullopt, { .maxTokens = 1 << 20 });
        qInfo("%lld ms", timer.elapsed());
        QCOMPARE(encoding.size(), std::size_t(1 << 18));
        QVERIFY(timer.elapsed() < 10'000); // quadratic work would take hours
    }

    void byteLevel_data()
    {
        QTest::addColumn<bool>("prefix");
        QTest::addColumn<bool>("trim");
        QTest::addColumn<QString>("expected");
        QTest::newRow("as it stands") << false << false << QStringLiteral("Ã(0,1) ©(0,1) Ġx(1,3) <mask>(3,10)");
        QTest::newRow("trimmed") << false << true << QStringLiteral("Ã(0,1) ©(0,1) Ġx(2,3) <mask>(4,10)");
        QTest::newRow("a blank in front")
            << true << false << QStringLiteral("Ġ(0,1) Ã(0,1) ©(0,1) Ġx(1,3) <mask>(3,10)");
        QTest::newRow("both") << true << true << QStringLiteral("Ġ(0,0) Ã(0,1) ©(0,1) Ġx(2,3) <mask>(4,10)");
    }
    void byteLevel()
    {
        QFETCH(bool, prefix);
        QFETCH(bool, trim);
        const Json step { { "type", "ByteLevel" }, { "add_prefix_space", prefix }, { "trim_offsets", trim } };
        const auto tokenizer
            = makeTokenizer(byteLevelFiles({ { "pre_tokenizer", step }, { "post_processor", step } }), "gpt2");
        QTEST(shown(tokenizer->encode("é x <mask>", std::nullopt, {})), "expected");
    }

    void bytesOfOneCharacterAreOneGroup()
    {
        const Json step { { "type", "ByteLevel" }, { "add_prefix_space", false } };
        const Encoding encoding
            = makeTokenizer(byteLevelFiles({ { "pre_tokenizer", step } }), "gpt2")->encode("é好 x", std::nullopt, {});
        QCOMPARE(encoding.graphemes, (std::vector<int> { 0, 0, 1, 1, 1, 2 }));
        QCOMPARE(encoding.words, (std::vector<int> { 0, 0, 0, 0, 0, 1 }));
    }

    void everyByteHasACharacter()
    {
        std::vector<char32_t> seen;
        for (int byte = 0; byte < 256; ++byte)
            seen.push_back(byteCharacter(static_cast<unsigned char>(byte)));
        QCOMPARE(seen[' '], char32_t(0x120));
        QCOMPARE(seen['\n'], char32_t(0x10A));
        QCOMPARE(seen[0xAD], char32_t(0x143));
        QCOMPARE(seen['a'], char32_t('a'));
        std::sort(seen.begin(), seen.end());
        QCOMPARE(std::unique(seen.begin(), seen.end()) - seen.begin(), std::ptrdiff_t(256));
    }

    void pairs_data()
    {
        QTest::addColumn<QByteArray>("processor");
        QTest::addColumn<QList<int>>("ids");
        QTest::addColumn<QList<int>>("segments");
        const QByteArray level = R"({"type":"ByteLevel","trim_offsets":true,"add_prefix_space":false})";
        const QByteArray surround = R"({"type":"TemplateProcessing","single":[{"Sequence":{"id":"A","type_id":0}}],
            "pair":[{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"s","type_id":0}},{"Sequence":{"id":"B","type_id":3}}],
            "special_tokens":{"s":{"id":"s","ids":[1],"tokens":["</s>"]}}})";
        QTest::newRow("roberta") << QByteArray(R"({"type":"RobertaProcessing","sep":["</s>",1],"cls":["<s>",0]})")
                                 << QList<int> { 0, 99, 1, 1, 100, 1 } << QList<int> { 0, 0, 0, 0, 0, 0 };
        QTest::newRow("byte level") << level << QList<int> { 99, 100 } << QList<int> { 0, 1 };
        QTest::newRow("in sequence") << QByteArray(
            R"({"type":"Sequence","processors":[)" + level + "," + surround + "]}")
                                     << QList<int> { 99, 1, 100 } << QList<int> { 0, 0, 3 };
    }
    void pairs()
    {
        QFETCH(QByteArray, processor);
        const Json steps { { "pre_tokenizer", { { "type", "ByteLevel" }, { "add_prefix_space", false } } },
            { "post_processor", Json::parse(processor.toStdString()) } };
        const Encoding encoding = makeTokenizer(byteLevelFiles(steps), "roberta")->encode("a", "b", {});
        QTEST(QList<int>(encoding.ids.begin(), encoding.ids.end()), "ids");
        QTEST(QList<int>(encoding.segments.begin(), encoding.segments.end()), "segments");
    }

    void families_data()
    {
        QTest::addColumn<QString>("family");
        QTest::addColumn<QString>("expected");
        QTest::newRow("roberta") << "roberta"
                                 << "<s>(0,0) A(0,1) Ġ(2,2) b(2,3) </s>(0,0)";
        QTest::newRow("gpt2") << "gpt2"
                              << "A(0,1) Ġ(1,2) b(2,3)";
        QTest::newRow("deberta") << "deberta"
                                 << "[CLS](0,0) A(0,1) Ġ(1,2) b(2,3) [SEP](0,0)";
        QTest::newRow("openai-gpt") << "openai-gpt"
                                    << "ab</w>(0,2) <unk>(3,4) ab</w>(5,7)";
    }
    void families()
    {
        QFETCH(QString, family);
        const bool isOld = family == QLatin1String("openai-gpt");
        const TokenizerFiles files {
            { "vocab.json",
                R"({"<unk>":0,"<s>":1,"</s>":2,"[CLS]":3,"[SEP]":4,"A":5,"b":6,"Ġ":7,"a":8,"b</w>":9,"ab</w>":10})" },
            { "merges.txt", "#version: 0.2\na b</w>\n" }
        };
        QTEST(shown(makeTokenizer(files, family.toStdString())->encode(isOld ? "AB 好 ab" : "A b", std::nullopt, {})),
            "expected");
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* title, const char* model, const char* sentence) {
            QTest::newRow(title) << QByteArray(model) << QString::fromUtf8(sentence);
        };
        row("a part that is no token", R"({"merges":["a b","a z"]})",
            "tokenizer.json: merge 2, 'a z', needs the token 'z', which the vocabulary lacks; download the file "
            "again.");
        row("a result that is no token", R"({"merges":["b a"]})",
            "tokenizer.json: merge 1, 'b a', needs the token 'ba', which the vocabulary lacks; download the file "
            "again.");
        row("no blank", R"({"merges":["ab"]})",
            "tokenizer.json: model.merges[0] must be two tokens with one blank between, is \"ab\"");
        row("two blanks", R"({"merges":["a  b"]})",
            "tokenizer.json: model.merges[0] must be two tokens with one blank between, is \"a  b\"");
        row("three tokens", R"({"merges":[["a","b","c"]]})",
            "tokenizer.json: model.merges[0] must be two tokens with one blank between, is");
        row("a number", R"({"merges":[7]})",
            "tokenizer.json: model.merges[0] must be two tokens with one blank between, is 7");
        row("merges as an object", R"({"merges":{}})", "tokenizer.json: model.merges must be a list, is an object");
        row("no such unknown token", R"({"unk_token":"[UNK]"})",
            "tokenizer.json: the unknown token '[UNK]' is missing, so words outside the vocabulary cannot be read; "
            "download the file "
            "again.");
        row("a byte that is none", R"({"byte_fallback":true,"vocab":["a","<0x-1>"]})",
            "tokenizer.json: the byte token '<0x-1>' must have two hexadecimal digits; download the file again.");
    }
    void refused()
    {
        QFETCH(QByteArray, model);
        QFETCH(QString, sentence);
        try {
            makeTokenizer(bytePair(Json::parse(model.toStdString())), "gpt2");
            QFAIL("accepted");
        } catch (const Refusal& refusal) {
            QCOMPARE(int(refusal.error().code), int(ErrorCode::MalformedFile));
            QVERIFY2(QString::fromUtf8(refusal.what()).startsWith(sentence), refusal.what());
        }
    }

    void refusedFiles_data()
    {
        QTest::addColumn<QByteArray>("vocabulary");
        QTest::addColumn<QByteArray>("merges"); // null: no such file
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* title, const char* vocabulary, const QByteArray& merges, ErrorCode code,
                             const char* sentence) {
            QTest::newRow(title) << QByteArray(vocabulary) << merges << int(code) << QString::fromUtf8(sentence);
        };
        const char* const sound = R"({"a":0,"b":1,"ab":2})";
        row("no merges.txt", sound, {}, ErrorCode::NotFound,
            "The tokenizer in vocab.json needs merges.txt, which is not beside it; download that file too.");
        row("a line without a blank", sound, "#version: 0.2\na b\nab\n", ErrorCode::MalformedFile,
            "merges.txt: line 3 must be two tokens with one blank between, is 'ab'; download the file again.");
        row("an empty line", sound, "a b\n\n", ErrorCode::MalformedFile,
            "merges.txt: line 2 must be two tokens with one blank between, is ''; download the file again.");
        row("no token", sound, "a c\n", ErrorCode::MalformedFile,
            "merges.txt: merge 1, 'a c', needs the token 'c', which the vocabulary lacks; download the file again.");
        row("not UTF-8", sound, "a \xff\n", ErrorCode::BadEncoding,
            "merges.txt: line 1 is not UTF-8; save the file as UTF-8.");
        row("a list", "[]", "", ErrorCode::MalformedFile, "vocab.json:");
        row("an id twice", R"({"a":0,"b":0})", "", ErrorCode::MalformedFile,
            "vocab.json: b must be another id than that of any other token, is 0");
        row("Git LFS pointer", sound, "version https://git-lfs.github.com/spec/v1\n", ErrorCode::LfsPointer,
            "merges.txt is a Git LFS pointer");
    }
    void refusedFiles()
    {
        QFETCH(QByteArray, vocabulary);
        QFETCH(QByteArray, merges);
        QFETCH(int, code);
        QFETCH(QString, sentence);
        TokenizerFiles files { { "vocab.json", vocabulary.toStdString() } };
        if (!merges.isNull())
            files["merges.txt"] = merges.toStdString();
        try {
            makeTokenizer(files, "gpt2");
            QFAIL("accepted");
        } catch (const Refusal& refusal) {
            QCOMPARE(int(refusal.error().code), code);
            QVERIFY2(QString::fromUtf8(refusal.what()).startsWith(sentence), refusal.what());
        }
    }

    void lineEndsAndMarks()
    {
        const TokenizerFiles files { { "vocab.json", "{\"#\":0,\"##\":1}" },
            { "merges.txt", "\xEF\xBB\xBF#version: 0.2\r\n# #\r\n" } };
        QCOMPARE(makeTokenizer(files, "gpt2")->encode("##", std::nullopt, {}).ids,
            std::vector<int> { 1 }); // a token may begin with '#'
    }

    void losingCharactersIsTold()
    {
        const auto warnings
            = [](const TokenizerFiles& files) { return makeTokenizer(files, "gpt2")->warnings().size(); };
        QCOMPARE(warnings(bytePair(Json::object())), std::size_t(1));
        QCOMPARE(warnings(bytePair({ { "unk_token", "<unk>" } })), std::size_t(0));
        QCOMPARE(warnings(byteLevelFiles(Json::object())), std::size_t(0));
    }
};

QTEST_GUILESS_MAIN(TestBytePair)
#include "tst_byte_pair.moc"
