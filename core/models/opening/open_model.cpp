// SPDX-License-Identifier: GPL-3.0-or-later
// From a folder to a loaded model and its card: the order in which files are looked at, and what is said about them.
#include "core/io/checkpoint/checkpoint_folder.h"
#include "core/models/families/family_registry.h"
#include "core/models/opening/loaded_model.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/models/runtime/working_type.h"
#include "core/runtime/error.h"
#include "core/runtime/version.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace vitrine {
namespace {

constexpr std::uint64_t configLimit = 1 << 20;
constexpr std::uint64_t jsonLimit = 64 << 20;
constexpr std::uint64_t vocabularyLimit = 256 << 20;

std::unique_ptr<const Tokenizer> openTokenizer(const CheckpointFolder& folder, const std::string& family)
{
    TokenizerFiles files;
    for (const auto& name : tokenizerFileNames()) {
        if (auto content = folder.read(name, name.ends_with(".json") ? jsonLimit : vocabularyLimit))
            files.emplace(name, std::move(*content));
    }
    return makeTokenizer(files, family);
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
    sizes.memoryBytes = parameters * std::int64_t(network.options().dtype().itemsize());
    return sizes;
}

std::int64_t valuesIn(const TensorSource& weights)
{
    std::int64_t values = 0;
    for (const auto& entry : weights.entries())
        values += entry.count();
    return values;
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

/// `available` is 0 where it is not known.
void checkMemory(std::int64_t needed, std::int64_t available, const std::string& dtype, const std::string& device)
{
    if (available == 0 || needed <= available)
        return;
    throw Refusal(ErrorCode::OutOfMemory,
        "The weights take " + megabytes(needed) + " as " + dtype + ", and " + megabytes(available) + " are free on "
            + device + "; close other programs or choose a smaller --dtype.",
        "weights");
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

} // namespace

std::shared_ptr<const LoadedModel> openModel(
    const std::filesystem::path& path, const LoadOptions& options, const Progress& progress)
{
    startTorch(options.device, 0);
    const auto workingType = tensorOptions(options.device, options.dtype);
    const at::NoGradGuard constant; // not InferenceMode: its tensors could not take part in gradients later

    const CheckpointFolder folder(path);
    const auto source = folder.openWeights();
    ModelConfig config = openConfig(folder, *source);
    const ModelFamily& family = familyNamed(config.family);
    auto tokenizer = openTokenizer(folder, config.family);

    const std::int64_t values = valuesIn(*source);
    checkAgainstConfig(config, values);
    const std::int64_t available = freeBytes(workingType);
    checkMemory(
        values * std::int64_t(workingType.dtype().itemsize()), available, options.dtype, deviceName(workingType));

    WeightReader weights(*source, family.prefix, workingType, progress);
    auto network = family.load(config, weights);
    LoadReport report = weights.finish();

    ModelCard card;
    auto& notes = card.provenance.warnings;
    append(notes, config.warnings);
    append(notes, source->warnings());
    append(notes, tokenizer->warnings());
    append(notes, warningsAboutTokenizer(*tokenizer, network->embeddingRows()));
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
    card.tokenizer = tokenizer->description();
    card.problem = problemOf(config, network->classes());
    card.labels = labelsFor(config, network->classes(), notes);
    card.sizes = sizesOf(config, *tokenizer, *network, *source, report.parameters);
    card.sizes.memoryAvailable = available;
    card.abilities = abilitiesOf(*network);
    card.tensors = std::move(report.tensors);
    card.missing = std::move(report.missing);
    return std::make_shared<const LoadedModel>(
        std::move(card), std::move(config), std::move(tokenizer), std::move(network));
}

ModelCard inspectModel(const std::filesystem::path& path, const LoadOptions& options, const Progress& progress)
{
    LoadOptions plain = options;
    plain.device = "cpu";
    plain.dtype = "float32";
    return openModel(path, plain, progress)->card();
}

} // namespace vitrine
