// SPDX-License-Identifier: GPL-3.0-or-later
// One thread reads, tokenizes, packs and delivers; the others compute. What is packed together follows from the rows
// alone and never from time, so that a run can be repeated.
#include "core/corpus/corpus_engine.h"

#include "core/corpus/packing.h"
#include "core/models/layers/model.h"
#include "core/models/runtime/torch_runtime.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <limits>
#include <mutex>
#include <optional>
#include <thread>

namespace vitrine {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t firstWindow = 32; // rows; few, so that first answers come early
constexpr std::size_t windowBytes = std::size_t(4) << 20; // of texts, that end a window early
constexpr long hopeless = 1000; // rows that were all refused: the rest will be no better

struct Row {
    CorpusRow row;
    EncodedInput input;
    std::optional<Result<std::any>> answer;
};

/// Rows of equal length; rows stay where they are until they are delivered.
using Batch = std::vector<Row*>;

class CorpusRun {
public:
    CorpusRun(RowSource& rows, const TextWork& work, const CorpusRunOptions& options, const Progress& progress,
        const RowSink& sink)
        : m_source(rows)
        , m_work(work)
        , m_progress(progress)
        , m_sink(sink)
        , m_deterministic(options.deterministic)
        , m_threads(!work.model->network().options().device().is_cpu() ? 1
                  : options.threads > 0                                ? options.threads
                                                                       : int(std::thread::hardware_concurrency()))
    {
    }
    CorpusRun(const CorpusRun&) = delete;
    CorpusRun& operator=(const CorpusRun&) = delete;
    ~CorpusRun()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_ends = true;
        }
        m_batchWaits.notify_all();
    }

    void run()
    {
        std::vector<Batch> batches = readWindow();
        // A few long texts are faster with all threads inside an operator.
        const bool few = m_readAll && batches.size() < std::size_t(m_threads) && !m_deterministic;
        const OperatorThreads operators(few ? m_threads : 1);
        if (m_threads > 1 && !few)
            startThreads();
        for (hand(std::move(batches)); !m_rows.empty() || !m_readAll;) {
            if (!m_readAll && m_rows.size() < m_window)
                hand(readWindow());
            if (m_helpers.empty())
                computeHere();
            else
                waitForFirst();
            deliver();
        }
        if (m_readProblem)
            std::rethrow_exception(m_readProblem);
        if (m_delivered == 0)
            throw Refusal(ErrorCode::MalformedFile,
                m_source.name() + ": there are no texts in it; give a file with one text a line", m_source.name());
    }

