// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the ten nearest texts of a corpus, with bounds and by solving every problem, for corpora of growing size.
//   transport_nearest VECTORS CORPUS [QUERIES]
#include "core/io/corpus/corpus.h"
#include "core/words/file_words.h"
#include "core/words/nearest.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace vitrine;

namespace {

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        std::puts("transport_nearest VECTORS CORPUS [QUERIES]");
        return 2;
    }
    const int queries = argc > 3 ? std::atoi(argv[3]) : 20;
    std::vector<std::string> lines;
    for (const CorpusRow& row : readCorpus(argv[2]).rows)
        lines.push_back(row.text);
    const WordTexts texts = wordsFromFile(WordVectorFile(argv[1]), lines);
    std::vector<WordBag> bags;
    double words = 0;
    for (const WordSequence& sequence : texts.texts) {
        bags.push_back(bagOf(sequence, texts.space, { MassKind::Frequency, CostKind::Euclidean, nullptr, {} }));
        words += double(bags.back().size());
    }
    std::printf("%zu texts of %.1f distinct words\ntexts\texact\tshare\tsearch_ms\tall_ms\tratio\tsame\n", bags.size(),
        words / double(bags.size()));
    for (std::size_t count : { bags.size() / 8, bags.size() / 4, bags.size() / 2, bags.size() }) {
        const std::span<const WordBag> corpus(bags.data(), count);
        TransportSimplex simplex;
        long exact = 0, documents = 0;
        double searching = 0, everything = 0;
        bool same = true;
        for (int q = 0; q < queries; ++q) {
            const int query = int(std::size_t(q) * 7919 % count);
            if (corpus[std::size_t(query)].size() == 0)
                continue;
            double start = now();
            const NearestTexts found = nearestTexts(
                texts.space, corpus[std::size_t(query)], corpus, CostKind::Euclidean, 10, simplex, {}, query);
            searching += now() - start;
            exact += found.work.exact;
            documents += found.work.documents;
            start = now();
            std::vector<TextDistance> all;
            for (std::size_t t = 0; t < count; ++t) {
                if (int(t) != query && corpus[t].size() > 0)
                    all.push_back({ int(t),
                        bagDistance(
                            texts.space, corpus[t], corpus[std::size_t(query)], CostKind::Euclidean, simplex) });
            }
            std::stable_sort(all.begin(), all.end(),
                [](const TextDistance& a, const TextDistance& b) { return a.distance < b.distance; });
            everything += now() - start;
            all.resize(std::min<std::size_t>(all.size(), 10));
            same = same && all == found.found;
        }
        std::printf("%zu\t%ld\t%.2f %%\t%.1f\t%.1f\t%.1f\t%s\n", count, exact,
            100.0 * double(exact) / double(documents), 1e3 * searching / queries, 1e3 * everything / queries,
            everything / searching, same ? "yes" : "NO");
    }
}
