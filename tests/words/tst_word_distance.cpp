// SPDX-License-Identifier: GPL-3.0-or-later
// Word mover's and word rotator's distance: worked values, other programs' values, and what must hold for any texts.
#include "core/runtime/error.h"
#include "core/words/file_words.h"
#include "core/words/word_costs.h"
#include "tests/support/reference.h"
#include "tests/words/hand_vectors.h"

#include <QTemporaryDir>
#include <QTest>

#include <numeric>
#include <random>

using namespace vitrine;

namespace {

const std::vector<std::vector<double>> xs { { 3, 4, 0 }, { 1, 0, 0 }, { 0, 0, 2 } };
const std::vector<std::vector<double>> ys { { 0, 5, 0 }, { 0, 0, 1 } };

bool near(double value, double expected, double tolerance = 1e-12)
{
    if (std::abs(value - expected) <= tolerance)
        return true;
    qWarning("%.17g instead of %.17g", value, expected);
    return false;
}

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

std::vector<std::vector<double>> randomWords(std::mt19937& random, int count, int width)
{
    std::normal_distribution<double> normal;
    auto words = std::vector(std::size_t(count), std::vector<double>(std::size_t(width)));
    for (auto& word : words) {
        for (double& value : word)
            value = normal(random);
    }
    return words;
}

// The 4-number table of a run over random pairs of texts.
template <typename Check> void forRandomTexts(int count, Check check)
{
    std::mt19937 random(7);
    for (int k = 0; k < count; ++k) {
        const int width = 2 + int(random() % 6);
        check(randomWords(random, 1 + int(random() % 9), width), randomWords(random, 1 + int(random() % 9), width),
            random);
    }
}

std::vector<WordGradients> gradientsOf(const WordTexts& texts, const AlignmentOptions& options)
{
    const Weighting weighting { options.mass, options.cost, nullptr, {} };
    const WordBag left = bagOf(texts.texts[0], texts.space, weighting);
    const WordBag right = bagOf(texts.texts[1], texts.space, weighting);
    const auto costs = wordCosts(options.cost, texts.space, left, right);
    const auto solution = TransportSimplex().solve({ left.mass, right.mass, costs });
    return { wordGradients(texts.space, left, right, solution, options.cost, options.mass) };
}

std::string joined(const nlohmann::json& words, const nlohmann::json& counts)
{
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        for (int k = 0; k < counts[i].get<int>(); ++k)
            text += words[i].get<std::string>() + ' ';
    }
    return text;
}

} // namespace

