// SPDX-License-Identifier: GPL-3.0-or-later
// Every size is checked here, before anything is allocated with it; a config is text from a stranger.
#include "core/models/config/model_config.h"

#include "core/io/files/utf8.h"
#include "core/io/json/json_field.h"
#include "core/io/json/json_guard.h"
#include "core/models/config/config_defaults.h"
#include "core/models/config/config_family_rules.h"
#include "core/models/config/config_labels.h"
#include "core/runtime/error.h"

#include <limits>

namespace vitrine {
namespace {

constexpr std::string_view fileName = "config.json";
constexpr int maxLayers = 1000;
constexpr int maxHeads = 1024;
constexpr int maxHidden = 65536;
constexpr int maxVocabulary = 4'000'000;
constexpr int maxOfAnything = std::numeric_limits<int>::max();

[[noreturn]] void refuseFamily(const std::string& what)
{
    throw Refusal(ErrorCode::UnsupportedFamily, std::string(fileName) + ": " + what, std::string(fileName));
}

int sizeOf(const JsonField& root, std::string_view name, int absent, int least, int most)
{
    const auto field = name.empty() ? std::nullopt : root.find(name);
    return field ? int(field->integer(least, most)) : absent;
}

bool flagOf(const JsonField& root, std::string_view name)
{
    const auto field = root.find(name);
    return field && field->boolean();
}

std::string architectureOf(const JsonField& root)
{
    const auto field = root.find("architectures");
    if (!field)
        return {};
    const auto names = field->elements();
    return names.empty() ? std::string() : names.front().string();
}

const ConfigFamily& familyOf(
    const JsonField& root, const ModelConfig& config, const std::vector<std::string>& tensorNames)
{
    const auto modelType = root.find("model_type");
    if (modelType && !modelType->string().empty()) {
        if (const ConfigFamily* family = configFamily(modelType->string()))
            return *family;
        const std::string shown = "model_type \"" + shortened(modelType->string(), 80) + "\"";
        if (config.customCode)
            refuseFamily(shown + " is a custom architecture; its code is never run");
        refuseFamily(shown + " is not among the families that can be opened");
    }
    if (!config.architecture.empty()) {
        if (const ConfigFamily* family = configFamilyOfArchitecture(config.architecture))
            return *family;
        refuseFamily("architecture \"" + shortened(config.architecture, 80) + "\" is not among those that can be opened"
            + (config.customCode ? "; its code is never run" : ""));
    }
    if (const ConfigFamily* family = configFamilyOfTensors(tensorNames))
        return *family;
    refuseFamily("says neither model_type nor architectures, and the names of the tensors are of no known family; add "
                 "model_type");
}

double epsOf(const JsonField& root, const ConfigFamily& family)
{
    const auto field = family.names.layerNormEps.empty() ? std::nullopt : root.find(family.names.layerNormEps);
    if (!field)
        return family.layerNormEps;
    const double eps = field->real();
    if (!(eps > 0 && eps <= 0.1)) // NaN is neither
        field->refuse("be above 0 and at most 0.1");
    return eps;
}

std::optional<int> padOf(
    const nlohmann::json& document, const JsonField& root, const ConfigFamily& family, ModelConfig& config)
{
    const auto field = root.find("pad_token_id");
    if (!field)
        return document.contains("pad_token_id") ? std::nullopt : family.padId; // null says: there is none
    const std::int64_t id = field->integer();
    if (id >= 0 && id < config.vocabulary)
        return int(id);
    config.warnings.push_back("config.json: pad_token_id " + std::to_string(id) + " lies outside the vocabulary of "
        + std::to_string(config.vocabulary) + " and is ignored.");
    return std::nullopt;
}

std::optional<Problem> problemOf(const JsonField& root, ModelConfig& config)
{
    const auto field = root.find("problem_type");
    if (!field)
        return std::nullopt;
    const std::string& name = field->string();
    if (name == "single_label_classification")
        return Problem::SingleLabel;
    if (name == "multi_label_classification")
        return Problem::MultiLabel;
    if (name == "regression")
        return Problem::Regression;
    config.warnings.push_back("config.json: problem_type \"" + shortened(name, 80) + "\" is unknown and is ignored.");
    return std::nullopt;
}

void readSizes(const JsonField& root, const ConfigFamily& family, ModelConfig& config)
{
    const ConfigFieldNames& names = family.names;
    config.vocabulary = sizeOf(root, "vocab_size", family.vocabulary, 1, maxVocabulary);
    config.hidden = sizeOf(root, names.hidden, family.hidden, 1, maxHidden);
    config.layers = sizeOf(root, names.layers, family.layers, 1, maxLayers);
    config.heads = sizeOf(root, names.heads, family.heads, 1, maxHeads);
    config.intermediate = sizeOf(
        root, names.intermediate, family.intermediate > 0 ? family.intermediate : 4 * config.hidden, 1, maxOfAnything);
    config.positions = sizeOf(root, names.positions, family.positions, 1, maxOfAnything);
    config.segments = sizeOf(root, names.segments, family.segments, family.segments > 0 ? 1 : 0, maxOfAnything);
    config.embedding
        = family.embedding > 0 ? sizeOf(root, "embedding_size", family.embedding, 1, maxHidden) : config.hidden;
    if (config.hidden % config.heads != 0)
        throw Refusal(ErrorCode::MalformedFile,
            std::string(fileName) + ": " + std::string(names.heads) + " (" + std::to_string(config.heads)
                + ") does not divide " + std::string(names.hidden) + " (" + std::to_string(config.hidden) + ")",
            std::string(fileName));
}

} // namespace

ModelConfig parseModelConfig(std::string_view json, const std::vector<std::string>& tensorNames)
{
    ModelConfig config;
    const nlohmann::json document
        = parseJson(json, fileName, { std::size_t(1) << 20, 64, 1'000'000, std::size_t(1) << 20 }, &config.warnings);
    const JsonField root(document, fileName);

    config.customCode = root.find("auto_map").has_value();
    config.architecture = architectureOf(root);
    const ConfigFamily& family = familyOf(root, config, tensorNames);
    config.family = family.modelType;
    if (config.customCode)
        config.warnings.push_back(
            "config.json: names code of its own (auto_map), which is never run; the model is read as " + config.family
            + ".");

    readSizes(root, family, config);
    const auto activation = root.find(family.names.activation);
    config.activation = activation ? activation->string() : family.activation;
    readFamilyRules(root, config);
    config.layerNormEps = epsOf(root, family);
    config.padId = padOf(document, root, family, config);
    config.problem = problemOf(root, config);
    config.labels = readLabels(root, config.warnings);
    if (const auto kind = root.find("position_embedding_type"))
        config.positionKind = kind->string();
    config.isDecoder = flagOf(root, "is_decoder");
    return config;
}

} // namespace vitrine
