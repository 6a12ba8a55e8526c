// SPDX-License-Identifier: GPL-3.0-or-later
// A corpus, and its texts nearest to a query, all its pairs, or how well its neighbours classify.
#include "core/runtime/error.h"
#include "core/service/handlers/handlers.h"
#include "core/service/handlers/word_parameters.h"
#include "core/words/corpus_search.h"

namespace vitrine {
namespace {

std::vector<ParamSpec> specs()
{
    std::vector<ParamSpec> all {
        { .name = "query", .title = "Query", .kind = ParamKind::Text, .help = "the text whose neighbours are sought" },
        { .name = "input",
            .title = "Corpus",
            .kind = ParamKind::Text,
            .help = "file of texts to search (.txt, .tsv, .csv, .jsonl), - for standard input",
            .role = ParamRole::OpenFile },
        { .name = "k",
            .title = "Neighbours",
            .kind = ParamKind::Integer,
            .defaultValue = "10",
            .help = "how many neighbours",
            .minimum = 1,
            .maximum = 100000 },
    };
    for (auto& spec : wordParameters())
        all.push_back(std::move(spec));
    all.push_back(massParameter(false));
    all.push_back({ .name = "matrix",
        .title = "All pairs",
        .kind = ParamKind::Flag,
        .defaultValue = "false",
        .help = "the distances of all pairs of the corpus, in an order that puts like texts together" });
    all.push_back({ .name = "test",
        .title = "Test texts",
        .kind = ParamKind::Text,
        .help = "file of labelled texts that the neighbours' votes are measured on",
        .role = ParamRole::OpenFile });
    return all;
}

std::vector<CorpusRow> rowsOf(const std::string& path, std::vector<std::string>& texts,
    std::vector<std::string>& warnings, const Progress& progress)
{
    Corpus corpus = readCorpus(path, progress);
    warnings.insert(warnings.end(), corpus.warnings.begin(), corpus.warnings.end());
    if (corpus.badCount > 0)
        warnings.push_back(std::to_string(corpus.badCount) + " rows could not be read and were left out.");
    for (const CorpusRow& row : corpus.rows)
        texts.push_back(row.text);
    return std::move(corpus.rows);
}

AnyDocument run(const Call& call)
{
    const Parameters parameters(specs(), call.values);
    CorpusQuestion question { int(parameters.integer("k")), massKind(parameters), costKind(parameters),
        !parameters.text("query").empty(), parameters.flag("matrix"), call.session.options().threads };
    if (parameters.text("input").empty())
        throw Refusal(ErrorCode::BadArgument, "No corpus was named: give a file of texts to search.", "input");
    if (!question.query && !question.matrix && parameters.text("test").empty())
        throw Refusal(ErrorCode::BadArgument,
            "Nothing is asked of the corpus: give a query, test texts, or ask for all pairs.", "query");

    std::vector<std::string> texts;
    std::vector<std::string> warnings;
    if (question.query)
        texts.push_back(parameters.text("query"));
    const std::vector<CorpusRow> corpus = rowsOf(parameters.text("input"), texts, warnings, call.progress);
    const std::vector<CorpusRow> test = parameters.text("test").empty()
        ? std::vector<CorpusRow>()
        : rowsOf(parameters.text("test"), texts, warnings, call.progress);
    Nearest nearest = searchCorpus(wordsOf(call, parameters, texts), corpus, test, question, call.progress);
    nearest.massKind = parameters.text("mass");
    nearest.costKind = parameters.text("cost");
    warnings.insert(warnings.end(), nearest.provenance.warnings.begin(), nearest.provenance.warnings.end());
    nearest.provenance = wordProvenance(call, parameters, std::move(warnings));
    return nearest;
}

} // namespace

Handler nearestHandler()
{
    return { { "nearest", "Nearest",
                 "The texts of a corpus nearest to a query, exactly, and how few had to be solved for it.", false,
                 specs() },
        run };
}

} // namespace vitrine