class TestWordDistance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void workedWmd()
    {
        const Alignment a = alignTexts(textsOf(xs, ys), wmd());
        QVERIFY(near(a.distance, 2.4729647327171063));
        QVERIFY(near(*a.bounds.centroid, 1.7795130420052185));
        QVERIFY(near(a.bounds.relaxedLeft, 1.858830407513825));
        QVERIFY(near(a.bounds.relaxedRight, 2.08113883008419));
        QVERIFY(near(a.bounds.relaxed, 2.08113883008419));
        QVERIFY(!a.bounds.su);
        QCOMPARE(QString::fromStdString(a.measure), QString("wmd"));
        QVERIFY(near(a.plan[0][0], 1.0 / 3) && near(a.plan[1][0], 1.0 / 6) && near(a.plan[1][1], 1.0 / 6)
            && near(a.plan[2][1], 1.0 / 3));
        QCOMPARE(a.flows.size(), std::size_t(4));
    }

    void workedWrd()
    {
        const Alignment a = alignTexts(textsOf(xs, ys), wrd());
        QVERIFY(near(a.distance, 1.0 / 3));
        QVERIFY(near(a.left.mass[0], 5.0 / 8) && near(a.left.mass[1], 1.0 / 8) && near(a.left.mass[2], 1.0 / 4));
        QVERIFY(near(a.right.mass[0], 5.0 / 6) && near(a.right.mass[1], 1.0 / 6));
        QVERIFY(near(a.plan[0][0], 5.0 / 8) && near(a.plan[1][0], 1.0 / 8) && near(a.plan[2][0], 1.0 / 12)
            && near(a.plan[2][1], 1.0 / 6));
        QVERIFY(near(*a.bounds.su, 0.18402777777777776));
        QVERIFY(
            near(a.bounds.relaxedLeft, 0.25) && near(a.bounds.relaxedRight, 1.0 / 6) && near(a.bounds.relaxed, 0.25));
        QCOMPARE(QString::fromStdString(a.measure), QString("wrd"));
    }

    void workedGradients()
    {
        const double expectedWmd[]
            = { 0.316227766017, -0.105409255339, 0, 0.150537152721, -0.163430112615, -0.117851130198, 0, 0, 1.0 / 3 };
        const double expectedWrd[] = { 0.0375, -0.075, 0, 0.0625, -0.125, 0, 0, -0.0416666666667, 0.0625 };
        const auto ofWmd = gradientsOf(textsOf(xs, ys), wmd()).front().left;
        const auto ofWrd = gradientsOf(textsOf(xs, ys), wrd()).front().left;
        for (std::size_t k = 0; k < 9; ++k)
            QVERIFY(near(ofWmd[k], expectedWmd[k], 1e-11) && near(ofWrd[k], expectedWrd[k], 1e-11));
    }

    void gradientsAgreeWithFiniteDifferences_data()
    {
        QTest::addColumn<bool>("rotator");
        QTest::newRow("wmd") << false;
        QTest::newRow("wrd") << true;
    }
    void gradientsAgreeWithFiniteDifferences()
    {
        QFETCH(bool, rotator);
        const AlignmentOptions options = rotator ? wrd() : wmd();
        double largest = 0;
        forRandomTexts(20, [&](auto left, auto right, std::mt19937&) {
            WordTexts texts = textsOf(left, right);
            const WordGradients exact = gradientsOf(texts, options).front();
            const std::size_t split = exact.left.size();
            const double step = 1e-5;
            for (std::size_t k = 0; k < texts.space.vectors.size(); ++k) {
                const double value = texts.space.vectors[k];
                texts.space.vectors[k] = value + step;
                const double above = alignTexts(texts, options).distance;
                texts.space.vectors[k] = value - step;
                const double below = alignTexts(texts, options).distance;
                texts.space.vectors[k] = value;
                const double expected = k < split ? exact.left[k] : exact.right[k - split];
                largest = std::max(largest, std::abs((above - below) / (2 * step) - expected));
            }
        });
        qInfo("largest difference to central differences %.2g", largest);
        QVERIFY(largest <= 1e-6);
    }

    void contributionsSumToTheDistance()
    {
        forRandomTexts(200, [&](auto left, auto right, std::mt19937&) {
            for (const auto& options : { wmd(), wrd() }) {
                const Alignment a = alignTexts(textsOf(left, right), options);
                QVERIFY(near(sum(a.left.contribution), a.distance) && near(sum(a.right.contribution), a.distance));
            }
        });
    }

    void boundsAreOrdered()
    {
        forRandomTexts(2000, [&](auto left, auto right, std::mt19937&) {
            const WordTexts texts = textsOf(left, right);
            const Alignment mover = alignTexts(texts, wmd());
            const Alignment rotator = alignTexts(texts, wrd());
            QVERIFY(*mover.bounds.centroid <= mover.distance + 1e-12 && mover.bounds.relaxed <= mover.distance + 1e-12);
            QVERIFY(
                *rotator.bounds.su <= rotator.distance + 1e-12 && rotator.bounds.relaxed <= rotator.distance + 1e-12);
            QVERIFY(rotator.distance >= 0 && rotator.distance <= 2);
            std::vector<double> costs;
            for (const auto& row : mover.cost)
                costs.insert(costs.end(), row.begin(), row.end());
            const double constrained = constrainedBound({ mover.left.mass, mover.right.mass, costs });
            QVERIFY(mover.bounds.relaxed <= constrained + 1e-12 && constrained <= mover.distance + 1e-12);
        });
    }

    void symmetricAndZeroForEqualTexts()
    {
        forRandomTexts(300, [&](auto left, auto right, std::mt19937&) {
            for (const auto& options : { wmd(), wrd() }) {
                QVERIFY(near(alignTexts(textsOf(left, right), options).distance,
                    alignTexts(textsOf(right, left), options).distance));
                QVERIFY(near(alignTexts(textsOf(left, left), options).distance, 0));
            }
        });
    }

    void wmdObeysTheTriangleInequality()
    {
        std::mt19937 random(3);
        for (int k = 0; k < 300; ++k) {
            const auto a = randomWords(random, 5, 4), b = randomWords(random, 3, 4), c = randomWords(random, 7, 4);
            const auto distance
                = [](const auto& from, const auto& to) { return alignTexts(textsOf(from, to), wmd()).distance; };
            QVERIFY(distance(a, c) <= distance(a, b) + distance(b, c) + 1e-12);
        }
    }

    void wrdIsNoMetric() // one-word texts at 0°, 45° and 90°
    {
        const auto distance = [](std::vector<double> from, std::vector<double> to) {
            return alignTexts(textsOf({ from }, { to }), wrd()).distance;
        };
        QVERIFY(near(distance({ 1, 0 }, { 0, 1 }), 1));
        QVERIFY(near(distance({ 1, 0 }, { 1, 1 }), 0.2928932188134524));
    }

    void wrdKnowsNeitherScaleNorRotation()
    {
        forRandomTexts(200, [&](auto left, auto right, std::mt19937&) {
            const double before = alignTexts(textsOf(left, right), wrd()).distance;
            for (auto* side : { &left, &right }) {
                for (auto& word : *side) {
                    const double x = word[0], y = word[1];
                    word[0] = 3 * (0.6 * x - 0.8 * y);
                    word[1] = 3 * (0.8 * x + 0.6 * y);
                    for (std::size_t h = 2; h < word.size(); ++h)
                        word[h] *= 3;
                }
            }
            QVERIFY(near(alignTexts(textsOf(left, right), wrd()).distance, before));
        });
    }

    void referenceSentences()
    {
        double largest = 0;
        const auto file = referencePath("transport/vectors.txt");
        const AlignmentOptions frequency { MassKind::Frequency, CostKind::Euclidean, nullptr, {}, {} };
        const auto pairs = referenceJson("transport/sentences.json").at("pairs");
        QVERIFY(!pairs.empty());
        for (const auto& pair : pairs) {
            const WordTexts texts = wordsFromFile(WordVectorFile(file), { pair.at("a"), pair.at("b") });
            QCOMPARE(texts.texts[0].words.size(), pair.at("kept_a").size());
            QCOMPARE(texts.texts[1].words.size(), pair.at("kept_b").size());
            if (pair.at("wmd").is_null()) {
                QVERIFY_EXCEPTION_THROWN(alignTexts(texts, frequency), Refusal);
                continue;
            }
            const Alignment mover = alignTexts(texts, frequency);
            const Alignment rotator = alignTexts(texts, wrd());
            const auto compare = [&](double value, const char* field) {
                largest = std::max(largest, std::abs(value - pair.at(field).get<double>()));
            };
            compare(mover.distance, "wmd");
            compare(alignTexts(texts, wmd()).distance, "wmd");
            compare(*mover.bounds.centroid, "wcd");
            compare(mover.bounds.relaxedLeft, "rwmd_rows");
            compare(mover.bounds.relaxedRight, "rwmd_columns");
            compare(rotator.distance, "wrd");
            compare(*rotator.bounds.su, "wrd_mean_bound");
            compare(rotator.bounds.relaxed, "wrd_relaxed");
        }
        qInfo("largest difference %.2g", largest);
        QVERIFY(largest <= 1e-9);
    }

    void realWordFlow()
    {
        if (!hasTrainedModels())
            QSKIP(noTrainedModels);
        double largest = 0;
        const auto pairs = referenceJson("real/word-flow.json").at("pairs");
        QVERIFY(!pairs.empty());
        for (const auto& pair : pairs) {
            const auto file = referencePath("real/vectors-" + pair.at("language").get<std::string>() + ".txt");
            const WordTexts texts = wordsFromFile(WordVectorFile(file),
                { joined(pair["words"][0], pair["counts"][0]), joined(pair["words"][1], pair["counts"][1]) });
            const Alignment mover = alignTexts(texts, { MassKind::Frequency, CostKind::Euclidean, nullptr, {}, {} });
            for (std::size_t side = 0; side < 2; ++side) {
                const auto counts = (side == 0 ? mover.left : mover.right).counts;
                QCOMPARE(counts, pair["counts"][side].get<std::vector<int>>());
            }
            const Alignment rotator = alignTexts(texts, wrd());
            const auto compare = [&](double value, const char* field) {
                largest = std::max(largest, std::abs(value - pair.at(field).get<double>()));
            };
            compare(mover.distance, "wmd");
            compare(rotator.distance, "wrd");
            compare(*mover.bounds.centroid, "centroid_bound");
            compare(mover.bounds.relaxed, "relaxed_bound");
        }
        qInfo("largest difference %.2g (the values are given to 9 decimals)", largest);
        QVERIFY(largest <= 1e-9);
    }

    void englishSentencesAreCutAsTheReferenceCutsThem()
    {
        if (!hasTrainedModels())
            QSKIP(noTrainedModels);
        const auto pairs = referenceJson("real/word-flow.json").at("pairs");
        QVERIFY(!pairs.empty());
        for (const auto& pair : pairs) {
            if (pair.at("language") != "en")
                continue;
            const WordTexts texts = wordsFromFile(
                WordVectorFile(referencePath("real/vectors-en.txt")), { pair["texts"][0], pair["texts"][1] });
            QVERIFY(std::abs(alignTexts(texts, wmd()).distance - pair.at("wmd").get<double>()) <= 1e-9);
        }
    }

    void unknownWordsAreNamed()
    {
        const auto file = referencePath("transport/vectors.txt");
        const Alignment a = alignTexts(wordsFromFile(WordVectorFile(file), { "Obama film", "the movie" }), wmd());
        QCOMPARE(QString::fromStdString(a.left.unknown.at(0)), QString("Obama"));
        QCOMPARE(QString::fromStdString(a.left.tokens.at(0)), QString("film"));
        QVERIFY(a.left.offsets.at(0) == std::make_pair(6, 10));
        try {
            alignTexts(wordsFromFile(WordVectorFile(file), { "Obama Illinois", "the movie" }), wmd());
            QFAIL("accepted");
        } catch (const Refusal& refusal) {
            QCOMPARE(QString(refusal.what()),
                QString("No word of the left text has a vector (Obama, Illinois): choose vectors that know them, or a "
                        "model."));
        }
        try {
            alignTexts(wordsFromFile(WordVectorFile(file), { "the", " " }), wmd());
            QFAIL("accepted");
        } catch (const Refusal& refusal) {
            QCOMPARE(QString(refusal.what()), QString("The right text has no words: type some."));
        }
    }

    void chineseIsCutByTheLongestWord()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath("vectors.txt").toStdString();
        std::ofstream file(path);
        for (const char* word :
            { "服务", "态度", "服务态度", "不", "错", "不错", "，", "但", "是", "但是", "隔音", "效果", "好", "不好" })
            file << word << " 1 0.5\n";
        file.close();
        const WordTexts texts = wordsFromFile(WordVectorFile(path), { "服务态度不错，但是隔音效果不好", "好" });
        QString cut;
        for (const auto& word : texts.texts[0].words)
            cut += QString::fromStdString(word.shown) + '|';
        QCOMPARE(cut, QString("服务态度|不错|，|但是|隔音|效果|不好|"));
        QCOMPARE(QString::fromStdString(texts.space.note.words), QString("longest-match"));
    }

    void zeroVectorsHaveNoDirection()
    {
        const Alignment a = alignTexts(textsOf({ { 1, 0 }, { 0, 0 } }, { { 0, 1 } }), wrd());
        QCOMPARE(a.left.tokens.size(), std::size_t(1));
        QVERIFY_EXCEPTION_THROWN(alignTexts(textsOf({ { 0, 0 } }, { { 0, 1 } }), wrd()), Refusal);
    }

    void notANumberIsRefused()
    {
        QVERIFY_EXCEPTION_THROWN(alignTexts(textsOf({ { 1, std::nan("") } }, { { 0, 1 } }), wmd()), Refusal);
    }

    void rareWordsWeighMore()
    {
        const auto texts = textsOf({ { 1, 0 }, { 0, 1 } }, { { 1, 1 } });
        WordSequence common { "", { texts.texts[0].words[0] }, {}, {} };
        const DocumentFrequencies frequencies({ texts.texts[0], common, common });
        const WordBag bag
            = bagOf(texts.texts[0], texts.space, { MassKind::Idf, CostKind::Euclidean, &frequencies, {} });
        QVERIFY(near(bag.mass[1] / bag.mass[0], std::log(4 / 1.5) / std::log(4 / 3.5)));
    }
};

QTEST_APPLESS_MAIN(TestWordDistance)
#include "tst_word_distance.moc"
