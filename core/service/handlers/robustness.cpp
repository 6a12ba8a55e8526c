// SPDX-License-Identifier: GPL-3.0-or-later
// A text, a file of labelled texts, or both, moved in embedding space until answers change.
#include "core/robustness/robustness.h"
#include "core/runtime/error.h"
#include "core/service/handlers/handlers.h"

#include <charconv>

namespace vitrine {
namespace {

std::vector<ParamSpec> specs()
{
    auto all = textParameters();
    const std::vector<ParamSpec> own {
        { .name = "label",
            .title = "Label",
            .help = "whose loss is meant: a label or its index; empty: the predicted one" },
        { .name = "methods",
            .title = "Directions",
            .defaultValue = "fgm,vat",
            .help = "which to follow, separated by commas: fgm, vat, random",
            .advanced = true },
        { .name = "sizes",
            .title = "Step sizes",
            .defaultValue = "0.1,0.2,0.5,1,2,5",
            .help = "lengths of the steps in embedding units, separated by commas; 0 is added",
            .advanced = true },
        { .name = "size",
            .title = "Step size",
            .kind = ParamKind::Real,
            .defaultValue = "0.5",
            .help = "the step whose divergence is compared with random ones",
            .minimum = 1e-9,
            .maximum = 1e6 },
        { .name = "directions",
            .title = "Random directions",
            .kind = ParamKind::Integer,
            .defaultValue = "100",
            .help = "drawn for comparison",
            .minimum = 1,
            .maximum = 10000,
            .advanced = true },
        { .name = "xi",
            .title = "Xi",
            .kind = ParamKind::Real,
            .defaultValue = "0.1",
            .help = "length of the probing step of each iteration, in embedding units",
            .minimum = 1e-9,
            .maximum = 1000,
            .advanced = true },
        { .name = "iterations",
            .title = "Iterations",
            .kind = ParamKind::Integer,
            .defaultValue = "5",
            .help = "of the search for the virtual direction",
            .minimum = 1,
            .maximum = 100,
            .advanced = true },
        { .name = "special",
            .title = "Move special tokens too",
            .kind = ParamKind::Flag,
            .defaultValue = "false",
            .help = "let [CLS] and [SEP] be moved",
            .advanced = true },
        { .name = "input",
            .title = "Labelled texts",
            .help = "file whose accuracy under growing steps is measured (.txt, .tsv, .csv, .jsonl)",
            .role = ParamRole::OpenFile },
        { .name = "seed",
            .title = "Seed",
            .kind = ParamKind::Integer,
            .defaultValue = "1",
            .help = "of the random directions",
            .minimum = 0,
            .maximum = 2147483647,
            .advanced = true },
    };
    all.insert(all.end(), own.begin(), own.end());
    return all;
}

std::vector<std::string> parts(const std::string& list)
{
    std::vector<std::string> result;
    for (std::size_t begin = 0; begin <= list.size();) {
        const auto end = std::min(list.find(',', begin), list.size());
        const auto first = list.find_first_not_of(' ', begin);
        if (first < end)
            result.push_back(list.substr(first, list.find_last_not_of(' ', end - 1) + 1 - first));
        begin = end + 1;
    }
    return result;
}

double lengthFrom(const std::string& text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        throw Refusal(ErrorCode::BadArgument,
            "The step sizes hold \"" + text + "\", which is no number; separate numbers by commas.", "sizes");
    return value;
}

AnyDocument run(const Call& call)
{
    const Parameters parameters(specs(), call.values);
    RobustnessQuestion question;
    if (call.values.contains("text") || parameters.text("input").empty())
        question.input = textInput(parameters, call.values);
    question.label = parameters.text("label");
    question.methods = parts(parameters.text("methods"));
    question.sizes.clear();
    for (const auto& text : parts(parameters.text("sizes")))
        question.sizes.push_back(lengthFrom(text));
    question.size = parameters.real("size");
    question.directions = int(parameters.integer("directions"));
    question.xi = parameters.real("xi");
    question.iterations = int(parameters.integer("iterations"));
    question.special = parameters.flag("special");
    question.seed = int(parameters.integer("seed"));
    std::vector<std::string> warnings;
    if (const auto& input = parameters.text("input"); !input.empty()) {
        auto corpus = readCorpus(input, call.progress);
        warnings = std::move(corpus.warnings);
        if (corpus.badCount > 0)
            warnings.push_back(std::to_string(corpus.badCount) + " rows could not be read and were left out.");
        question.corpus = std::move(corpus.rows);
    }
    const auto model = call.session.model(parameters.text("model"), call.progress);
    Robustness answer = robustness(*model, question, call.progress);
    answer.provenance.warnings.insert(answer.provenance.warnings.end(), warnings.begin(), warnings.end());
    return answer;
}

} // namespace

Handler robustnessHandler()
{
    return { { "robustness", "Robustness",
                 "How small a step in embedding space changes an answer, and accuracy under growing steps.", false,
                 specs() },
        run };
}

} // namespace vitrine
