// SPDX-License-Identifier: GPL-3.0-or-later
// The loop over a corpus: order, refused rows, broken devices, cancelling, memory. The work is a stand-in, so that a
// row fails when the test wants it to.
#include "core/corpus/corpus_engine.h"
#include "core/corpus/packing.h"
#include "core/models/runtime/torch_runtime.h"
#include "tests/io/temporary_files.h"
#include "tests/support/limits.h"
#include "tests/support/reference_models.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace vitrine;
using namespace std::chrono_literals;

namespace {

/// Rows that are made when they are asked for.
class MadeRows : public RowSource {
public:
    explicit MadeRows(long count)
        : m_count(count)
    {
    }
    std::optional<CorpusItem> next() override
    {
        if (m_row == m_count)
            return std::nullopt;
        CorpusRow row;
        row.row = ++m_row;
        row.id = std::to_string(m_row);
        row.text = std::string(std::size_t(1 + m_row % 7), 'a');
        return row;
    }
    double share() const override { return double(m_row) / double(m_count); }
    const std::string& name() const override { return m_name; }

private:
    std::string m_name = "made rows";
    long m_count;
    long m_row = 0;
};

/// The text, answered as it is; `refuse` throws for those it wants to.
TextWork echo(std::shared_ptr<const LoadedModel> model, std::function<void(const std::string&)> refuse = {})
{
    TextWork work;
    work.model = std::move(model);
    work.encode = [](const CorpusRow& row, const Progress&) {
        EncodedInput input;
        input.encoding.text = row.text;
        input.encoding.ids.assign(row.text.size(), 1);
        return input;
    };
    work.answer = [refuse](std::span<const EncodedInput> texts, const Progress&) {
        std::vector<Result<std::any>> answers;
        for (const EncodedInput& text : texts) {
            if (text.encoding.size() != texts.front().encoding.size())
                throw Refusal(ErrorCode::Internal, "texts of two lengths in one batch");
            if (refuse)
                refuse(text.encoding.text);
            answers.emplace_back(std::any(text.encoding.text));
        }
        return answers;
    };
    work.tokensAtOnce = 64;
    return work;
}

} // namespace

class CorpusEngineTest : public QObject {
    Q_OBJECT

    std::shared_ptr<const LoadedModel> m_model;

    struct Told {
        QStringList rows; ///< "row: answer" or "row: code"
        QString end; ///< code that it ended with; empty
    };

    Told told(RowSource& rows, const TextWork& work, int threads = 2)
    {
        Told all;
        try {
            runCorpus(rows, work, { threads, true }, {}, [&](const CorpusRow& row, const Result<std::any>& answer) {
                const std::string what
                    = answer ? std::any_cast<std::string>(*answer) : std::string(errorCodeName(answer.error().code));
                all.rows += QString::number(row.row) + ": " + QString::fromStdString(what);
            });
        } catch (const Refusal& refusal) {
            all.end = QString::fromStdString(std::string(errorCodeName(refusal.error().code)));
        }
        return all;
    }

private Q_SLOTS:
    void initTestCase()
    {
        startTorch("cpu", 1);
        m_model = openModel(referencePath("models/bert"), { "cpu", "float32" });
    }

    void batchesHaveOneLength()
    {
        const std::vector<std::size_t> lengths { 5, 3, 5, 3, 5, 90, 5 };
        using Batches = std::vector<std::vector<std::size_t>>;
        QVERIFY((packed(lengths, 10) == Batches { { 0, 2 }, { 1, 3 }, { 4, 6 }, { 5 } }));
        QVERIFY((packed(lengths, 0) == Batches { { 0 }, { 1 }, { 2 }, { 3 }, { 4 }, { 5 }, { 6 } }));
        QVERIFY(packed({}, 10).empty());
    }

    void everyRowOnceAndInOrder_data()
    {
        QTest::addColumn<int>("threads");
        QTest::newRow("one thread") << 1;
        QTest::newRow("two") << 2;
        QTest::newRow("eight") << 8;
    }
    void everyRowOnceAndInOrder()
    {
        QFETCH(int, threads);
        MadeRows rows(5000);
        const Told all = told(rows, echo(m_model), threads);
        QCOMPARE(all.end, QString());
        QCOMPARE(all.rows.size(), 5000);
        for (int i = 0; i < 5000; ++i)
            QCOMPARE(all.rows[i], QString::number(i + 1) + ": " + QString(1 + (i + 1) % 7, 'a'));
    }

