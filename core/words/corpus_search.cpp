// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/words/corpus_search.h"

#include "core/runtime/error.h"
#include "core/words/alignment.h"
#include "core/words/nearest.h"
#include "core/words/neighbour_vote.h"
#include "core/words/parallel.h"
#include "core/words/word_costs.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>

namespace vitrine {
namespace {

const std::array methodNames { "transport", "bow-l1", "tf-idf-l1" };

class CorpusSearch {
public:
    CorpusSearch(const WordTexts& texts, const std::vector<CorpusRow>& corpus, const CorpusQuestion& question)
        : m_space(texts.space)
        , m_corpus(corpus)
        , m_question(question)
        , m_sequences(texts.texts.begin() + (question.query ? 1 : 0),
              texts.texts.begin() + std::ptrdiff_t((question.query ? 1 : 0) + corpus.size()))
        , m_frequencies(m_sequences)
    {
        checkVectors(m_space);
        for (const WordSequence& sequence : m_sequences)
            m_bags.push_back(bag(sequence));
        if (std::any_of(corpus.begin(), corpus.end(), [](const CorpusRow& row) { return row.label.has_value(); }))
            m_counts = { CountVectors(m_sequences, false), CountVectors(m_sequences, true) };
        result.measure = measureName(question.cost, question.mass);
        result.vectors = m_space.note;
        result.provenance.warnings = texts.warnings;
    }

    void answerQuery(const WordSequence& query, const Progress& progress)
    {
        result.query = query.text;
        result.unknown = query.unknown;
        const WordBag queryBag = bag(query);
        requireWords(query, queryBag, "query");
        TransportSimplex simplex;
        const NearestTexts nearest
            = nearestTexts(m_space, queryBag, m_bags, m_question.cost, m_question.k, simplex, progress);
        result.work = nearest.work;
        for (const TextDistance& found : nearest.found) {
            const CorpusRow& row = m_corpus[std::size_t(found.text)];
            result.neighbours.push_back({ int(row.row), row.id, row.text, row.label.value_or(""), found.distance });
        }
        if (m_counts.empty())
            return;
        vote(0).label = decided(nearest.found, vote(0).k);
        for (std::size_t method = 1; method < methodNames.size(); ++method)
            vote(method).label = decided(m_counts[method - 1].nearest(query, m_question.k), vote(method).k);
    }

    void measureAccuracy(
        const std::vector<WordSequence>& sequences, const std::vector<CorpusRow>& test, const Progress& progress)
    {
        if (m_counts.empty())
            throw Refusal(ErrorCode::BadArgument,
                "The corpus has no labels to vote with: give a corpus whose rows are labelled.", "input");
        std::vector<TransportSimplex> simplexes(std::size_t(workersFor(m_question.workers)));
        std::array<std::atomic<long>, methodNames.size()> correct {};
        std::atomic<long> labelled = 0;
        std::mutex reporting;
        SearchWork work;
        int done = 0;
        forAll(int(test.size()), int(simplexes.size()), [&](int worker, int index) {
            const CorpusRow& row = test[std::size_t(index)];
            const WordSequence& sequence = sequences[std::size_t(index)];
            const WordBag text = bag(sequence);
            NearestTexts nearest;
            if (text.size() > 0 && row.label) {
                ++labelled;
                nearest = nearestTexts(m_space, text, m_bags, m_question.cost, m_question.k,
                    simplexes[std::size_t(worker)], progress.withoutReports());
                int voters = 0;
                correct[0] += decided(nearest.found, voters) == *row.label;
                for (std::size_t method = 1; method < methodNames.size(); ++method)
                    correct[method]
                        += decided(m_counts[method - 1].nearest(sequence, m_question.k), voters) == *row.label;
            }
            const std::lock_guard lock(reporting);
            work.documents += nearest.work.documents;
            work.exact += nearest.work.exact;
            work.pruned += nearest.work.pruned;
            work.skipped += nearest.work.skipped;
            work.pivots += nearest.work.pivots;
            progress.step(++done, int(test.size()), "classifying");
        });
        for (std::size_t method = 0; method < methodNames.size(); ++method)
            vote(method).accuracy = wilson(correct[method], labelled);
        if (!m_question.query)
            result.work = work;
    }

    void compareAll(const Progress& progress)
    {
        std::vector<WordBag> bags;
        DistanceMatrix matrix;
        for (std::size_t i = 0; i < m_corpus.size(); ++i) {
            if (m_bags[i].size() == 0)
                continue;
            matrix.rows.push_back(int(m_corpus[i].row));
            matrix.texts.push_back(m_corpus[i].text);
            bags.push_back(m_bags[i]);
        }
        if (bags.size() > maxMatrixRows) {
            throw Refusal(ErrorCode::TooLarge,
                "All pairs of " + std::to_string(bags.size()) + " texts are too many: give at most "
                    + std::to_string(maxMatrixRows) + ", or ask for the nearest ones.",
                "matrix");
        }
        matrix.distance = allDistances(m_space, bags, m_question.cost, m_question.workers, progress);
        matrix.order = leafOrder(matrix.distance);
        result.matrix = std::move(matrix);
    }

    Nearest result;

private:
    WordBag bag(const WordSequence& sequence) const
    {
        return bagOf(sequence, m_space, { m_question.mass, m_question.cost, &m_frequencies, {} });
    }

    NeighbourVote& vote(std::size_t method)
    {
        if (result.votes.empty()) {
            for (const char* name : methodNames)
                result.votes.push_back({ name, {}, 0, std::nullopt });
        }
        return result.votes[method];
    }

    std::string decided(const std::vector<TextDistance>& found, int& voters) const
    {
        std::vector<std::string> labels;
        for (const TextDistance& text : found) {
            if (const auto& label = m_corpus[std::size_t(text.text)].label)
                labels.push_back(*label);
        }
        const Vote decision = voteOf(labels, m_question.k);
        voters = decision.k;
        return decision.label;
    }

    const WordSpace& m_space;
    const std::vector<CorpusRow>& m_corpus;
    const CorpusQuestion& m_question;
    std::vector<WordSequence> m_sequences;
    DocumentFrequencies m_frequencies;
    std::vector<WordBag> m_bags;
    std::vector<CountVectors> m_counts; // when there are labels: plain, TF-IDF
};

} // namespace

Nearest searchCorpus(const WordTexts& texts, const std::vector<CorpusRow>& corpus, const std::vector<CorpusRow>& test,
    const CorpusQuestion& question, const Progress& progress)
{
    CorpusSearch search(texts, corpus, question);
    if (question.query)
        search.answerQuery(texts.texts.front(), progress);
    if (!test.empty())
        search.measureAccuracy({ texts.texts.end() - std::ptrdiff_t(test.size()), texts.texts.end() }, test, progress);
    if (question.matrix)
        search.compareAll(progress);
    return std::move(search.result);
}

} // namespace vitrine
