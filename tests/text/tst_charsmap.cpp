// SPDX-License-Identifier: GPL-3.0-or-later
// SentencePiece's table of characters: what it replaces, how the published tokenizers apply it, and damaged tables.
#include "tests/text/sentencepiece_builder.h"
#include "tests/text/tokenizer_files.h"

#include "core/io/json/json_field.h"
#include "core/runtime/error.h"
#include "core/text/pipeline/charsmap.h"
#include "core/text/pipeline/normalizer.h"
#include "core/text/unicode/code_points.h"

#include <QTest>

using namespace vitrine;
using namespace std::literals;

namespace {

/// The step of a published model: SentencePiece's nmt_nfkc.
std::unique_ptr<Normalizer> nmtNfkc()
{
    static const nlohmann::json document = referenceJson("models/xlm-roberta/tokenizer.json");
    return makeNormalizer(JsonField(document.at("normalizer"), "tokenizer.json"));
}

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

std::string textOf(const Characters& characters)
{
    std::string text;
    for (const Character& c : characters)
        appendUtf8(c.codePoint, text);
    return text;
}

QString placesOf(const Characters& characters)
{
    QStringList places;
    for (const Character& c : characters)
        places << QStringLiteral("%1-%2").arg(c.begin).arg(c.end);
    return places.join(u' ');
}

// A unit of the double array: byte, whether a leaf hangs below, and where its children are (XOR, below 2^21).
std::uint32_t unit(std::uint32_t byte, bool hasLeaf, std::uint32_t offset)
{
    return offset << 10 | (hasLeaf ? 1u << 8 : 0) | byte;
}

/// "a" becomes "xy": the root's children begin at 0, so "a" is unit 97; its leaf is unit 97 ^ 1 = 96 with the value 0.
std::string smallTable(const std::string& texts = "xy\0"s, std::uint32_t value = 0)
{
    std::vector<std::uint32_t> units(128);
    units[0] = unit(0, false, 0);
    units['a'] = unit('a', true, 1);
    units['a' ^ 1] = 1u << 31 | value;
    std::string bytes = littleEndian(128 * 4);
    for (const std::uint32_t u : units)
        bytes += littleEndian(u);
    return bytes + texts;
}

} // namespace