    void refusedRowsStandInTheirPlaces()
    {
        const TemporaryFiles files;
        const Progress progress;
        // The first row is none, an id occurs twice, and the last line has no end.
        CorpusFile rows(
            files.write("x.jsonl",
                "{\"text\":\n{\"text\":\"aa\",\"id\":\"7\"}\n{\"text\":\"bb\",\"id\":\"7\"}\n{\"text\":\"c\"}"),
            progress);
        const auto work = echo(m_model, [](const std::string& text) {
            if (text == "bb")
                throw Refusal(ErrorCode::VocabularyMismatch, "not this one");
        });
        const Told all = told(rows, work);
        QCOMPARE(all.end, QString());
        QCOMPARE(all.rows, QStringList({ "1: malformed-file", "2: aa", "3: vocabulary-mismatch", "4: c" }));
    }

    void aBrokenDeviceKeepsWhatWasFinished()
    {
        MadeRows rows(3000);
        std::atomic<int> calls = 0;
        const auto work = echo(m_model, [&](const std::string&) {
            if (++calls > 1200)
                throw Refusal(ErrorCode::DeviceLost, "gone");
        });
        const Told all = told(rows, work);
        QCOMPARE(all.end, QString("device-lost"));
        QVERIFY(all.rows.size() > 100 && all.rows.size() <= 1200);
        QVERIFY(all.rows.filter("device-lost").isEmpty());
    }

    void nothingButRefusalsEnds()
    {
        MadeRows rows(100'000'000);
        const auto work
            = echo(m_model, [](const std::string&) { throw Refusal(ErrorCode::BadArgument, "none is good enough"); });
        const Told all = told(rows, work);
        QCOMPARE(all.end, QString("bad-argument"));
        QCOMPARE(all.rows.size(), 1000);
    }

    void noRows()
    {
        MadeRows rows(0);
        QCOMPARE(told(rows, echo(m_model)).end, QString("malformed-file"));
    }

    void cancelIsHeardAtOnce()
    {
        CancelToken token;
        const Progress progress(token, {});
        MadeRows rows(1'000'000);
        auto work = echo(m_model);
        work.answer = [](std::span<const EncodedInput>, const Progress& inside) -> std::vector<Result<std::any>> {
            while (true) { // long work that looks at its progress
                inside.check();
                std::this_thread::sleep_for(1ms);
            }
        };
        std::jthread later([token]() mutable {
            std::this_thread::sleep_for(200ms);
            token.cancel();
        });
        const double spent = seconds([&] {
            QVERIFY_EXCEPTION_THROWN(
                runCorpus(rows, work, { 2, false }, progress, [](const CorpusRow&, const Result<std::any>&) { }),
                Cancelled);
        });
        QVERIFY2(spent < 3, qPrintable(QString::number(spent)));
    }

    void memoryDoesNotGrowWithTheRows()
    {
        // Computing is slower than reading, so that whatever is read too early piles up.
        const auto work = echo(m_model, [](const std::string&) { std::this_thread::sleep_for(30us); });
        const auto run = [&](long count) {
            return peakGrowth([&] {
                MadeRows rows(count);
                long seen = 0;
                runCorpus(rows, work, { 2, false }, {}, [&](const CorpusRow&, const Result<std::any>&) { ++seen; });
                QCOMPARE(seen, count);
            });
        };
        run(10'000);
        const auto growth = run(60'000);
        QVERIFY2(growth < (std::int64_t(16) << 20), qPrintable(QString::number(growth)));
    }

    void anEndlessLineIsRefused()
    {
        const TemporaryFiles files;
        const auto path = files.write("holes.txt", "");
        std::filesystem::resize_file(path, std::uintmax_t(100) << 30); // holes: they take no room
        const Progress progress;
        std::int64_t growth = 0;
        const double spent = seconds([&] {
            growth = peakGrowth([&] {
                CorpusFile rows(path, progress);
                QCOMPARE(told(rows, echo(m_model)).end, QString("malformed-file"));
            });
        });
        QVERIFY2(spent < 20, qPrintable(QString::number(spent)));
        QVERIFY2(growth < (std::int64_t(128) << 20), qPrintable(QString::number(growth)));
    }
};

QTEST_GUILESS_MAIN(CorpusEngineTest)
#include "tst_corpus_engine.moc"
