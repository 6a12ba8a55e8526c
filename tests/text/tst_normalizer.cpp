// SPDX-License-Identifier: GPL-3.0-or-later
// Normalizers: the new text, and the original bytes of each new character.
#include "core/io/json/json_field.h"
#include "core/runtime/error.h"
#include "core/text/pipeline/normalizer.h"
#include "core/text/unicode/code_points.h"

#include <QTest>

using namespace vitrine;

namespace {

Characters charactersOf(std::string_view text)
{
    Characters characters;
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = static_cast<std::uint32_t>(at);
        const char32_t c = readUtf8(text, at);
        characters.push_back({ c, begin, static_cast<std::uint32_t>(at) });
    }
    return characters;
}

std::unique_ptr<Normalizer> stepFrom(const QByteArray& json)
{
    const auto document = nlohmann::json::parse(json.toStdString());
    return makeNormalizer(JsonField(document, "tokenizer.json"));
}

/// "e(0,2) x(2,3)"
QString shown(const Characters& text)
{
    QStringList parts;
    for (const Character& c : text)
        parts << QStringLiteral("%1(%2,%3)").arg(QString::fromUcs4(&c.codePoint, 1)).arg(c.begin).arg(c.end);
    return parts.join(u' ');
}

} // namespace

class TestNormalizer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rewritesAndKeepsPlaces_data()
    {
        QTest::addColumn<QByteArray>("step");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const QByteArray bert
            = R"({"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true})";
        const QByteArray cased
            = R"({"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":false})";
        QTest::newRow("accent in one character") << bert << "É"
                                                 << "e(0,2)";
        QTest::newRow("accent after the letter") << bert << "e\u0301x"
                                                 << "e(0,1) x(3,4)";
        QTest::newRow("accent kept when cased") << cased << "É"
                                                << "É(0,2)";
        QTest::newRow("soft hyphen between") << bert << "a\u00ADb"
                                             << "a(0,1) b(3,4)";
        QTest::newRow("ligature stays") << bert << "ﬁ"
                                        << "ﬁ(0,3)";
        QTest::newRow("sharp s stays") << bert << "ß"
                                       << "ß(0,2)";
        QTest::newRow("dotted I") << bert << "İ"
                                  << "i(0,2)";
        QTest::newRow("no final sigma") << bert << "ΑΣ"
                                        << "α(0,2) σ(2,4)";
        QTest::newRow("blanks around a Chinese character") << bert << "a书"
                                                           << "a(0,1)  (1,4) 书(1,4)  (1,4)";
        QTest::newRow("compatibility ideograph") << bert << "豈"
                                                 << " (0,3) 豈(0,3)  (0,3)";
        QTest::newRow("Hangul falls apart") << bert << "가"
                                            << "\u1100(0,3) \u1161(0,3)";
        QTest::newRow("Kana gets no blanks") << bert << "の"
                                             << "の(0,3)";
        QTest::newRow("tab and line separator are blanks") << bert << "\t\u2028"
                                                           << " (0,1)  (1,4)";
        QTest::newRow("control characters go") << bert << "a\x07\u0085\uFEFF"
                                               << "a(0,1)";

        QTest::newRow("lower case of dotted I") << QByteArray(R"({"type":"Lowercase"})") << "İx"
                                                << "i(0,2) \u0307(0,2) x(2,3)";
        QTest::newRow("NFC takes the first place") << QByteArray(R"({"type":"NFC"})") << "e\u0301x"
                                                   << "é(0,1) x(3,4)";
        QTest::newRow("NFC composes past another mark") << QByteArray(R"({"type":"NFC"})") << "e\u0323\u0302"
                                                        << "ệ(0,1)";
        QTest::newRow("NFC keeps a blocked mark") << QByteArray(R"({"type":"NFC"})") << "a\u030D\u0301"
                                                  << "a(0,1) \u030D(1,3) \u0301(3,5)";
        QTest::newRow("NFC joins jamo") << QByteArray(R"({"type":"NFC"})") << "\u1100\u1161\u11A8"
                                        << "각(0,3)";
        QTest::newRow("NFD orders marks") << QByteArray(R"({"type":"NFD"})") << "é\u0323x"
                                          << "e(0,2) \u0323(2,4) \u0301(2,4) x(4,5)";
        QTest::newRow("NFKC") << QByteArray(R"({"type":"NFKC"})") << "ﬁＡ"
                              << "f(0,3) i(0,3) A(3,6)";
        QTest::newRow("NFKD of a vulgar fraction") << QByteArray(R"({"type":"NFKD"})") << "½"
                                                   << "1(0,2) \u2044(0,2) 2(0,2)";
        QTest::newRow("accents are not decomposed first") << QByteArray(R"({"type":"StripAccents"})") << "ée\u0301"
                                                          << "é(0,2) e(2,3)";
        QTest::newRow("strip both ends") << QByteArray(R"({"type":"Strip","strip_left":true,"strip_right":true})")
                                         << " \u3000a b\n"
                                         << "a(4,5)  (5,6) b(6,7)";
        QTest::newRow("strip left only") << QByteArray(R"({"type":"Strip","strip_left":true,"strip_right":false})")
                                         << " a "
                                         << "a(1,2)  (2,3)";
        QTest::newRow("replace has the last place")
            << QByteArray(R"({"type":"Replace","pattern":{"String":"ab"},"content":"xyz"})") << "1ab2"
            << "1(0,1) x(2,3) y(2,3) z(2,3) 2(3,4)";
        QTest::newRow("replace by nothing")
            << QByteArray(R"({"type":"Replace","pattern":{"String":"``"},"content":""})") << "a``b``"
            << "a(0,1) b(3,4)";
        QTest::newRow("replace does not look back")
            << QByteArray(R"({"type":"Replace","pattern":{"String":"aa"},"content":"b"})") << "aaa"
            << "b(1,2) a(2,3)";
        const auto replace = [](const char* expression) {
            const nlohmann::json step { { "type", "Replace" }, { "pattern", { { "Regex", expression } } },
                { "content", "_" } };
            return QByteArray::fromStdString(step.dump());
        };
        QTest::newRow("two blanks or more") << replace(" {2,}") << "a b   c\t\t"
                                            << "a(0,1)  (1,2) b(2,3) _(5,6) c(6,7) \t(7,8) \t(8,9)";
        QTest::newRow("one blank or more") << replace(" +") << "a b  "
                                           << "a(0,1) _(1,2) b(2,3) _(4,5)";
        QTest::newRow("any white space") << replace("\\s+") << "a\u3000\nb"
                                         << "a(0,1) _(4,5) b(5,6)";
        QTest::newRow("two white spaces or a line end")
            << replace("\\s{2,}|[\\n\\r\\t]") << "a b\nc \u3000d\u3000"
            << "a(0,1)  (1,2) b(2,3) _(3,4) c(4,5) _(6,9) d(9,10) \u3000(10,13)";
        QTest::newRow("prepend") << QByteArray(R"({"type":"Prepend","prepend":"▁x"})") << "éa"
                                 << "▁(0,2) x(0,2) é(0,2) a(2,3)";
        QTest::newRow("prepend to nothing") << QByteArray(R"({"type":"Prepend","prepend":"▁"})") << ""
                                            << "";
        QTest::newRow("nmt") << QByteArray(R"({"type":"Nmt"})") << "a\x07\u200Bb\uFEFF▁c\u00A0\v"
                             << "a(0,1)  (2,5) b(5,6)  (6,9)  (9,12) c(12,13) \u00A0(13,15)";
        QTest::newRow("sequence") << QByteArray(
            R"({"type":"Sequence","normalizers":[{"type":"NFD"},{"type":"StripAccents"},{"type":"Lowercase"}]})")
                                  << "ÀB"
                                  << "a(0,2) b(2,3)";
        QTest::newRow("empty text") << bert << ""
                                    << "";
    }
    void rewritesAndKeepsPlaces()
    {
        QFETCH(QByteArray, step);
        QFETCH(QString, text);
        Characters characters = charactersOf(text.toStdString());
        stepFrom(step)->apply(characters);
        QTEST(shown(characters), "expected");
    }

    void unknownStepIsRefusedByName()
    {
        try {
            stepFrom(R"({"type":"Transliterate"})");
            QFAIL("accepted");
        } catch (const Refusal& refusal) {
            QCOMPARE(refusal.error().code, ErrorCode::UnsupportedTokenizer);
            QCOMPARE(refusal.what(),
                "tokenizer.json: the tokenizer step 'Transliterate' is not supported; open a model whose tokenizer has "
                "other steps.");
        }
    }

    void regularExpressionIsRefusedByName()
    {
        try {
            stepFrom(R"({"type":"Replace","pattern":{"Regex":" {3,}"},"content":" "})");
            QFAIL("accepted");
        } catch (const Refusal& refusal) {
            QCOMPARE(refusal.error().code, ErrorCode::UnsupportedTokenizer);
            QVERIFY2(std::string(refusal.what()).find("'Replace' with the pattern ' {3,}'") != std::string::npos,
                refusal.what());
        }
    }
};

QTEST_GUILESS_MAIN(TestNormalizer)
#include "tst_normalizer.moc"
