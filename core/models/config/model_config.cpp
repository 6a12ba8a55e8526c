// SPDX-License-Identifier: GPL-3.0-or-later
// Every size is checked here, before anything is allocated with it; a config is not trusted.
#include "core/models/config/model_config.h"

#include "core/io/json/json_field.h"
#include "core/io/json/json_guard.h"
#include "core/models/config/config_families.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>

namespace vitrine {
namespace {

constexpr std::string_view fileName = "config.json";
constexpr int maxLayers = 1000;
constexpr int maxHeads = 1024;
constexpr int maxHidden = 65536;
constexpr int maxVocabulary = 4'000'000;
constexpr int maxIntermediate = 1 << 24;
constexpr int maxSegments = 65536;

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
        const std::string shown = "model_type \"" + vitrine::shown(modelType->string()) + "\"";
        if (config.customCode)
            refuseFamily(shown + " is a custom architecture, whose code is never run; choose another model");
        refuseFamily(shown + " is not among the families that can be opened; choose a model of another");
    }
    if (!config.architecture.empty()) {
        if (const ConfigFamily* family = configFamilyOfArchitecture(config.architecture))
            return *family;
        refuseFamily("architecture \"" + shown(config.architecture) + "\" is not among those that can be opened"
            + (config.customCode ? ", and its code is never run" : "") + "; choose another model");
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
    config.warnings.push_back("config.json: problem_type \"" + shown(name) + "\" is unknown and is ignored.");
    return std::nullopt;
}

void readSizes(const JsonField& root, const ConfigFamily& family, ModelConfig& config)
{
    const ConfigFieldNames& names = family.names;
    config.vocabulary = sizeOf(root, "vocab_size", family.vocabulary, 1, maxVocabulary);
    config.hidden = sizeOf(root, names.hidden, family.hidden, 1, maxHidden);
    config.layers = sizeOf(root, names.layers, family.layers, 1, maxLayers);
    config.heads = sizeOf(root, names.heads, family.heads, 1, maxHeads);
    config.intermediate = sizeOf(root, names.intermediate,
        family.intermediate > 0 ? family.intermediate : 4 * config.hidden, 1, maxIntermediate);
    config.positions = sizeOf(root, names.positions, family.positions, 1, maxPositions);
    config.segments = sizeOf(root, names.segments, family.segments, family.segments > 0 ? 1 : 0, maxSegments);
    config.embedding
        = family.embedding > 0 ? sizeOf(root, "embedding_size", family.embedding, 1, maxHidden) : config.hidden;
    if (config.hidden % config.heads != 0)
        throw Refusal(ErrorCode::MalformedFile,
            std::string(fileName) + ": " + std::string(names.heads) + " (" + std::to_string(config.heads)
                + ") does not divide " + std::string(names.hidden) + " (" + std::to_string(config.hidden)
                + "); mend it or fetch the file again",
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

// A wrong label is never a reason to refuse a model: the rows of its classifier are the truth, names are decoration.

namespace {

// More than any classifier has; bounds what an index like 4000000000 could make us allocate.
constexpr std::size_t maxLabels = 100'000;

std::string textOf(const nlohmann::json& value)
{
    if (value.is_string())
        return value.get<std::string>();
    return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<std::size_t> indexOf(std::string_view text)
{
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (error != std::errc() || end != text.data() + text.size() || index >= maxLabels)
        return std::nullopt;
    return index;
}

class Labels {
public:
    void set(std::string_view index, std::string label, const std::string& where)
    {
        const auto i = indexOf(index);
        if (!i) {
            ++m_skipped;
            if (m_firstSkipped.empty())
                m_firstSkipped = where;
            return;
        }
        if (*i >= m_labels.size())
            m_labels.resize(*i + 1);
        m_labels[*i] = std::move(label);
    }

    std::vector<std::string> take(std::vector<std::string>& warnings)
    {
        if (m_skipped > 0)
            warnings.push_back("config.json: label names that belong to no class index are ignored ("
                + std::to_string(m_skipped) + "), the first is " + m_firstSkipped + ".");
        return std::move(m_labels);
    }

private:
    std::vector<std::string> m_labels;
    std::size_t m_skipped = 0;
    std::string m_firstSkipped;
};

} // namespace

std::vector<std::string> readLabels(const JsonField& config, std::vector<std::string>& warnings)
{
    Labels labels;
    if (const auto names = config.find("id2label")) {
        if (names->json().is_array()) {
            std::size_t index = 0;
            for (const JsonField& name : names->elements())
                labels.set(std::to_string(index++), textOf(name.json()), name.path());
        } else if (names->json().is_object()) {
            for (const auto& [index, name] : names->members())
                labels.set(index, textOf(name.json()), name.path());
        } else {
            warnings.push_back("config.json: id2label is no object; the classes have no names.");
        }
    } else if (const auto indices = config.find("label2id"); indices && indices->json().is_object()) {
        for (const auto& [name, index] : indices->members())
            labels.set(textOf(index.json()), name, index.path());
    }
    return labels.take(warnings);
}

std::vector<std::string> labelsFor(const ModelConfig& config, int classes, std::vector<std::string>& warnings)
{
    std::vector<std::string> labels = config.labels;
    const std::size_t count = std::size_t(std::max(classes, 0));
    if (labels.size() > count)
        warnings.push_back("config.json names " + std::to_string(labels.size()) + " labels, the classifier has "
            + std::to_string(count) + " outputs; the surplus names are left out.");
    else if (!labels.empty() && labels.size() < count)
        warnings.push_back("config.json names " + std::to_string(labels.size()) + " labels, the classifier has "
            + std::to_string(count) + " outputs; the others are shown by their index.");
    labels.resize(count);

    for (std::size_t i = 0; i < count; ++i) {
        if (labels[i].empty())
            labels[i] = "class " + std::to_string(i);
    }
    std::map<std::string, int> uses;
    for (const std::string& label : labels)
        ++uses[label];
    std::set<std::string> taken;
    bool numbered = false;
    for (std::size_t i = 0; i < count; ++i) {
        const bool repeated = uses[labels[i]] > 1;
        numbered |= repeated;
        if (repeated)
            labels[i] += " (" + std::to_string(i) + ")";
        while (!taken.insert(labels[i]).second) // "A (1)" may itself be a name that the config has
            labels[i] += " (" + std::to_string(i) + ")";
    }
    if (numbered)
        warnings.push_back("config.json gives several classes the same name; they are shown with their index.");
    return labels;
}

} // namespace vitrine
