// SPDX-License-Identifier: GPL-3.0-or-later
// Searching a corpus: the same answer as solving everything, with far fewer solves; votes, all pairs, their order.
#include "core/io/corpus/corpus.h"
#include "core/runtime/error.h"
#include "core/words/corpus_search.h"
#include "core/words/file_words.h"
#include "core/words/nearest.h"
#include "core/words/neighbour_vote.h"
#include "core/words/parallel.h"
#include "tests/support/reference.h"
#include "tests/words/hand_vectors.h"

#include <QTest>

#include <algorithm>
#include <numeric>
#include <random>

using namespace vitrine;

namespace {

struct RandomCorpus {
    WordSpace space;
    std::vector<WordBag> bags;
};

// Texts of 1 … 8 words over 60 words, many of them repeated, so that distances tie; every tenth is empty.
RandomCorpus randomCorpus(unsigned seed, int count)
{
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    RandomCorpus corpus;
    corpus.space.note.width = 5;
    for (int k = 0; k < 60 * 5; ++k)
        corpus.space.vectors.push_back(normal(random));
    for (int t = 0; t < count; ++t) {
        WordSequence sequence;
        for (int k = t % 10 == 9 ? 0 : 1 + int(random() % 8); k > 0; --k)
            sequence.words.push_back({ int(random() % 60), {}, {}, {}, {} });
        corpus.bags.push_back(bagOf(sequence, corpus.space, { MassKind::Frequency, CostKind::Euclidean, nullptr, {} }));
    }
    return corpus;
}

std::vector<TextDistance> bruteForce(const RandomCorpus& corpus, const WordBag& query, CostKind cost, int k)
{
    std::vector<TextDistance> all;
    TransportSimplex simplex;
    for (std::size_t t = 0; t < corpus.bags.size(); ++t) {
        if (corpus.bags[t].size() > 0)
            all.push_back({ int(t), bagDistance(corpus.space, corpus.bags[t], query, cost, simplex) });
    }
    std::stable_sort(
        all.begin(), all.end(), [](const TextDistance& a, const TextDistance& b) { return a.distance < b.distance; });
    all.resize(std::min<std::size_t>(all.size(), std::size_t(k)));
    return all;
}

std::vector<CorpusRow> dataRows(const char* inside, std::size_t most)
{
    auto rows = readCorpus(std::filesystem::path(VITRINE_DATA) / inside).rows;
    rows.resize(std::min(rows.size(), most));
    return rows;
}

} // namespace