class TestCharsmap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void publishedTable_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<QString>("places"); // bytes
        QTest::newRow("ligature") << "ﬁ"
                                  << "fi"
                                  << "0-3 0-3";
        QTest::newRow("trade mark") << "™x"
                                    << "TMx"
                                    << "0-3 0-3 3-4";
        QTest::newRow("ideographic space and line feed") << "\u3000\n"
                                                         << "  "
                                                         << "0-3 3-4";
        QTest::newRow("an accent is lost") << "ﬁ\u0301"
                                           << "fi"
                                           << "0-3 3-5";
        QTest::newRow("circled one loses it too") << "①\u0301x"
                                                  << "1x"
                                                  << "0-3 5-6";
        QTest::newRow("six bytes go one by one") << "①\u200D"
                                                 << "1\u200D"
                                                 << "0-3 3-6";
        QTest::newRow("composed") << "e\u0301"
                                  << "é"
                                  << "0-1";
        QTest::newRow("half-width Kana stay apart") << "ｶﾞ"
                                                    << "カ\u3099"
                                                    << "0-3 3-6";
        QTest::newRow("decomposed Hangul stays") << "\u1112\u1161\u11AB"
                                                 << "\u1112\u1161\u11AB"
                                                 << "0-3 3-6 6-9";
        QTest::newRow("emoji family stays") << "👩\u200D👧"
                                            << "👩\u200D👧"
                                            << "0-4 4-7 7-11";
        QTest::newRow("fraction") << "½x"
                                  << "1⁄2x"
                                  << "0-2 0-2 0-2 2-3";
        QTest::newRow("an accent newer than Unicode 14") << "½\u1ADD"
                                                         << "1⁄2"
                                                         << "0-2 2-5 2-5";
        QTest::newRow("carriage return and line feed are one") << "a\r\nb"
                                                               << "a b"
                                                               << "0-1 1-2 3-4";
        QTest::newRow("dropped characters") << "a\u00ADb\x07"
                                               "c"
                                            << "a\u00ADbc"
                                            << "0-1 1-3 3-4 5-6";
        // The published tokenizers have nothing to count this on; the places that follow are one too early.
        QTest::newRow("dropped at the very beginning") << "\x07"
                                                          "ab"
                                                       << "ab"
                                                       << "0-1 1-2";
        QTest::newRow("nothing") << ""
                                 << ""
                                 << "";
    }
    void publishedTable()
    {
        QFETCH(QString, text);
        Characters characters = charactersOf(text.toStdString());
        nmtNfkc()->apply(characters);
        QTEST(QString::fromStdString(textOf(characters)), "expected");
        QTEST(placesOf(characters), "places");
    }

    void walkStopsAtNul()
    {
        Characters characters = charactersOf("x\0y"sv);
        nmtNfkc()->apply(characters);
        QCOMPARE(textOf(characters), "x\0y"s);
    }

    void smallTableByHand()
    {
        const Charsmap charsmap(smallTable(), "table", "file");
        QCOMPARE(charsmap.find("ab"), std::optional("xy"sv));
        QCOMPARE(charsmap.find("b"), std::nullopt);
        QCOMPARE(charsmap.find(""), std::nullopt);
        QCOMPARE(charsmap.find("\xFF"), std::nullopt); // beyond the units
    }

    void valuesOutsideTheTextsFindNothing()
    {
        QCOMPARE(Charsmap(smallTable("xy\0"s, 3), "table", "file").find("a"), std::nullopt);
        QCOMPARE(Charsmap(smallTable("xy\0"s, 0x7FFFFFFF), "table", "file").find("a"), std::nullopt);
        QCOMPARE(Charsmap(smallTable("é\0"s, 1), "table", "file").find("a"), std::nullopt); // inside a character
        QCOMPARE(Charsmap(smallTable("xy\0"s, 2), "table", "file").find("a"), std::optional(""sv));
    }

    void everyIndexIsChecked()
    {
        // All units equal: each walk jumps as far as a unit can say.
        for (const std::uint32_t u :
            { 0xFFFFFFFFu, 0x7FFFFFFFu, unit('a', true, 0x1FFFFF), unit('a', true, 0x1FFFFF) | 1u << 9 }) {
            std::string bytes = littleEndian(256 * 4);
            for (int i = 0; i < 256; ++i)
                bytes += littleEndian(u);
            const Charsmap charsmap(bytes + "x\0"s, "table", "file");
            for (int byte = 1; byte < 256; ++byte)
                QCOMPARE(charsmap.find(std::string(5, static_cast<char>(byte))), std::nullopt);
        }
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const std::string& bytes, const char* message) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << message;
        };
        row("empty", "", "table gives its trie 0 bytes of 0; download the file again.");
        row("size alone", littleEndian(0), "table gives its trie 0 bytes of 4; download the file again.");
        row("trie longer than the table", littleEndian(8) + "12345678",
            "table gives its trie 8 bytes of 12; download the file again.");
        row("trie of half units", littleEndian(6) + "123456\0"s,
            "table gives its trie 6 bytes of 11; download the file again.");
        row("size near the largest", littleEndian(0xFFFFFFFC) + "12345",
            "table gives its trie 4294967292 bytes of 9; download the file again.");
        row("no NUL at the end", smallTable("xy"),
            "table has replacements that are no UTF-8 text ending in NUL; download the file again.");
        row("no UTF-8", smallTable("\xFF\0"s),
            "table has replacements that are no UTF-8 text ending in NUL; download the file again.");
        row("too large", std::string(Charsmap::maxBytes + 1, '\0'),
            "table has 4194305 bytes, more than the 4194304 that a table of characters may have; download the file "
            "again.");
    }
    void refused()
    {
        QFETCH(QByteArray, bytes);
        try {
            Charsmap(bytes.toStdString(), "table", "file");
            QFAIL("accepted");
        } catch (const Refusal& refusal) {
            QTEST(QString(refusal.what()), "message");
        }
    }

    void base64_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isValid");
        for (const char* valid : { "", "AA==", "AAA=", "AAAA", "+/9/", "Zm9vYmFy" })
            QTest::addRow("'%s'", valid) << QByteArray(valid) << true;
        for (const char* other :
            { "A", "AA", "AAA", "AA=A", "====", "A===", "AB==", "AAB=", "AA\n=", "AA-_", "AAAA====" })
            QTest::addRow("'%s'", other) << QByteArray(other) << false;
    }
    void base64()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, isValid);
        const auto bytes = fromBase64(text.toStdString());
        QCOMPARE(bytes.has_value(), isValid);
        if (isValid)
            QCOMPARE(QByteArray::fromStdString(*bytes), QByteArray::fromBase64(text));
    }

    void tableThatIsNoBase64IsRefused()
    {
        const nlohmann::json document { { "type", "Precompiled" }, { "precompiled_charsmap", "A" } };
        try {
            makeNormalizer(JsonField(document, "tokenizer.json"));
            QFAIL("accepted");
        } catch (const Refusal& refusal) {
            QCOMPARE(refusal.what(),
                "tokenizer.json: precompiled_charsmap must be base64, is \"A\"; mend it or fetch the file again");
        }
    }
};

QTEST_GUILESS_MAIN(TestCharsmap)
#include "tst_charsmap.moc"
