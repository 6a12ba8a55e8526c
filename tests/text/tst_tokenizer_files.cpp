// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged and odd tokenizer files: each refused with one sentence, or read with a warning.
#include "core/runtime/error.h"
#include "tests/text/tokenizer_files.h"

#include <QTest>

using namespace vitrine;

namespace {

const char* const bertTokens = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";

QByteArray withModel(const char* model) { return QByteArray(R"({"model":)") + model + "}"; }

QByteArray withStep(const char* steps)
{
    return QByteArray(R"({"model":{"type":"WordPiece","vocab":{"[UNK]":0,"a":1}},)") + steps + "}";
}

QStringList warningsOf(const Tokenizer& tokenizer)
{
    QStringList warnings;
    for (const std::string& warning : tokenizer.warnings())
        warnings << QString::fromStdString(warning);
    return warnings;
}

} // namespace

class TestTokenizerFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* title, const char* name, const QByteArray& bytes, ErrorCode code,
                             const char* sentence) { QTest::newRow(title) << name << bytes << int(code) << sentence; };
        row("empty vocabulary", "vocab.txt", "", ErrorCode::MalformedFile,
            "vocab.txt: the file has no token; download it again.");
        row("only blank lines", "vocab.txt", "\n\r\n\n", ErrorCode::MalformedFile,
            "vocab.txt: the file has no token; download it again.");
        row("no unknown token", "vocab.txt", "[CLS]\n[SEP]\na\n", ErrorCode::MalformedFile,
            "vocab.txt: the unknown token '[UNK]' is missing, so words outside the vocabulary cannot be read; download "
            "the file again.");
        row("no [SEP]", "vocab.txt", "[UNK]\n[CLS]\n", ErrorCode::MalformedFile,
            "vocab.txt: the token '[SEP]', which stands around every text, is missing; download the file again.");
        row("not UTF-8", "vocab.txt", QByteArray(bertTokens) + "a\xff\n", ErrorCode::BadEncoding,
            "vocab.txt: line 6 is not UTF-8; save the file as UTF-8.");
        row("too many lines", "vocab.txt", bertTokens + QByteArray(10'000'000, '\n'), ErrorCode::TooLarge,
            "vocab.txt: the file has more than the 10000000 lines that a vocabulary may have; check that it is one.");
        row("Git LFS pointer", "vocab.txt", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
            ErrorCode::LfsPointer,
            "vocab.txt is a Git LFS pointer, not the file itself; run `git lfs pull` in the folder.");
        row("SentencePiece alone", "spiece.model", "x", ErrorCode::UnsupportedTokenizer,
            "The tokenizer of this bert model is in spiece.model, which is not read for this family; put the "
            "tokenizer.json of the model "
            "beside it.");
        row("no tokenizer", "tokenizer_config.json", "{}", ErrorCode::NotFound,
            "The model has no tokenizer: there is neither tokenizer.json nor vocab.txt; download one of them.");

        row("not JSON", "tokenizer.json", "{\"model\":", ErrorCode::MalformedFile, "tokenizer.json:");
        row("a list", "tokenizer.json", "[]", ErrorCode::MalformedFile, "tokenizer.json:");
        row("no model", "tokenizer.json", "{}", ErrorCode::MalformedFile, "tokenizer.json: model is missing");
        row("unknown model", "tokenizer.json", withModel(R"({"type":"Frobnicate","vocab":{"a":0}})"),
            ErrorCode::UnsupportedTokenizer,
            "tokenizer.json: the tokenizer step 'Frobnicate' is not supported; open a model whose tokenizer has other "
            "steps.");
        row("unigram without an unknown piece", "tokenizer.json", withModel(R"({"vocab":[["a",0.0]],"unk_id":null})"),
            ErrorCode::MalformedFile, "tokenizer.json: model.unk_id is missing");
        row("no vocabulary", "tokenizer.json", withModel(R"({"type":"WordPiece"})"), ErrorCode::MalformedFile,
            "tokenizer.json: model.vocab is missing");
        row("vocabulary without tokens", "tokenizer.json", withModel(R"({"type":"WordPiece","vocab":{}})"),
            ErrorCode::MalformedFile, "tokenizer.json: model.vocab must be an object of tokens and ids");
        row("vocabulary as a list", "tokenizer.json", withModel(R"({"type":"WordPiece","vocab":["a"]})"),
            ErrorCode::MalformedFile, "tokenizer.json: model.vocab must be an object of tokens and ids, is a list");
        row("no unknown token in JSON", "tokenizer.json",
            withModel(R"({"type":"WordPiece","unk_token":"<unk>","vocab":{"a":0}})"), ErrorCode::MalformedFile,
            "tokenizer.json: the unknown token '<unk>' is missing, so words outside the vocabulary cannot be read; "
            "download the file "
            "again.");
        row("id twice", "tokenizer.json", withModel(R"({"type":"WordPiece","vocab":{"[UNK]":0,"a":0}})"),
            ErrorCode::MalformedFile,
            "tokenizer.json: model.vocab.a must be another id than that of any other token, is 0");
        row("id of a wrong type", "tokenizer.json", withModel(R"({"type":"WordPiece","vocab":{"[UNK]":"0"}})"),
            ErrorCode::MalformedFile,
            "tokenizer.json: model.vocab.[UNK] must be a whole number from 0 to 11000000, is \"0\"");
        row("negative id", "tokenizer.json", withModel(R"({"type":"WordPiece","vocab":{"[UNK]":-1}})"),
            ErrorCode::MalformedFile,
            "tokenizer.json: model.vocab.[UNK] must be a whole number from 0 to 11000000, is -1");
        row("id with a point", "tokenizer.json", withModel(R"({"type":"WordPiece","vocab":{"[UNK]":0.0}})"),
            ErrorCode::MalformedFile,
            "tokenizer.json: model.vocab.[UNK] must be a whole number from 0 to 11000000, is 0.0");
        row("a hole of a million", "tokenizer.json", withModel(R"({"type":"WordPiece","vocab":{"[UNK]":2000000}})"),
            ErrorCode::MalformedFile,
            "tokenizer.json: model.vocab.[UNK] must be a whole number from 0 to 1000001, is 2000000");
        row("token twice", "tokenizer.json", withModel(R"({"type":"WordPiece","vocab":{"[UNK]":0,"[UNK]":1}})"),
            ErrorCode::MalformedFile, "tokenizer.json:");
        row("word length of a wrong type", "tokenizer.json",
            withModel(R"({"type":"WordPiece","max_input_chars_per_word":"x","vocab":{"[UNK]":0}})"),
            ErrorCode::MalformedFile,
            "tokenizer.json: model.max_input_chars_per_word must be a whole number, is \"x\"");

        row("unknown normalizer", "tokenizer.json", withStep(R"("normalizer":{"type":"Transliterate"})"),
            ErrorCode::UnsupportedTokenizer,
            "tokenizer.json: the tokenizer step 'Transliterate' is not supported; open a model whose tokenizer has "
            "other steps.");
        row("unknown pre-tokenizer inside a sequence", "tokenizer.json",
            withStep(R"("pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"CharDelimiterSplit"}]})"),
            ErrorCode::UnsupportedTokenizer,
            "tokenizer.json: the tokenizer step 'CharDelimiterSplit' is not supported; open a model whose tokenizer "
            "has other steps.");
        row("unknown post-processor", "tokenizer.json", withStep(R"("post_processor":{"type":"Surround"})"),
            ErrorCode::UnsupportedTokenizer,
            "tokenizer.json: the tokenizer step 'Surround' is not supported; open a model whose tokenizer has other "
            "steps.");
        row("step without a type", "tokenizer.json", withStep(R"("normalizer":{})"), ErrorCode::MalformedFile,
            "tokenizer.json: normalizer.type is missing");
        row("unknown behavior", "tokenizer.json",
            withStep(R"("pre_tokenizer":{"type":"Punctuation","behavior":"Eaten"})"), ErrorCode::MalformedFile,
            "tokenizer.json: pre_tokenizer.behavior must be Removed, Isolated, MergedWithPrevious, MergedWithNext or "
            "Contiguous, is "
            "\"Eaten\"");
        row("template without the text", "tokenizer.json",
            withStep(R"("post_processor":{"type":"TemplateProcessing","single":[],"pair":[]})"),
            ErrorCode::MalformedFile, "tokenizer.json: post_processor.single must use A once and B never, is a list");
        row("template with an unknown id", "tokenizer.json",
            withStep(R"("post_processor":{"type":"BertProcessing","sep":["[SEP]",8],"cls":["[CLS]",9]})"),
            ErrorCode::MalformedFile,
            "tokenizer.json: post_processor puts the id 9 around texts, but no token has it; download the file again.");
        row("added token with a taken id", "tokenizer.json", withStep(R"("added_tokens":[{"id":1,"content":"<x>"}])"),
            ErrorCode::MalformedFile,
            "tokenizer.json: the added token '<x>' has the id 1, which belongs to 'a'; download the tokenizer's files "
            "again.");
        row("two added tokens with one id", "tokenizer.json",
            withStep(R"("added_tokens":[{"id":5,"content":"<x>"},{"id":5,"content":"<y>"}])"), ErrorCode::MalformedFile,
            "tokenizer.json: the added token '<y>' has the id 5, which belongs to '<x>'; download the tokenizer's "
            "files "
            "again.");
        row("added token far away", "tokenizer.json", withStep(R"("added_tokens":[{"id":9000000,"content":"<x>"}])"),
            ErrorCode::MalformedFile,
            "tokenizer.json: the added token '<x>' has the id 9000000, far above the vocabulary of 2 tokens; download "
            "the tokenizer's files again.");
    }
    void refused()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);
        QFETCH(QString, sentence);
        try {
            makeTokenizer({ { name.toStdString(), bytes.toStdString() } }, "bert");
            QFAIL("accepted");
        } catch (const Refusal& refusal) {
            QCOMPARE(int(refusal.error().code), code);
            const QString message = QString::fromUtf8(refusal.what());
            QVERIFY2(message.startsWith(sentence), qPrintable(message));
            QVERIFY2(!message.contains(u'\n'), "one sentence");
        }
    }

    void malformedFolders_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("empty") << "vocab-empty" << false;
        QTest::newRow("no unknown token") << "vocab-no-unk" << false;
        QTest::newRow("unknown type") << "tokenizer-unknown-type" << false;
        QTest::newRow("duplicates") << "vocab-duplicates" << true;
        QTest::newRow("longer than the embedding")
            << "vocab-longer-than-embedding" << true; // the model compares the sizes
        QTest::newRow("sound") << "ok" << true;
    }
    void malformedFolders()
    {
        QFETCH(QString, id);
        QFETCH(bool, accepted);
        bool wasAccepted = true;
        try {
            makeTokenizer(referenceTokenizerFiles("malformed/" + id.toStdString()), "bert");
        } catch (const Refusal& refusal) {
            wasAccepted = false;
            qInfo("%s", refusal.what());
        }
        QCOMPARE(wasAccepted, accepted);
    }

    void lastOfEqualLinesCounts()
    {
        const auto tokenizer = makeTokenizer(smallVocabulary("good\nbad\ngood\nbad\ngood\n"), "bert");
        QCOMPARE(tokenizer->encode("good bad", std::nullopt, {}).ids, (std::vector<int> { 2, 9, 8, 3 }));
        QCOMPARE(warningsOf(*tokenizer),
            QStringList {
                "vocab.txt: 3 lines repeat a token (the first is 'good'); of equal lines the last one counts." });
        QCOMPARE(tokenizer->size(), 10);
    }

    void lineEndsMarksAndBlankLines()
    {
        const auto tokenizer
            = makeTokenizer({ { "vocab.txt", "\xEF\xBB\xBF[PAD]\r\n[UNK]\r\n[CLS]\r\n\r\n[SEP]\r\na \r\nb" } }, "bert");
        QCOMPARE(tokenizer->idOf("[PAD]").value_or(-1), 0);
        QCOMPARE(tokenizer->idOf("[SEP]").value_or(-1), 4); // the blank line before it has the id 3
        QCOMPARE(tokenizer->idOf("a ").value_or(-1), 5); // white space belongs to the token
        QCOMPARE(tokenizer->idOf("b").value_or(-1), 6); // no line end after the last
        QVERIFY(!tokenizer->idOf(""));
        QCOMPARE(tokenizer->size(), 7);
        QCOMPARE(tokenizer->tokenOf(3), std::string());
        QVERIFY(warningsOf(*tokenizer).isEmpty());
    }

    void holesAreTold()
    {
        const auto tokenizer = makeTokenizer(
            { { "tokenizer.json", R"({"model":{"type":"WordPiece","vocab":{"[UNK]":0,"a":3}}})" } }, "bert");
        QCOMPARE(tokenizer->size(), 4);
        QCOMPARE(
            warningsOf(*tokenizer), QStringList { "The vocabulary has 2 ids without a token below its largest id." });
    }

    void settings_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("tokens");
        const QString text = QStringLiteral("É书书");
        QTest::newRow("defaults") << QByteArray("{}") << text << QStringList { "e", "书", "书" };
        QTest::newRow("cased") << QByteArray(R"({"do_lower_case":false})") << text << QStringList { "É", "书", "书" };
        QTest::newRow("cased, accents stripped")
            << QByteArray(R"({"do_lower_case":false,"strip_accents":true})") << text << QStringList { "E", "书", "书" };
        QTest::newRow("uncased, accents kept")
            << QByteArray(R"({"strip_accents":false})") << text << QStringList { "é", "书", "书" };
        QTest::newRow("Chinese characters not separated")
            << QByteArray(R"({"tokenize_chinese_chars":false})") << "书书" << QStringList { "书", "##书" };
    }
    void settings()
    {
        QFETCH(QByteArray, config);
        QFETCH(QString, text);
        QFETCH(QStringList, tokens);
        const auto tokenizer = makeTokenizer(smallVocabulary("e\nE\né\nÉ\n书\n##书\n", config.toStdString()), "bert");
        const Encoding encoding = tokenizer->encode(text.toStdString(), std::nullopt, {});
        QStringList found;
        for (std::size_t i = 1; i + 1 < encoding.size(); ++i)
            found << QString::fromStdString(encoding.tokens[i]);
        QCOMPARE(found, tokens);
    }

    void longestText_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<int>("expected"); // −1: not known
        QTest::newRow("given") << QByteArray(R"({"model_max_length":512})") << 512;
        QTest::newRow("no limit") << QByteArray(R"({"model_max_length":1000000000000000019884624838656})") << -1;
        QTest::newRow("no limit as a float") << QByteArray(R"({"model_max_length":1e30})") << -1;
        QTest::newRow("absent") << QByteArray("{}") << -1;
    }
    void longestText()
    {
        QFETCH(QByteArray, config);
        QFETCH(int, expected);
        QCOMPARE(
            makeTokenizer(smallVocabulary("a\n", config.toStdString()), "bert")->maxTokens().value_or(-1), expected);
    }

    void truncationInformsTheLongestText()
    {
        const QByteArray bytes = withStep(
            R"("truncation":{"max_length":128,"strategy":"LongestFirst","stride":0},"padding":{"strategy":{"Fixed":128}})");
        const auto tokenizer = makeTokenizer({ { "tokenizer.json", bytes.toStdString() } }, "bert");
        QCOMPARE(tokenizer->maxTokens().value_or(-1), 128);
        QCOMPARE(tokenizer->encode("a", std::nullopt, {}).size(), std::size_t(1)); // nothing is padded
    }

    void specialIdsComeFromTheFiles()
    {
        TokenizerFiles files { { "vocab.txt", "[CLS]\n[PAD]\n[SEP]\n[UNK]\na\n[speaker1]\n" },
            { "special_tokens_map.json",
                R"({"additional_special_tokens":["[speaker1]"],"pad_token":{"content":"[PAD]","lstrip":false}})" },
            { "added_tokens.json", R"({"<x>":7})" } };
        const auto tokenizer = makeTokenizer(files, "openai-gpt");
        QCOMPARE(tokenizer->specialIds().pad.value_or(-1), 1);
        QCOMPARE(tokenizer->specialIds().classify.value_or(-1), 0);
        QCOMPARE(tokenizer->specialIds().unknown.value_or(-1), 3);
        QVERIFY(!tokenizer->specialIds().mask);
        QCOMPARE(tokenizer->encode("[speaker1]a<x>", std::nullopt, {}).ids, (std::vector<int> { 0, 5, 4, 7, 2 }));
        QCOMPARE(tokenizer->size(), 8);
        QCOMPARE(tokenizer->tokenOf(7), std::string("<x>"));
        QCOMPARE(tokenizer->idOf("<x>").value_or(-1), 7);
    }

    void newerFilesNameAddedTokensInTheConfig()
    {
        const auto tokenizer = makeTokenizer(
            smallVocabulary("a\n",
                R"({"added_tokens_decoder":{"0":{"content":"[PAD]","special":true},"6":{"content":"<x>","special":false,"normalized":true}}})"),
            "bert");
        QCOMPARE(tokenizer->encode("a<X>", std::nullopt, {}).ids, (std::vector<int> { 2, 5, 6, 3 }));
    }

    void disagreeingIdIsTold()
    {
        TokenizerFiles files = smallVocabulary("a\n");
        files["added_tokens.json"] = R"({"a":9})";
        const auto tokenizer = makeTokenizer(files, "bert");
        QCOMPARE(tokenizer->idOf("a").value_or(-1), 5);
        QCOMPARE(warningsOf(*tokenizer),
            QStringList { "vocab.txt gives the token 'a' the id 9, the vocabulary 5, which is used." });
    }

    void description()
    {
        QCOMPARE(QString::fromStdString(makeTokenizer(smallVocabulary("a\n"), "bert")->description()),
            QStringLiteral("WordPiece, uncased (vocab.txt)"));
        QCOMPARE(QString::fromStdString(
                     makeTokenizer(smallVocabulary("a\n", R"({"do_lower_case":false})"), "bert")->description()),
            QStringLiteral("WordPiece, cased (vocab.txt)"));
    }
};

QTEST_GUILESS_MAIN(TestTokenizerFiles)
#include "tst_tokenizer_files.moc"
