// SPDX-License-Identifier: GPL-3.0-or-later
// Every scalar value through every question and form: count and sum were computed with the package tokenizers 0.23.3.
#include "core/text/pipeline/normal_form.h"
#include "core/text/pipeline/normalizer_steps.h"
#include "core/text/unicode/unicode.h"

#include <QTest>

#include <functional>

using namespace vitrine;

namespace {

template <typename Visit> void forEachScalarValue(Visit visit)
{
    for (char32_t c = 0; c < 0x110000; ++c) {
        if (c < 0xD800 || c > 0xDFFF)
            visit(c);
    }
}

using Predicate = bool (*)(char32_t);
using Rewrite = std::function<void(Characters&)>;

Rewrite toForm(NormalForm form)
{
    return [form](Characters& text) { normalize(text, form); };
}

} // namespace

Q_DECLARE_METATYPE(Predicate)
Q_DECLARE_METATYPE(Rewrite)

class TestUnicode : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyScalarValueIsClassified_data()
    {
        QTest::addColumn<Predicate>("predicate");
        QTest::addColumn<quint64>("count");
        QTest::addColumn<quint64>("sum");
        QTest::newRow("dropped by clean_text")
            << Predicate(isDroppedByBert) << quint64(137681) << quint64(137913084793);
        QTest::newRow("accent of BertNormalizer") << Predicate(isBertAccent) << quint64(1567) << quint64(262554314);
        QTest::newRow("mark of StripAccents") << Predicate(isMark) << quint64(2097) << quint64(286880651);
        QTest::newRow("punctuation") << Predicate(isPunctuation) << quint64(726) << quint64(20675981);
        QTest::newRow("number") << Predicate(isNumber) << quint64(1924) << quint64(111666371);
        QTest::newRow("word character") << Predicate(isWordCharacter) << quint64(144667) << quint64(15621645388);
        QTest::newRow("white space") << Predicate(isWhiteSpace) << quint64(25) << quint64(141586);
        QTest::newRow("ideograph") << Predicate(isIdeograph) << quint64(81264) << quint64(9171601864);
    }
    void everyScalarValueIsClassified()
    {
        QFETCH(Predicate, predicate);
        quint64 count = 0;
        quint64 sum = 0;
        forEachScalarValue([&](char32_t c) {
            count += predicate(c) ? 1 : 0;
            sum += predicate(c) ? c : 0;
        });
        QTEST(count, "count");
        QTEST(sum, "sum");
    }

    void everyScalarValueIsRewritten_data()
    {
        QTest::addColumn<Rewrite>("rewrite");
        QTest::addColumn<quint64>("changed");
        QTest::addColumn<quint64>("hash"); // h = 31 h + code point, over all results
        QTest::newRow("lower case") << Rewrite([](Characters& text) { toLowerCase(text); }) << quint64(1488)
                                    << quint64(211420238425588086);
        QTest::newRow("NFC") << toForm(NormalForm::NFC) << quint64(1120) << quint64(445520290976203670);
        QTest::newRow("NFD") << toForm(NormalForm::NFD) << quint64(13232) << quint64(5030938845513530124);
        QTest::newRow("NFKC") << toForm(NormalForm::NFKC) << quint64(4794) << quint64(14206216312952705874ull);
        QTest::newRow("NFKD") << toForm(NormalForm::NFKD) << quint64(16894) << quint64(1838526165003608853);
    }
    void everyScalarValueIsRewritten()
    {
        QFETCH(Rewrite, rewrite);
        quint64 changed = 0;
        quint64 hash = 0;
        forEachScalarValue([&](char32_t c) {
            Characters text { { c, 0, 1 } };
            rewrite(text);
            changed += text.size() != 1 || text.front().codePoint != c ? 1 : 0;
            for (const Character& character : text)
                hash = 31 * hash + character.codePoint;
        });
        QTEST(changed, "changed");
        QTEST(hash, "hash");
    }
};

QTEST_GUILESS_MAIN(TestUnicode)
#include "tst_unicode.moc"
