// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_settings.h"

#include "core/io/files/input_file.h"
#include "core/io/json/json_field.h"
#include "core/io/json/json_guard.h"
#include "core/models/layers/synthesized_scores.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"
#include "core/training/regulariser.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

namespace vitrine {
namespace {

constexpr std::array<std::string_view, 4> nonDeterminingOptions { "output", "checkpoint-every", "dry-run",
    "again" }; // all but these decide the result

std::vector<ParamChoice> scoreChoices()
{
    std::vector<ParamChoice> choices;
    for (const auto& kind : scoreKinds())
        choices.push_back({ kind.id, kind.title });
    choices.push_back({ "random+dot", "Random + dot product" });
    choices.push_back({ "dense+dot", "Dense + dot product" });
    choices.push_back({ "random+dense", "Random + Dense" });
    return choices;
}

std::vector<ParamChoice> regulariserChoices()
{
    std::vector<ParamChoice> choices;
    for (const auto& row : regulariserRegistry())
        choices.push_back({ row.id, row.title });
    return choices;
}

std::vector<ParamSpec> makeSpecs()
{
    using enum ParamKind;
    std::vector<ParamSpec> specs {
        { .name = "train",
            .title = "Training texts",
            .help = "file of labelled texts (.tsv, .csv, .jsonl)",
            .role = ParamRole::OpenFile },
        { .name = "extra",
            .title = "More training texts",
            .help = "a second such file",
            .role = ParamRole::OpenFile,
            .advanced = true },
        { .name = "valid",
            .title = "Validation texts",
            .help = "file that decides when to stop; empty: a share of the training texts",
            .role = ParamRole::OpenFile,
            .advanced = true },
        { .name = "test",
            .title = "Test texts",
            .help = "file for the report at the end; never looked at before",
            .role = ParamRole::OpenFile,
            .advanced = true },
        { .name = "unlabelled",
            .title = "Unlabelled texts",
            .help = "file of texts for a regulariser that needs no labels",
            .role = ParamRole::OpenFile,
            .advanced = true },
        { .name = "output",
            .title = "Output folder",
            .help = "where the model is written; a broken run there goes on",
            .role = ParamRole::SaveFolder },
        { .name = "name",
            .title = "Name",
            .help = "title on the model's card; empty: the folder's name",
            .advanced = true },
        { .name = "model",
            .title = "Begin with",
            .help = "a built-in model or a model folder to fine-tune; empty: from scratch",
            .advanced = true },
        { .name = "labels",
            .title = "Labels",
            .help
            = "names of the classes, in the order of the file's values, with commas; empty: the values themselves",
            .advanced = true },
        { .name = "valid-share",
            .title = "Validation share",
            .kind = Real,
            .defaultValue = "0.1",
            .help = "of the training texts, when there is no file of them",
            .minimum = 0.001,
            .maximum = 0.5,
            .advanced = true },
        { .name = "drop-leaks",
            .title = "Drop leaked texts",
            .kind = Flag,
            .defaultValue = "true",
            .help = "leave out training texts that share their text, or 20 letters in a row, with a validation or test "
                    "text",
            .advanced = true },
        { .name = "limit",
            .title = "Labelled texts",
            .kind = Integer,
            .defaultValue = "0",
            .help = "use so many labelled texts, drawn by the seed; 0: all",
            .minimum = 0,
            .maximum = 1e9,
            .advanced = true },
        { .name = "rest-unlabelled",
            .title = "Use the rest unlabelled",
            .kind = Flag,
            .defaultValue = "false",
            .help = "beyond the limit: texts without their labels",
            .advanced = true },
        { .name = "vocabulary",
            .title = "Vocabulary",
            .kind = Choice,
            .defaultValue = "character",
            .help = "made from the training texts",
            .choices = { { "character", "Characters" }, { "wordpiece", "WordPiece" } },
            .advanced = true },
        { .name = "vocabulary-size",
            .title = "Vocabulary size",
            .kind = Integer,
            .defaultValue = "4000",
            .help = "most entries",
            .minimum = 100,
            .maximum = 1e6,
            .advanced = true },
        { .name = "min-count",
            .title = "Least count",
            .kind = Integer,
            .defaultValue = "2",
            .help = "of a character in the training texts, to get an entry",
            .minimum = 1,
            .maximum = 1e6,
            .advanced = true },
        { .name = "lower-case",
            .title = "Lower case",
            .kind = Flag,
            .defaultValue = "true",
            .help = "read texts in lower case, without accents",
            .advanced = true },
        { .name = "scores",
            .title = "Attention scores",
            .kind = Choice,
            .defaultValue = "dot",
            .help = "where they come from: one kind, or one a layer with commas",
            .choices = scoreChoices(),
            .open = true },
        { .name = "score-rank",
            .title = "Rank",
            .kind = Integer,
            .defaultValue = "8",
            .help = "k of Factorized Random",
            .minimum = 1,
            .maximum = 4096,
            .advanced = true },
        { .name = "layers",
            .title = "Layers",
            .kind = Integer,
            .defaultValue = "4",
            .help = "of the network",
            .minimum = 1,
            .maximum = 100,
            .advanced = true },
        { .name = "heads",
            .title = "Heads",
            .kind = Integer,
            .defaultValue = "4",
            .help = "a layer",
            .minimum = 1,
            .maximum = 128,
            .advanced = true },
        { .name = "width",
            .title = "Width",
            .kind = Integer,
            .defaultValue = "192",
            .help = "of a token's vector; a multiple of the heads",
            .minimum = 4,
            .maximum = 8192,
            .advanced = true },
        { .name = "feed-forward",
            .title = "Feed-forward width",
            .kind = Integer,
            .defaultValue = "0",
            .help = "0: four times the width",
            .minimum = 0,
            .maximum = 65536,
            .advanced = true },
        { .name = "max-length",
            .title = "Longest text",
            .kind = Integer,
            .defaultValue = "128",
            .help = "tokens, special tokens included; longer texts are cut",
            .minimum = 4,
            .maximum = 4096,
            .advanced = true },
        { .name = "epochs",
            .title = "Epochs",
            .kind = Real,
            .defaultValue = "2",
            .help = "passes over the training texts",
            .minimum = 0.001,
            .maximum = 10000 },
        { .name = "batch",
            .title = "Batch",
            .kind = Integer,
            .defaultValue = "64",
            .help = "texts a step",
            .minimum = 1,
            .maximum = 65536,
            .advanced = true },
        { .name = "rate",
            .title = "Learning rate",
            .kind = Real,
            .defaultValue = "6e-4",
            .help = "at its highest",
            .minimum = 1e-9,
            .maximum = 10,
            .advanced = true },
        { .name = "warm-up",
            .title = "Warm-up",
            .kind = Real,
            .defaultValue = "0.1",
            .help = "share of the steps in which the rate rises; then it falls to 0",
            .minimum = 0,
            .maximum = 1,
            .advanced = true },
        { .name = "weight-decay",
            .title = "Weight decay",
            .kind = Real,
            .defaultValue = "0.01",
            .help = "of AdamW; not for biases and norms",
            .minimum = 0,
            .maximum = 1,
            .advanced = true },
        { .name = "clip",
            .title = "Clip gradients at",
            .kind = Real,
            .defaultValue = "1",
            .help = "largest norm of all gradients together; 0: any",
            .minimum = 0,
            .maximum = 1e6,
            .advanced = true },
        { .name = "dropout",
            .title = "Dropout",
            .kind = Real,
            .defaultValue = "0.1",
            .help = "chance that a value is set to 0",
            .minimum = 0,
            .maximum = 0.9,
            .advanced = true },
        { .name = "average",
            .title = "Average weights",
            .kind = Real,
            .defaultValue = "0.998",
            .help = "decay of the running mean of the weights, which is what is kept; 0: the weights as they are",
            .minimum = 0,
            .maximum = 0.99999,
            .advanced = true },
        { .name = "patience",
            .title = "Patience",
            .kind = Integer,
            .defaultValue = "0",
            .help = "stop after so many validations without a better one; 0: never",
            .minimum = 0,
            .maximum = 1e6,
            .advanced = true },
        { .name = "evaluate-every",
            .title = "Validate every",
            .kind = Integer,
            .defaultValue = "0",
            .help = "steps; 0: twice an epoch",
            .minimum = 0,
            .maximum = 1e9,
            .advanced = true },
        { .name = "seed",
            .title = "Seed",
            .kind = Integer,
            .defaultValue = "1",
            .help = "of first weights, order and dropout",
            .minimum = 0,
            .maximum = 2147483647,
            .advanced = true },
        { .name = "regulariser",
            .title = "Regulariser",
            .kind = Choice,
            .defaultValue = "none",
            .help = "what is added to the loss",
            .choices = regulariserChoices() },
    };
    for (const auto& row : regulariserRegistry()) {
        for (const auto& spec : row.parameters) {
            if (std::none_of(
                    specs.begin(), specs.end(), [&](const ParamSpec& known) { return known.name == spec.name; }))
                specs.push_back(spec);
        }
    }
    const std::vector<ParamSpec> last {
        { .name = "include-special",
            .title = "Move special tokens too",
            .kind = Flag,
            .defaultValue = "false",
            .help = "let a regulariser move the embeddings of [CLS] and [SEP]" },
        { .name = "recompute",
            .title = "Recompute",
            .kind = Integer,
            .defaultValue = "0",
            .help = "segments whose insides are computed again in the backward pass, to save memory; 0: none",
            .minimum = 0,
            .maximum = 1000 },
        { .name = "precision",
            .title = "Precision",
            .kind = Choice,
            .defaultValue = "float32",
            .help = "of products while training",
            .choices = { { "float32", "float32" }, { "mixed", "bfloat16 products" } },
            .advanced = true },
        { .name = "stored-type",
            .title = "Stored as",
            .kind = Choice,
            .defaultValue = "float16",
            .help = "of the weights in the output folder",
            .choices = { { "float16", "float16" }, { "float32", "float32" } },
            .advanced = true },
        { .name = "checkpoint-every",
            .title = "Checkpoint every",
            .kind = Integer,
            .defaultValue = "200",
            .help = "steps",
            .minimum = 1,
            .maximum = 1e9,
            .advanced = true },
        { .name = "dry-run",
            .title = "Only check",
            .kind = Flag,
            .defaultValue = "false",
            .help = "read the texts, time a few steps, write nothing",
            .advanced = true },
        { .name = "again",
            .title = "Begin anew",
            .kind = Flag,
            .defaultValue = "false",
            .help = "forget what an earlier run left in the output folder",
            .advanced = true },
    };
    specs.insert(specs.end(), last.begin(), last.end());
    return specs;
}

std::string shortestText(double value)
{
    std::array<char, 32> buffer {};
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return { buffer.data(), written.ptr };
}

std::string textOf(const ParamSpec& spec, const Parameters& values)
{
    switch (spec.kind) {
    case ParamKind::Flag:
        return values.flag(spec.name) ? "true" : "false";
    case ParamKind::Integer:
        return std::to_string(values.integer(spec.name));
    case ParamKind::Real:
        return shortestText(values.real(spec.name));
    default:
        return values.text(spec.name);
    }
}

void refuse(const std::string& sentence, const std::string& subject)
{
    throw Refusal(ErrorCode::BadArgument, sentence, subject);
}

} // namespace

const std::vector<ParamSpec>& trainingSpecs()
{
    static const std::vector<ParamSpec> specs = makeSpecs();
    return specs;
}

ParameterValues readSettingsFile(const std::filesystem::path& path)
{
    const InputFile file(path);
    const nlohmann::json document = parseJson(file.readAll(1 << 20), file.name());
    ParameterValues values;
    for (const auto& [name, field] : JsonField(document, file.name()).members()) {
        const auto& json = field.json();
        if (json.is_string())
            values[name] = field.string();
        else if (json.is_boolean())
            values[name] = field.boolean() ? "true" : "false";
        else if (json.is_number_integer())
            values[name] = std::to_string(field.integer());
        else
            values[name] = shortestText(field.real());
    }
    return values;
}

TrainingSettings::TrainingSettings(const ParameterValues& given)
    : values(trainingSpecs(), given)
{
    if (values.text("train").empty())
        refuse("No training texts were named: give a file of labelled texts.", "train");
    if (values.text("output").empty() && !values.flag("dry-run"))
        refuse("No output folder was named: say where the model shall be written.", "output");
    if (integer("width") % integer("heads") != 0)
        refuse("The width (" + std::to_string(integer("width")) + ") is no multiple of the heads ("
                + std::to_string(integer("heads")) + ").",
            "width");
    const auto& regulariser = regulariserNamed(values.text("regulariser"));
    const bool unlabelled = !values.text("unlabelled").empty() || values.flag("rest-unlabelled");
    if (unlabelled && regulariser.needsLabels)
        refuse("The regulariser \"" + regulariser.id + "\" needs labels, so unlabelled texts are of no use to it.",
            "unlabelled");
    for (const auto& spec : trainingSpecs()) {
        if (std::find(nonDeterminingOptions.begin(), nonDeterminingOptions.end(), spec.name)
            == nonDeterminingOptions.end())
            deciding.push_back({ spec.name, textOf(spec, values) });
    }
}

std::string differenceOf(const std::vector<TrainingSetting>& there, const std::vector<TrainingSetting>& here)
{
    std::string text;
    const auto told = [](const std::string& value) { return value.empty() ? std::string("nothing") : shown(value); };
    for (const auto& setting : here) {
        const auto other = std::find_if(
            there.begin(), there.end(), [&](const auto& candidate) { return candidate.name == setting.name; });
        const std::string value = other == there.end() ? "" : other->value;
        if (value != setting.value)
            text += (text.empty() ? "" : "; ") + setting.name + " " + told(value) + " there, " + told(setting.value)
                + " here";
    }
    return text;
}

std::vector<MethodDescription> regulariserDescriptions()
{
    std::vector<MethodDescription> list;
    for (const auto& row : regulariserRegistry()) {
        MethodDescription one { row.id, row.title, row.help, false, row.parameters };
        if (row.id != "none") { // all others perturb embeddings, of special tokens too if asked for
            std::copy_if(trainingSpecs().begin(), trainingSpecs().end(), std::back_inserter(one.parameters),
                [](const ParamSpec& spec) { return spec.name == "include-special"; });
        }
        list.push_back(std::move(one));
    }
    return list;
}

} // namespace vitrine