private:
    /// Reads and tokenizes up to m_window rows. An error of reading is kept for later: rows before it come first.
    std::vector<Batch> readWindow()
    {
        std::vector<Row*> usable;
        std::size_t rows = 0;
        try {
            for (std::size_t bytes = 0; rows < m_window && bytes < windowBytes; ++rows) {
                auto item = m_source.next();
                if (!item) {
                    m_readAll = true;
                    break;
                }
                Row& row = m_rows.emplace_back();
                if (const auto* bad = std::get_if<BadRow>(&*item)) {
                    row.row.row = bad->row;
                    row.row.id = std::to_string(bad->row);
                    row.answer = Error { ErrorCode::MalformedFile,
                        "line " + std::to_string(bad->line) + ": " + bad->reason, m_source.name(), {} };
                    continue;
                }
                row.row = std::get<CorpusRow>(std::move(*item));
                bytes += row.row.text.size() + (row.row.pair ? row.row.pair->size() : 0);
                if (tokenize(row))
                    usable.push_back(&row);
            }
        } catch (const Refusal&) {
            m_readProblem = std::current_exception();
            m_readAll = true;
        }
        m_window = m_work.rowsAhead; // many, so that batches of one length are full
        std::vector<std::size_t> lengths;
        for (const Row* row : usable)
            lengths.push_back(row->input.encoding.size());
        std::vector<Batch> batches;
        for (const auto& places : packed(lengths, m_work.tokensAtOnce)) {
            Batch& batch = batches.emplace_back();
            for (const std::size_t place : places)
                batch.push_back(usable[place]);
        }
        return batches;
    }

    bool tokenize(Row& row)
    {
        m_progress.check();
        try {
            row.input = m_work.encode(row.row, m_progress.withoutReports());
            return true;
        } catch (const Cancelled&) {
            throw;
        } catch (...) {
            row.answer = errorFromException(std::current_exception());
            return false;
        }
    }

    void startThreads()
    {
        for (int i = 0; i < m_threads; ++i) {
            m_helpers.emplace_back([this] {
                startTorchThread();
                std::unique_lock lock(m_mutex);
                while (true) {
                    m_batchWaits.wait(lock, [this] { return m_ends || !m_batches.empty(); });
                    if (m_ends)
                        return;
                    computeNext(lock);
                    m_batchIsDone.notify_one();
                }
            });
        }
    }

    void hand(std::vector<Batch> batches)
    {
        {
            const std::lock_guard lock(m_mutex);
            std::move(batches.begin(), batches.end(), std::back_inserter(m_batches));
        }
        m_batchWaits.notify_all();
    }

    void computeHere()
    {
        std::unique_lock lock(m_mutex);
        if (!m_batches.empty())
            computeNext(lock);
    }

    /// Until the row that is to be delivered next has its answer.
    void waitForFirst()
    {
        std::unique_lock lock(m_mutex);
        while (!m_rows.empty() && !m_rows.front().answer) {
            m_batchIsDone.wait_for(lock, 100ms);
            m_progress.check();
        }
    }

    /// Takes a batch and computes it while `lock` is open.
    void computeNext(std::unique_lock<std::mutex>& lock)
    {
        const Batch batch = std::move(m_batches.front());
        m_batches.pop_front();
        if (m_end) { // nothing can be computed any more
            for (Row* row : batch)
                row->answer = *m_end;
            return;
        }
        lock.unlock();
        std::vector<EncodedInput> texts;
        for (Row* row : batch)
            texts.push_back(std::move(row->input));
        auto answers = answersOf(texts);
        lock.lock();
        for (std::size_t i = 0; i < batch.size(); ++i) {
            if (!answers[i] && endsEverything(answers[i].error().code))
                m_end = answers[i].error();
            batch[i]->answer = std::move(answers[i]);
        }
    }

    std::vector<Result<std::any>> answersOf(std::span<const EncodedInput> texts) const
    {
        const at::NoGradGuard constant;
        try {
            return m_work.answer(texts, m_progress.withoutReports());
        } catch (...) {
            const Error error = errorFromException(std::current_exception());
            if (texts.size() == 1 || error.code == ErrorCode::Cancelled || error.code == ErrorCode::DeviceLost)
                return std::vector<Result<std::any>>(texts.size(), error);
        }
        std::vector<Result<std::any>> answers;
        for (const EncodedInput& text : texts)
            answers.push_back(std::move(answersOf({ &text, 1 }).front()));
        return answers;
    }

    /// The rows at the front that have their answers.
    void deliver()
    {
        std::unique_lock lock(m_mutex);
        while (!m_rows.empty() && m_rows.front().answer) {
            Row row = std::move(m_rows.front());
            m_rows.pop_front();
            lock.unlock();
            if (!*row.answer) {
                const Error& error = row.answer->error();
                if (error.code == ErrorCode::Cancelled)
                    throw Cancelled();
                if (endsEverything(error.code))
                    throw Refusal(error);
            }
            ++m_delivered;
            m_refused += *row.answer ? 0 : 1;
            std::optional<Error> last;
            if (!*row.answer && m_refused == hopeless && m_refused == m_delivered)
                last = row.answer->error();
            m_sink(row.row, *std::move(row.answer));
            if (last)
                throw Refusal(last->code,
                    m_source.name() + ": none of the first " + std::to_string(hopeless)
                        + " rows could be used, the last because: " + last->message,
                    m_source.name());
            lock.lock();
        }
        lock.unlock();
        m_progress.step(forProgress(m_delivered), forProgress(expected()), "rows");
    }

    /// Rows in all, as far as the bytes that were read tell.
    long expected() const
    {
        const long known = m_delivered + long(m_rows.size());
        if (m_readAll)
            return known;
        return m_source.share() > 0 ? long(double(known) / m_source.share()) : 0;
    }

    static int forProgress(long count) { return int(std::min<long>(count, std::numeric_limits<int>::max())); }

    RowSource& m_source;
    const TextWork& m_work;
    const Progress& m_progress;
    const RowSink& m_sink;
    const bool m_deterministic;
    const int m_threads;

    std::size_t m_window = std::min(firstWindow, m_work.rowsAhead);
    bool m_readAll = false;
    std::exception_ptr m_readProblem;
    long m_delivered = 0;
    long m_refused = 0;

    std::mutex m_mutex; // of what follows; rows are pushed and popped by the reading thread alone
    std::condition_variable m_batchWaits;
    std::condition_variable m_batchIsDone;
    bool m_ends = false; // the threads have nothing more to do
    std::optional<Error> m_end; // that ends the run when its row is delivered
    std::deque<Row> m_rows; // in the order of the file
    std::deque<Batch> m_batches;
    std::vector<std::jthread> m_helpers; // last: they end first
};

} // namespace

void runCorpus(RowSource& rows, const TextWork& work, const CorpusRunOptions& options, const Progress& progress,
    const RowSink& sink)
{
    CorpusRun(rows, work, options, progress, sink).run();
}

TextWork::Encode usualEncoding(std::shared_ptr<const LoadedModel> model, TextInput usual)
{
    requireMaxTokens(*model, usual.maxTokens);
    return [model = std::move(model), usual = std::move(usual)](const CorpusRow& row, const Progress& progress) {
        return encodeInput(*model, { row.text, row.pair ? row.pair : usual.pair, usual.maxTokens }, progress);
    };
}

bool endsEverything(ErrorCode code)
{
    return code == ErrorCode::DeviceLost || code == ErrorCode::OutOfMemory || code == ErrorCode::WriteFailed;
}

} // namespace vitrine
