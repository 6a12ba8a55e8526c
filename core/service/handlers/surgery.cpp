// SPDX-License-Identifier: GPL-3.0-or-later
// Heads' attention replaced, on a text, on a corpus, or both.
#include "core/maps/head_surgery.h"
#include "core/service/handlers/handlers.h"

namespace vitrine {
namespace {

std::vector<ParamSpec> specs()
{
    auto all = textParameters();
    all.push_back({ .name = "ablate",
        .title = "Replace",
        .help = "heads, as layer.head from 0, and what is put in the place of their attention: 0.1=uniform,1.0=zero "
                "(uniform, mean, zero, "
                "random) together, or all=uniform for every head alone" });
    all.push_back({ .name = "input",
        .title = "Corpus",
        .help = "file of texts, labelled to measure loss and accuracy (.txt, .tsv, .csv, .jsonl); mean is its mean",
        .role = ParamRole::OpenFile });
    all.push_back({ .name = "seed",
        .title = "Seed",
        .kind = ParamKind::Integer,
        .defaultValue = "1",
        .help = "of random matrices",
        .minimum = 0,
        .maximum = 2147483647,
        .advanced = true });
    return all;
}

AnyDocument run(const Call& call)
{
    const Parameters parameters(specs(), call.values);
    SurgeryQuestion question;
    question.ablate = parameters.text("ablate");
    question.maxTokens = int(parameters.integer("max-length"));
    question.seed = long(parameters.integer("seed"));
    if (call.values.contains("text"))
        question.text = textInput(parameters, call.values);
    std::vector<std::string> warnings;
    if (const auto& input = parameters.text("input"); !input.empty()) {
        auto corpus = readCorpus(input, call.progress);
        warnings = std::move(corpus.warnings);
        if (corpus.badCount > 0)
            warnings.push_back(std::to_string(corpus.badCount) + " rows could not be read and were left out.");
        question.corpus = std::move(corpus.rows);
    }
    const auto model = call.session.model(parameters.text("model"), call.progress);
    auto surgery = headSurgery(*model, question, call.progress);
    surgery.provenance.warnings.insert(surgery.provenance.warnings.end(), warnings.begin(), warnings.end());
    return surgery;
}

} // namespace

Handler surgeryHandler()
{
    return { { "surgery", "Head surgery",
                 "What changes when the attention of heads is replaced by a matrix that needs no tokens.", false,
                 specs() },
        run };
}

} // namespace vitrine
