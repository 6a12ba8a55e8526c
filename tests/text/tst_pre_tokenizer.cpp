// SPDX-License-Identifier: GPL-3.0-or-later
// Where text is cut into words.
#include "core/io/json/json_field.h"
#include "core/text/pipeline/byte_level.h"

#include <QTest>

using namespace vitrine;

namespace {

QStringList piecesOf(const QByteArray& step, const QString& text)
{
    PreTokens words;
    const QList<uint> codePoints = text.toUcs4();
    for (const uint c : codePoints)
        words.characters.push_back({ c, 0, 0 });
    if (!codePoints.isEmpty())
        words.pieces.push_back({ 0, static_cast<std::uint32_t>(codePoints.size()) });
    const auto document = nlohmann::json::parse(step.toStdString());
    makePreTokenizer(JsonField(document, "tokenizer.json"))->apply(words);
    QStringList pieces;
    for (const CharacterRange piece : words.pieces) {
        QString word;
        for (std::uint32_t i = piece.first; i < piece.last; ++i)
            word += QString::fromUcs4(&words.characters[i].codePoint, 1);
        pieces << word;
    }
    return pieces;
}

} // namespace

class TestPreTokenizer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cuts_data()
    {
        QTest::addColumn<QByteArray>("step");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("expected");
        const QByteArray bert = R"({"type":"BertPreTokenizer"})";
        QTest::newRow("words and punctuation")
            << bert << " Isn't it? $5" << QStringList { "Isn", "'", "t", "it", "?", "$", "5" };
        QTest::newRow("next line is white space") << bert << "a\u0085b" << QStringList { "a", "b" };
        QTest::newRow("zero width space is not") << bert << "a\u200Bb" << QStringList { "a\u200Bb" };
        QTest::newRow("Chinese punctuation") << bert << "好，差" << QStringList { "好", "，", "差" };
        QTest::newRow("newer punctuation is none") << bert << "a\u2E52b" << QStringList { "a\u2E52b" };
        QTest::newRow("only blanks") << bert << " \t" << QStringList();
        QTest::newRow("nothing") << bert << "" << QStringList();

        QTest::newRow("Whitespace") << QByteArray(R"({"type":"Whitespace"})") << "a_1 b--c!"
                                    << QStringList { "a_1", "b", "--", "c", "!" };
        QTest::newRow("WhitespaceSplit") << QByteArray(R"({"type":"WhitespaceSplit"})") << " a,b\u3000c "
                                         << QStringList { "a,b", "c" };
        QTest::newRow("single digits") << QByteArray(R"({"type":"Digits","individual_digits":true})") << "a12b"
                                       << QStringList { "a", "1", "2", "b" };
        QTest::newRow("runs of digits") << QByteArray(R"({"type":"Digits","individual_digits":false})") << "a12b"
                                        << QStringList { "a", "12", "b" };
        const QByteArray bytes = R"({"type":"ByteLevel","add_prefix_space":false})";
        QTest::newRow("words of GPT-2") << bytes << "I'm  here\n\n  x 12a!"
                                        << QStringList { "I", "'m", "Ġ", "Ġhere", "ĊĊĠ", "Ġx", "Ġ12", "a", "!" };
        QTest::newRow("English endings") << bytes << "we'll've 'sad' 'S"
                                         << QStringList { "we", "'ll", "'ve", "Ġ'", "sad", "'", "Ġ'", "S" };
        QTest::newRow("white space at the end") << bytes << "a \n" << QStringList { "a", "ĠĊ" };
        QTest::newRow("bytes of a character") << bytes << "é" << QStringList { "Ã©" };
        QTest::newRow("a letter of Unicode 16")
            << bytes << QString::fromUcs4(U"a\U00010D4A") << QStringList { QStringLiteral("að\u0132µ\u012C") };
        QTest::newRow("a blank in front")
            << QByteArray(R"({"type":"ByteLevel"})") << "a b" << QStringList { "Ġa", "Ġb" };
        QTest::newRow("no second blank in front")
            << QByteArray(R"({"type":"ByteLevel"})") << " a" << QStringList { "Ġa" };
        QTest::newRow("only bytes") << QByteArray(R"({"type":"ByteLevel","use_regex":false})") << "a b!"
                                    << QStringList { "ĠaĠb!" };
        const nlohmann::json regex { { "type", "Split" }, { "pattern", { { "Regex", gpt2WordExpression } } },
            { "behavior", "Isolated" } };
        QTest::newRow("the expression of GPT-2")
            << QByteArray::fromStdString(regex.dump()) << "a b's" << QStringList { "a", " b", "'s" };
        const auto metaspace = [](const char* options) {
            return QByteArray(R"({"type":"Metaspace",)") + QByteArray(options) + R"("replacement":"▁"})";
        };
        QTest::newRow("marks") << metaspace("") << "a  b" << QStringList { "▁a", "▁", "▁b" };
        QTest::newRow("marks, older spelling")
            << metaspace(R"("str_rep":"▁","add_prefix_space":true,)") << "a b" << QStringList { "▁a", "▁b" };
        QTest::newRow("marks, older spelling, none in front")
            << metaspace(R"("prepend_scheme":null,"add_prefix_space":false,)") << "a b" << QStringList { "a", "▁b" };
        QTest::newRow("no second mark") << metaspace("") << " a▁b" << QStringList { "▁a", "▁b" };
        QTest::newRow("marks never in front")
            << metaspace(R"("prepend_scheme":"never",)") << "a b" << QStringList { "a", "▁b" };
        QTest::newRow("marks without cutting") << metaspace(R"("split":false,)") << "a b" << QStringList { "▁a▁b" };
        QTest::newRow("only blanks become marks") << metaspace("") << "a\u3000b\tc" << QStringList { "▁a\u3000b\tc" };
        QTest::newRow("a mark before each word") << QByteArray(
            R"({"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Metaspace","replacement":"▁"}]})")
                                                 << " a\nb" << QStringList { "▁a", "▁b" };
        QTest::newRow("sequence") << QByteArray(
            R"({"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Punctuation"}]})")
                                  << "a,b c" << QStringList { "a", ",", "b", "c" };
        QTest::newRow("each character") << QByteArray(
            R"({"type":"Split","pattern":{"Regex":"."},"behavior":"Isolated","invert":false})")
                                        << "好a" << QStringList { "好", "a" };
        const auto split = [](const char* behavior, bool invert = false) {
            const nlohmann::json step { { "type", "Split" }, { "pattern", { { "String", "-" } } },
                { "behavior", behavior }, { "invert", invert } };
            return QByteArray::fromStdString(step.dump());
        };
        QTest::newRow("removed") << split("Removed") << "a-b--c" << QStringList { "a", "b", "c" };
        QTest::newRow("isolated") << split("Isolated") << "a-b--c" << QStringList { "a", "-", "b", "-", "-", "c" };
        QTest::newRow("merged with previous")
            << split("MergedWithPrevious") << "a-b--c" << QStringList { "a-", "b-", "-", "c" };
        QTest::newRow("merged with next")
            << split("MergedWithNext") << "a-b--c" << QStringList { "a", "-b", "-", "-c" };
        QTest::newRow("contiguous") << split("Contiguous") << "a-b--c" << QStringList { "a", "-", "b", "--", "c" };
        QTest::newRow("inverted") << split("Removed", true) << "a-b--c" << QStringList { "-", "-", "-" };
    }
    void cuts()
    {
        QFETCH(QByteArray, step);
        QFETCH(QString, text);
        QTEST(piecesOf(step, text), "expected");
    }
};

QTEST_GUILESS_MAIN(TestPreTokenizer)
#include "tst_pre_tokenizer.moc"
