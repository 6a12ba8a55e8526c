// SPDX-License-Identifier: GPL-3.0-or-later
// Sizes that do not fit, and the hash of keys that a file names.
#include "core/runtime/checked.h"
#include "core/runtime/seeded_hash.h"
#include "tests/support/colliding_words.h"
#include "tests/support/limits.h"

#include <QTest>

#include <set>
#include <unordered_map>

using namespace vitrine;

class TestChecked : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void productsStayAtTheEnd()
    {
        constexpr std::int64_t large = std::int64_t(1) << 62;
        static_assert(checkedProduct({}) == 1 && checkedProduct({ 2, 3, 7 }) == 42);
        static_assert(checkedProduct({ large, 2 }) == beyondAllSizes
            && checkedProduct({ large, large, large, 3 }) == beyondAllSizes);
        static_assert(checkedProduct({ large, 4, 0 }) == 0 && checkedProduct({ 0, large, 4 }) == 0);
        static_assert(checkedProduct({ beyondAllSizes, 1 }) == beyondAllSizes);
        static_assert(checkedSum({ 1, 2, 3 }) == 6 && checkedSum({ large, large, large }) == beyondAllSizes);
        QCOMPARE(checkedProductOf(std::vector<std::int64_t> { large, 8, 2 }), beyondAllSizes);
        QCOMPARE(checkedProductOf(std::vector<std::int64_t> { 3, 4 }), std::int64_t(12));
    }

    void hashesDiffer()
    {
        const SeededHash hash;
        std::set<std::size_t> seen;
        const auto words = collidingWords(10'000);
        for (const auto& word : words) {
            seen.insert(hash(word));
            QCOMPARE(hash(word), hash(std::string_view(word)));
        }
        QCOMPARE(seen.size(), words.size());
        for (std::size_t length = 0; length < 40; ++length) // every byte counts, and the length
            seen.insert(hash(std::string(length, '\0')));
        QCOMPARE(seen.size(), words.size() + 40);
    }

    void collidingKeysAreNoTrouble()
    {
        const auto words = collidingWords(100'000);
        std::unordered_map<std::string, int, SeededHash, std::equal_to<>> table;
        QVERIFY(seconds([&] {
            for (const auto& word : words)
                table.emplace(word, 1);
        }) < 5);
        QCOMPARE(table.size(), words.size());
        QVERIFY(table.find(std::string_view(words[7])) != table.end());
    }
};

QTEST_APPLESS_MAIN(TestChecked)
#include "tst_checked.moc"