class TestNearest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameAsBruteForce_data()
    {
        QTest::addColumn<bool>("cosine");
        QTest::newRow("euclidean") << false;
        QTest::newRow("cosine") << true;
    }
    void sameAsBruteForce()
    {
        QFETCH(bool, cosine);
        const CostKind cost = cosine ? CostKind::Cosine : CostKind::Euclidean;
        for (unsigned seed = 0; seed < 60; ++seed) {
            const RandomCorpus corpus = randomCorpus(seed, 150);
            const int k = 1 + int(seed % 12);
            TransportSimplex simplex;
            const WordBag& query = corpus.bags[seed % 9];
            const NearestTexts nearest = nearestTexts(corpus.space, query, corpus.bags, cost, k, simplex);
            QVERIFY(nearest.found == bruteForce(corpus, query, cost, k));
            QCOMPARE(nearest.work.documents, 135);
            QCOMPARE(nearest.work.skipped, 15);
            QCOMPARE(nearest.work.exact + nearest.work.pruned, nearest.work.documents);
        }
    }

    void moreNeighboursThanTexts()
    {
        const RandomCorpus corpus = randomCorpus(1, 20);
        TransportSimplex simplex;
        QCOMPARE(
            nearestTexts(corpus.space, corpus.bags[0], corpus.bags, CostKind::Euclidean, 100, simplex).found.size(),
            std::size_t(18));
    }

    void aTextCanBeLeftOut()
    {
        const RandomCorpus corpus = randomCorpus(2, 50);
        TransportSimplex simplex;
        for (const TextDistance& found :
            nearestTexts(corpus.space, corpus.bags[3], corpus.bags, CostKind::Euclidean, 5, simplex, {}, 3).found)
            QVERIFY(found.text != 3);
    }

    void emptyQuery()
    {
        const RandomCorpus corpus = randomCorpus(3, 20);
        TransportSimplex simplex;
        QVERIFY_EXCEPTION_THROWN(
            nearestTexts(corpus.space, corpus.bags[9], corpus.bags, CostKind::Euclidean, 5, simplex), Refusal);
    }

    // Counts are exact, so they may be asked for: at most 2 % of more than 2,000 texts.
    void fewSolvesOnRealTexts()
    {
        const std::filesystem::path file = std::filesystem::path(VITRINE_DATA) / "en-sst2";
        if (!std::filesystem::exists(file))
            QSKIP("the labelled texts are not there (VITRINE_DATA)");
        if (!hasTrainedModels())
            QSKIP(noTrainedModels);
        const auto rows = dataRows("en-sst2/stsa.binary.train", 2668);
        QVERIFY(rows.size() > 2000);
        std::vector<std::string> all;
        for (const auto& row : rows)
            all.push_back(row.text);
        const WordTexts texts = wordsFromFile(WordVectorFile(referencePath("real/vectors-en.txt")), all);
        RandomCorpus corpus { texts.space, {} };
        for (const auto& sequence : texts.texts)
            corpus.bags.push_back(
                bagOf(sequence, texts.space, { MassKind::Frequency, CostKind::Euclidean, nullptr, {} }));
        long exact = 0;
        long documents = 0;
        TransportSimplex simplex;
        for (std::size_t q = 0; q < 40; ++q) {
            const int text = int(q * 61 % rows.size());
            const NearestTexts nearest = nearestTexts(
                corpus.space, corpus.bags[std::size_t(text)], corpus.bags, CostKind::Euclidean, 10, simplex, {}, text);
            exact += nearest.work.exact;
            documents += nearest.work.documents;
            if (q < 3) {
                auto expected = bruteForce(corpus, corpus.bags[std::size_t(text)], CostKind::Euclidean, 11);
                std::erase_if(expected, [&](const TextDistance& found) { return found.text == text; });
                expected.resize(10);
                QVERIFY(nearest.found == expected);
            }
        }
        qInfo("%ld of %ld distances solved: %.2f %%", exact, documents, 100.0 * double(exact) / double(documents));
        QVERIFY(50 * exact <= documents);
    }

    void allPairs()
    {
        const RandomCorpus corpus = randomCorpus(4, 30);
        const auto one = allDistances(corpus.space, corpus.bags, CostKind::Euclidean, 1);
        const auto many = allDistances(corpus.space, corpus.bags, CostKind::Euclidean, 4);
        TransportSimplex simplex;
        for (std::size_t i = 0; i < 30; ++i) {
            for (std::size_t j = 0; j < 30; ++j) {
                const bool empty = corpus.bags[i].size() == 0 || corpus.bags[j].size() == 0;
                QCOMPARE(std::isnan(one[i][j]), empty);
                QVERIFY(empty || (one[i][j] == many[i][j] && one[i][j] == one[j][i]));
            }
        }
        QCOMPARE(one[0][1], bagDistance(corpus.space, corpus.bags[0], corpus.bags[1], CostKind::Euclidean, simplex));
    }

    void orderPutsLikeBesideLike()
    {
        const double places[] = { 0, 10, 0.2, 10.3, 20, 0.1, 20.1 };
        std::vector<std::vector<double>> distance(7, std::vector<double>(7));
        for (std::size_t i = 0; i < 7; ++i) {
            for (std::size_t j = 0; j < 7; ++j)
                distance[i][j] = std::abs(places[i] - places[j]);
        }
        auto order = leafOrder(distance);
        if (order.front() > order.back())
            std::reverse(order.begin(), order.end());
        for (std::size_t i = 1; i < 7; ++i) // on a line, the order is that of the line, either way
            QVERIFY((places[order[i]] > places[order[i - 1]]) == (places[order[1]] > places[order[0]]));
        QVERIFY(leafOrder({}).empty());
        QCOMPARE(leafOrder({ { 0 } }), std::vector<int> { 0 });
        QCOMPARE(leafOrder(std::vector(5, std::vector<double>(5, 1.0))).size(), std::size_t(5));
    }

    void votesFallBack()
    {
        QCOMPARE(voteOf({ "a", "b", "b" }, 3).label, std::string("b"));
        const Vote tied = voteOf({ "a", "b", "c", "b", "c" }, 5);
        QCOMPARE(tied.label, std::string("a"));
        QCOMPARE(tied.k, 1);
        QCOMPARE(voteOf({ "a", "b" }, 2).label, std::string("a"));
        QVERIFY(voteOf({}, 3).label.empty());
    }

    void countsAreNormalised()
    {
        const auto sequence = [](std::vector<std::string> keys) {
            WordSequence text;
            for (const auto& key : keys)
                text.words.push_back({ 0, key, key, {}, {} });
            return text;
        };
        const CountVectors counts(
            { sequence({ "a", "b" }), sequence({ "a", "a", "b", "b" }), sequence({ "c" }) }, false);
        const auto found = counts.nearest(sequence({ "a", "b", "x", "x" }), 3);
        QVERIFY((found == std::vector<TextDistance> { { 0, 1 }, { 1, 1 }, { 2, 2 } }));
    }

    void theFirstFailureOfAnyThreadIsThrown()
    {
        QVERIFY_EXCEPTION_THROWN(forAll(1000, 4,
                                     [](int, int index) {
                                         if (index == 500)
                                             throw Cancelled();
                                     }),
            Cancelled);
    }

    void classificationBesideNormalisedCounts()
    {
        if (!std::filesystem::exists(std::filesystem::path(VITRINE_DATA) / "en-sst2"))
            QSKIP("the labelled texts are not there (VITRINE_DATA)");
        if (!hasTrainedModels())
            QSKIP(noTrainedModels);
        const auto corpus = dataRows("en-sst2/stsa.binary.train", 600);
        const auto test = dataRows("en-sst2/stsa.binary.dev", 60);
        std::vector<std::string> all { corpus[0].text };
        for (const auto* rows : { &corpus, &test }) {
            for (const auto& row : *rows)
                all.push_back(row.text);
        }
        const WordTexts texts = wordsFromFile(WordVectorFile(referencePath("real/vectors-en.txt")), all);
        CorpusQuestion question;
        question.k = 5;
        question.query = true;
        question.mass = MassKind::Idf;
        const Nearest nearest = searchCorpus(texts, corpus, test, question);
        QCOMPARE(nearest.neighbours.front().row, int(corpus[0].row));
        QCOMPARE(nearest.neighbours.front().distance, 0.0);
        QCOMPARE(nearest.votes.size(), std::size_t(3));
        for (const auto& vote : nearest.votes) {
            QVERIFY(vote.accuracy && vote.accuracy->count == 60);
            qInfo("%s: %.3f", vote.method.c_str(), vote.accuracy->value);
        }
    }
};

QTEST_APPLESS_MAIN(TestNearest)
#include "tst_nearest.moc"
