// SPDX-License-Identifier: GPL-3.0-or-later
// SentencePiece files, whole and damaged: cut at every byte, with every field bent, and what a family makes of them.
#include "tests/text/sentencepiece_builder.h"
#include "tests/text/tokenizer_files.h"

#include "core/runtime/error.h"
#include "core/text/files/protobuf_reader.h"
#include "core/text/files/sentencepiece_model.h"

#include <QTest>

#include <limits>

using namespace vitrine;
using namespace std::literals;

namespace {

const std::string unknown = pieceField("<unk>", 0, 2);

/// <unk> 0, <s> 1, </s> 2, ▁ 3, ▁a 4, b 5.
std::string smallModel(const std::string& trainer = {}, const std::string& normalizer = {})
{
    return unknown + pieceField("<s>", 0, 3) + pieceField("</s>", 0, 3) + pieceField("▁", -2) + pieceField("▁a", -1)
        + pieceField("b", -1.5F) + settingsFields(trainer, normalizer);
}

Error refusalOf(const std::string& bytes)
{
    try {
        readSentencePieceModel(bytes, "spm.model");
    } catch (const Refusal& refusal) {
        return refusal.error();
    }
    return { ErrorCode::Internal, "accepted", {}, {} };
}

} // namespace

class TestSentencePieceModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsPiecesAndSettings()
    {
        const SentencePieceModel model = readSentencePieceModel(
            smallModel(numberField(35, 1), bytesField(2, "table")) + bytesField(4, "self test") + numberField(200, 7),
            "spm.model");
        QCOMPARE(model.pieces.size(), std::size_t(6));
        QCOMPARE(model.pieces[4].text, "▁a"s);
        QCOMPARE(model.pieces[5].score, -1.5);
        QCOMPARE(model.pieces[1].type, SentencePiece::Type::Control);
        QCOMPARE(model.unknownId, 0);
        QVERIFY(model.byteFallback);
        QCOMPARE(model.charsmap, "table"s);
    }

    void lastOfRepeatedValuesCounts()
    {
        const std::string piece
            = bytesField(1, bytesField(1, "x") + bytesField(1, "y") + floatField(2, 1) + floatField(2, -3));
        const SentencePieceModel model = readSentencePieceModel(unknown + piece + settingsFields(), "spm.model");
        QCOMPARE(model.pieces[1].text, "y"s);
        QCOMPARE(model.pieces[1].score, -3.0);
    }

    void cutAtEveryByte()
    {
        const std::string whole
            = smallModel(numberField(3, 1) + numberField(40, 0), bytesField(2, "table") + numberField(3, 1));
        QCOMPARE(refusalOf(whole).message, "accepted"s);
        for (std::size_t length = 0; length < whole.size(); ++length) {
            const Error error = refusalOf(whole.substr(0, length));
            QVERIFY2(error.code == ErrorCode::TruncatedFile,
                qPrintable(QStringLiteral("%1: %2").arg(length).arg(QString::fromStdString(error.message))));
            QVERIFY2(
                error.message.ends_with("The download stopped early; fetch the file again."), error.message.c_str());
        }
    }

    void everyByteBentIsSurvived()
    {
        const std::string whole = smallModel(numberField(3, 1), bytesField(2, "table"));
        for (std::size_t at = 0; at < whole.size(); ++at) {
            for (int bit = 0; bit < 8; ++bit) {
                std::string bent = whole;
                bent[at] = static_cast<char>(bent[at] ^ (1 << bit));
                QVERIFY(!refusalOf(bent).message.empty());
            }
        }
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const std::string& bytes, ErrorCode code, const char* message) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << code << message;
        };
        const std::string settings = settingsFields();
        const auto score = [&](float value) { return unknown + pieceField("a", value) + settings; };
        const auto type = [&](std::uint64_t value) {
            return unknown + bytesField(1, bytesField(1, "a") + numberField(3, value)) + settings;
        };
        row("score is no number", score(std::numeric_limits<float>::quiet_NaN()), ErrorCode::MalformedFile,
            "spm.model: piece 1 has a score that is no number; download the file again.");
        row("score is infinite", score(-std::numeric_limits<float>::infinity()), ErrorCode::MalformedFile,
            "spm.model: piece 1 has a score that is no number; download the file again.");
        row("unknown type 0", type(0), ErrorCode::MalformedFile,
            "spm.model: piece 1 has the unknown type 0; download the file again.");
        row("unknown type 7", type(7), ErrorCode::MalformedFile,
            "spm.model: piece 1 has the unknown type 7; download the file again.");
        row("empty piece", unknown + pieceField("", -1) + settings, ErrorCode::MalformedFile,
            "spm.model: piece 1 is empty; download the file again.");
        row("piece without text", unknown + bytesField(1, floatField(2, -1)) + settings, ErrorCode::MalformedFile,
            "spm.model: piece 1 is empty; download the file again.");
        row("piece is not UTF-8", unknown + pieceField("\xC3", -1) + settings, ErrorCode::BadEncoding,
            "spm.model: piece 1 is not UTF-8; download the file again.");
        row("piece too long", unknown + pieceField(std::string(4097, 'a'), -1) + settings, ErrorCode::TooLarge,
            "spm.model: piece 1 has 4097 bytes, more than the 4096 that a piece may have; download the file again.");
        row("negative byte", unknown + pieceField("<0x-1>", 0, 6) + settings, ErrorCode::MalformedFile,
            "spm.model: piece 1 should be a byte such as <0x0A>, is '<0x-1>'; download the file again.");
        row("byte of lower case", unknown + pieceField("<0xaf>", 0, 6) + settings, ErrorCode::MalformedFile,
            "spm.model: piece 1 should be a byte such as <0x0A>, is '<0xaf>'; download the file again.");
        row("no unknown piece", pieceField("a", -1) + settings, ErrorCode::MalformedFile,
            "spm.model: 0 pieces are the unknown piece where one should be; download the file again.");
        row("two unknown pieces", unknown + unknown + settings, ErrorCode::MalformedFile,
            "spm.model: 2 pieces are the unknown piece where one should be; download the file again.");
        row("another kind of model", unknown + settingsFields(numberField(3, 2)), ErrorCode::UnsupportedTokenizer,
            "spm.model: a model of the kind BPE is not supported; put the tokenizer.json of the model beside the "
            "file.");
        row("kind of no name", unknown + settingsFields(numberField(3, 0)), ErrorCode::UnsupportedTokenizer,
            "spm.model: a model of the kind 0 is not supported; put the tokenizer.json of the model beside the file.");
        row("blanks behind words", unknown + settingsFields(numberField(24, 1)), ErrorCode::UnsupportedTokenizer,
            "spm.model: a model with blanks behind words (treat_whitespace_as_suffix) is not supported; put the "
            "tokenizer.json of the "
            "model beside "
            "the file.");
        row("no first blank", unknown + settingsFields("", numberField(3, 0)), ErrorCode::UnsupportedTokenizer,
            "spm.model: a model whose texts do not begin with a blank (add_dummy_prefix) is not supported; put the "
            "tokenizer.json of the "
            "model "
            "beside the file.");
        row("huge charsmap", unknown + settingsFields("", bytesField(2, std::string((4 << 20) + 1, 'x'))),
            ErrorCode::TooLarge,
            "spm.model: the table of characters has 4194305 bytes, more than the 4194304 that it may have; download "
            "the file again.");
        row("huge file", std::string((std::size_t(64) << 20) + 1, '\0'), ErrorCode::TooLarge,
            "spm.model: 67108865 bytes are more than the 67108864 that a SentencePiece file may have; check that it is "
            "one.");
        row("group", "\x0B", ErrorCode::MalformedFile,
            "spm.model: byte 0: the wire type 3 is not supported; download the file again.");
        row("end of a group", "\x0C", ErrorCode::MalformedFile,
            "spm.model: byte 0: the wire type 4 is not supported; download the file again.");
        row("field number 0", "\x02\x01x"s, ErrorCode::MalformedFile,
            "spm.model: byte 0: the field number 0 is not one; download the file again.");
        row("overlong number", std::string(10, '\xFF') + "\x01", ErrorCode::MalformedFile,
            "spm.model: byte 0: a number has more than 64 bits; download the file again.");
        row("number of 66 bits", std::string(9, '\xFF') + "\x02", ErrorCode::MalformedFile,
            "spm.model: byte 0: a number has more than 64 bits; download the file again.");
        row("length beyond the piece",
            bytesField(1,
                "\x0A\x05"
                "ab"),
            ErrorCode::MalformedFile,
            "spm.model: byte 4: 2 bytes are left where 5 are needed; download the file again.");
        row("length near 2^64", "\x0A" + varint(std::numeric_limits<std::uint64_t>::max()), ErrorCode::TruncatedFile,
            "spm.model: byte 11: 0 bytes are left where 18446744073709551615 are needed. The download stopped early; "
            "fetch the file "
            "again.");
        row("pieces that are a number", numberField(1, 5), ErrorCode::MalformedFile,
            "spm.model: byte 0: the field 1 has the wire type 0; download the file again.");
    }
    void refused()
    {
        QFETCH(QByteArray, bytes);
        const Error error = refusalOf(bytes.toStdString());
        QTEST(QString::fromStdString(error.message), "message");
        QTEST(error.code, "code");
    }

    void tooManyPieces()
    {
        const std::string piece = pieceField("a", -1);
        std::string bytes = unknown;
        bytes.reserve(piece.size() * 1'000'001);
        for (int i = 0; i < 1'000'000; ++i)
            bytes += piece;
        QCOMPARE(refusalOf(bytes + settingsFields()).message,
            "spm.model: the file has more than the 1000000 pieces that are read; check that it is the right one."s);
    }

    void largestNumberIsRead()
    {
        const std::string bytes = "\x08" + varint(std::numeric_limits<std::uint64_t>::max());
        ProtobufReader reader(bytes, "file");
        ProtobufReader::Field field;
        QVERIFY(reader.next(field));
        QCOMPARE(field.value, std::numeric_limits<std::uint64_t>::max());
        QVERIFY(!reader.next(field));
    }

    void families_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("family");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QList<int>>("ids"); // of "ab x"
        QTest::addColumn<int>("mask");
        const QByteArray fairseq = QByteArray::fromStdString(smallModel());
        const QByteArray albert = QByteArray::fromStdString(pieceField("<pad>", 0, 3) + pieceField("<unk>", 0, 2)
            + pieceField("[CLS]", 0, 3) + pieceField("[SEP]", 0, 3) + pieceField("[MASK]", 0, 4) + pieceField("▁", -2)
            + pieceField("▁a", -1) + pieceField("b", -1) + settingsFields());
        const QByteArray deberta = QByteArray::fromStdString(pieceField("[PAD]", 0, 3) + pieceField("[CLS]", 0, 3)
            + pieceField("[SEP]", 0, 3) + pieceField("[UNK]", 0, 2) + pieceField("▁", -2) + pieceField("▁a", -1)
            + pieceField("b", -1) + settingsFields());
        // Piece + 1: ▁ 4, ▁a 5, b 6, <mask> 7.
        QTest::newRow("xlm-roberta") << "sentencepiece.bpe.model"
                                     << "xlm-roberta" << fairseq << QList<int> { 0, 5, 6, 4, 3, 2 } << 7;
        // Piece + 4: <s> 5, </s> 6, ▁ 7, ▁a 8, b 9, <mask> 10.
        QTest::newRow("camembert") << "sentencepiece.bpe.model"
                                   << "camembert" << fairseq << QList<int> { 5, 8, 9, 7, 3, 6 } << 10;
        QTest::newRow("albert") << "spiece.model"
                                << "albert" << albert << QList<int> { 2, 6, 7, 5, 1, 3 } << 4;
        QTest::newRow("deberta-v2") << "spm.model"
                                    << "deberta-v2" << deberta << QList<int> { 1, 5, 6, 4, 3, 2 } << 7;
    }
    void families()
    {
        QFETCH(QString, file);
        QFETCH(QString, family);
        QFETCH(QByteArray, bytes);
        const auto tokenizer = makeTokenizer({ { file.toStdString(), bytes.toStdString() } }, family.toStdString());
        const Encoding encoding = tokenizer->encode("ab x", std::nullopt, {});
        QTEST(QList<int>(encoding.ids.begin(), encoding.ids.end()), "ids");
        QTEST(tokenizer->specialIds().mask.value_or(-1), "mask");
        QCOMPARE(tokenizer->description(),
            QStringLiteral("Unigram, %1 (%2)").arg(family == "albert" ? "uncased" : "cased", file).toStdString());
        QVERIFY(tokenizer->warnings().empty());
    }

    void piecesBecomeAddedTokens()
    {
        const std::string bytes = smallModel() + pieceField("<user>", 0, 4);
        const auto tokenizer = makeTokenizer({ { "sentencepiece.bpe.model", bytes } }, "xlm-roberta");
        QCOMPARE(
            tokenizer->encode("ab<user>ab</s>", std::nullopt, {}).ids, std::vector<int>({ 0, 5, 6, 7, 5, 6, 2, 2 }));
        // With special tokens as text a user's piece still stands for itself.
        QCOMPARE(tokenizer->encode("ab<user>", std::nullopt, { .maxTokens = 99, .specialTokensAsText = true }).ids,
            std::vector<int>({ 0, 5, 6, 7, 2 }));
    }

    void piecesThatFairseqReplacesMustBeSpecial()
    {
        try {
            makeTokenizer({ { "sentencepiece.bpe.model",
                              unknown + pieceField("a", -1) + pieceField("b", -1) + settingsFields() } },
                "xlm-roberta");
            QFAIL("accepted");
        } catch (const Refusal& refusal) {
            QCOMPARE(refusal.what(),
                "sentencepiece.bpe.model: piece 1 should be a special token, as this family has it; put the "
                "tokenizer.json of the model "
                "beside the "
                "file.");
        }
    }

    void tokensAroundTextsMustBeThere()
    {
        const TokenizerFiles files { { "spiece.model", unknown + pieceField("▁a", -1) + settingsFields() },
            { "tokenizer_config.json", R"({"cls_token":"","bos_token":""})" } };
        try {
            makeTokenizer(files, "albert");
            QFAIL("accepted");
        } catch (const Refusal& refusal) {
            QCOMPARE(refusal.what(),
                "spiece.model: the token '[CLS]', which stands around every text, is missing; download the file "
                "again.");
        }
    }

    void albertKeepsNumbersWithACommaApart()
    {
        const std::string bytes = pieceField("<unk>", 0, 2) + pieceField("[CLS]", 0, 3) + pieceField("[SEP]", 0, 3)
            + pieceField("▁9", -1) + pieceField(",", -1) + pieceField("▁9,", -1) + pieceField("▁a", -1)
            + pieceField("▁a,", -1) + settingsFields();
        const auto tokenizer = makeTokenizer({ { "spiece.model", bytes } }, "albert");
        QCOMPARE(tokenizer->encode("9, a,", std::nullopt, {}).tokens,
            std::vector<std::string>({ "[CLS]", "▁9", ",", "▁a,", "[SEP]" }));
    }

    void debertaSplitsByPunctuationWhenAsked()
    {
        const std::string bytes = pieceField("[UNK]", 0, 2) + pieceField("[CLS]", 0, 3) + pieceField("[SEP]", 0, 3)
            + pieceField("▁a", -1) + pieceField("▁a!", -1) + pieceField("▁!", -1) + settingsFields();
        const auto tokensWith = [&](const char* config) {
            return makeTokenizer({ { "spm.model", bytes }, { "tokenizer_config.json", config } }, "deberta-v2")
                ->encode("  A!", std::nullopt, {})
                .tokens;
        };
        QCOMPARE(tokensWith(R"({"do_lower_case":true})"), std::vector<std::string>({ "[CLS]", "▁a!", "[SEP]" }));
        QCOMPARE(tokensWith(R"({"do_lower_case":true,"split_by_punct":true})"),
            std::vector<std::string>({ "[CLS]", "▁a", "▁!", "[SEP]" }));
    }
};

QTEST_GUILESS_MAIN(TestSentencePieceModel)
#include "tst_sentencepiece_model.moc"
