// SPDX-License-Identifier: GPL-3.0-or-later
// From a folder to a loaded model and its card: the order in which files are looked at, and what is said about them.
#include "core/io/checkpoint/checkpoint_folder.h"
#include "core/models/families/family_registry.h"
#include "core/models/opening/loaded_model.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/models/runtime/working_type.h"
#include "core/runtime/checked.h"
#include "core/runtime/error.h"
#include "core/runtime/version.h"
#include "core/runtime/visible_text.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace vitrine {
namespace {

constexpr std::uint64_t configLimit = 1 << 20;
constexpr std::uint64_t jsonLimit = 64 << 20;
constexpr std::uint64_t vocabularyLimit = 256 << 20;

std::unique_ptr<const Tokenizer> openTokenizer(
    const CheckpointFolder& folder, const std::string& family, const Progress& progress)
{
    TokenizerFiles files;
    for (const auto& name : tokenizerFileNames()) {
        if (auto content = folder.read(name, name.ends_with(".json") ? jsonLimit : vocabularyLimit, progress))
            files.emplace(name, std::move(*content));
    }
    return makeTokenizer(files, family, progress);
}

ModelConfig openConfig(const CheckpointFolder& folder, const TensorSource& weights)
{
    std::vector<std::string> names;
    for (const auto& entry : weights.entries())
        names.push_back(entry.name);
    const auto json = folder.read("config.json", configLimit);
    if (!json)
        throw Refusal(ErrorCode::NotAModel,
            "There is no config.json in this folder, so it is not known what kind of model it holds.", "config.json");
    return parseModelConfig(*json, names);
}

/// The type that most tensors have in the file.
std::string commonDtype(const TensorSource& weights)
{
    std::map<std::string, int> counts;
    for (const auto& entry : weights.entries())
        ++counts[entry.dtypeText];
    const auto most = std::max_element(
        counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == counts.end() ? "" : most->first;
}

ModelSizes sizesOf(const ModelConfig& config, const Tokenizer& tokenizer, const TextModel& network,
    const TensorSource& weights, std::int64_t parameters)
{
    ModelSizes sizes;
    sizes.layers = config.layers;
    sizes.heads = config.heads;
    sizes.hidden = config.hidden;
    sizes.intermediate = config.intermediate;
    sizes.vocabulary = network.embeddingRows();
    sizes.positions = network.maxTokens();
    sizes.embedding = int(network.embeddingTable().size(1));
    sizes.maxTokens = std::min(tokenizer.maxTokens().value_or(sizes.positions), sizes.positions);
    sizes.parameters = parameters;
    sizes.fileBytes = std::int64_t(weights.fileBytes());
    sizes.memoryBytes = checkedProduct({ parameters, std::int64_t(network.options().dtype().itemsize()) });
    return sizes;
}

/// Items of types that are computed with; sums of tensors that many names share can be beyond all numbers.
std::int64_t valuesIn(const TensorSource& weights)
{
    std::int64_t values = 0;
    for (const auto& entry : weights.entries()) {
        if (entry.dtype != Dtype::Other)
            values = checkedSum({ values, entry.count() });
    }
    return values;
}

/// Values that opening makes in addition to those of the file: DeBERTa's layers project the table of relative
/// positions.
std::int64_t derivedValues(const ModelConfig& config)
{
    const auto& deberta = config.deberta;
    if (!deberta.relative)
        return 0;
    const std::int64_t span = deberta.buckets > 0 ? deberta.buckets : deberta.longest;
    return checkedProduct({ config.layers, deberta.contentToPosition + deberta.positionToContent, 2 * span,
        config.heads, deberta.headSize });
}

/// Refuses a config whose layers alone are far more than the files hold; what is nearly right gets a better sentence
/// tensor by tensor.
void checkAgainstConfig(const ModelConfig& config, std::int64_t values)
{
    const bool shared = config.family == "albert";
    const double perLayer = 4.0 * config.hidden * config.hidden + 2.0 * config.hidden * config.intermediate;
    const double asked = perLayer * (shared ? config.layerGroups * config.layersPerGroup : config.layers);
    if (asked <= 2.0 * double(values))
        return;
    throw Refusal(ErrorCode::ShapeMismatch,
        "config.json describes " + std::to_string(config.layers) + " layers of width " + std::to_string(config.hidden)
            + " with feed-forward width " + std::to_string(config.intermediate) + ", but the weights hold "
            + std::to_string(values) + " values in all: they do not belong together.",
        "config.json");
}

std::string megabytes(std::int64_t bytes) { return std::to_string((bytes + 999'999) / 1'000'000) + " MB"; }

/// Refuses what does not fit into memory. `available` is 0 where it is not known.
void checkMemory(std::int64_t needed, std::int64_t available, const std::string& dtype, const std::string& device)
{
    if (available == 0 || needed <= available)
        return;
    throw Refusal(ErrorCode::OutOfMemory,
        "The weights take " + megabytes(needed) + " as " + dtype + ", and " + megabytes(available) + " are free on "
            + device + "; close other programs or choose a smaller --dtype.",
        "weights");
}

/// Refuses a small file that would open as a large network.
void checkProportion(const ModelConfig& config, std::int64_t values, std::int64_t derived)
{
    constexpr std::int64_t alwaysAllowed = 64 << 20, mostDerived = 16;
    if (derived <= alwaysAllowed || derived / mostDerived <= values)
        return;
    throw Refusal(ErrorCode::TooLarge,
        "config.json asks for " + std::to_string(config.layers) + " layers with relative positions, which make "
            + std::to_string(derived) + " values from the " + std::to_string(values)
            + " of the weights: they do not belong together.",
        "config.json");
}

void append(std::vector<std::string>& target, const std::vector<std::string>& more)
{
    target.insert(target.end(), more.begin(), more.end());
}

/// What `classes` logits mean when the config does not say: one is a value, several are alternatives.
Problem problemOf(const ModelConfig& config, int classes)
{
    return config.problem.value_or(classes == 1 ? Problem::Regression : Problem::SingleLabel);
}

std::vector<std::string> warningsAboutTokenizer(const Tokenizer& tokenizer, int rows)
{
    if (tokenizer.size() <= rows)
        return {};
    return { "The tokenizer knows " + std::to_string(tokenizer.size()) + " tokens, the model has embeddings for "
        + std::to_string(rows) + "; a text with one of the tokens beyond is refused." };
}

enum class Values { Loaded, ShapesOnly };

/// All of a folder. Of ShapesOnly the network has shapes and no memory; the rest is the same.
struct Opened {
    ModelCard card;
    ModelConfig config;
    std::unique_ptr<const Tokenizer> tokenizer;
    std::unique_ptr<const TextModel> network;
};

Opened open(const std::filesystem::path& path, const LoadOptions& options, Values wanted, const Progress& progress)
{
    startTorch(options.device, 0);
    const auto workingType = tensorOptions(options.device, options.dtype);
    const at::NoGradGuard constant; // not InferenceMode: its tensors could not take part in gradients later

    const CheckpointFolder folder(path);
    const auto source = folder.openWeights(progress);
    Opened opened;
    ModelConfig& config = opened.config = openConfig(folder, *source);
    const ModelFamily& family = familyNamed(config.family);
    opened.tokenizer = openTokenizer(folder, config.family, progress);
    const Tokenizer& tokenizer = *opened.tokenizer;

    const std::int64_t values = valuesIn(*source), derived = derivedValues(config);
    checkAgainstConfig(config, values);
    checkProportion(config, values, derived);
    const std::int64_t available = freeBytes(workingType);
    const auto itemBytes = std::int64_t(workingType.dtype().itemsize());
    if (wanted == Values::Loaded)
        checkMemory(checkedProduct({ checkedSum({ values, derived }), itemBytes }), available, options.dtype,
            deviceName(workingType));

    WeightReader weights(
        *source, family.prefix, wanted == Values::Loaded ? workingType : workingType.device(at::kMeta), progress);
    opened.network = family.load(config, weights);
    const TextModel& network = *opened.network;
    LoadReport report = weights.finish();

    ModelCard& card = opened.card;
    auto& notes = card.provenance.warnings;
    append(notes, config.warnings);
    append(notes, source->warnings());
    append(notes, tokenizer.warnings());
    append(notes, warningsAboutTokenizer(tokenizer, network.embeddingRows()));
    append(notes, report.warnings);
    card.provenance.engine
        = { vitrineVersion(), torchVersion(), deviceName(workingType), options.dtype, torchThreads() };
    const std::string sha256 = source->sha256(progress);
    card.provenance.model = { options.builtInName.empty() ? folder.name() : options.builtInName,
        config.family + "-" + sha256.substr(0, 12), sha256, config.family };
    card.path = options.builtInName.empty() ? folder.path().string() : "";
    card.title = options.title.empty() ? card.provenance.model.name : options.title;
    card.architecture = config.architecture;
    card.weightsFormat = source->format();
    card.weightsDtype = commonDtype(*source);
    card.activation = activationNamed(config.activation).meaning;
    card.tokenizer = tokenizer.description();
    card.problem = problemOf(config, network.classes());
    card.labels = labelsFor(config, network.classes(), notes);
    card.sizes = sizesOf(config, tokenizer, network, *source, report.parameters);
    card.sizes.memoryAvailable = available;
    card.abilities = abilitiesOf(network);
    card.tensors = std::move(report.tensors);
    card.missing = std::move(report.missing);
    for (std::string& note : notes)
        note = bounded(std::move(note), sentenceBytes);
    return opened;
}

} // namespace

std::shared_ptr<const LoadedModel> openModel(
    const std::filesystem::path& path, const LoadOptions& options, const Progress& progress)
{
    Opened opened = open(path, options, Values::Loaded, progress);
    return std::make_shared<const LoadedModel>(
        std::move(opened.card), std::move(opened.config), std::move(opened.tokenizer), std::move(opened.network));
}

ModelCard inspectModel(const std::filesystem::path& path, const LoadOptions& options, const Progress& progress)
{
    LoadOptions plain = options;
    plain.device = "cpu";
    plain.dtype = "float32";
    return open(path, plain, Values::ShapesOnly, progress).card;
}

} // namespace vitrine
