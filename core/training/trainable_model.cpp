// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainable_model.h"

#include "core/io/checkpoint/checkpoint_folder.h"
#include "core/models/families/family_registry.h"
#include "core/runtime/error.h"
#include "core/training/vocabulary_maker.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>

namespace vitrine {
namespace {

/// A source that holds nothing: every tensor is made.
class NoTensors : public TensorSource {
public:
    const std::vector<TensorEntry>& entries() const override { return m_none; }
    void read(const TensorEntry&, std::span<std::byte>) const override { }
    std::string format() const override { return {}; }
    std::uint64_t fileBytes() const override { return 0; }
    std::string sha256(const Progress&) const override { return {}; }

private:
    std::vector<TensorEntry> m_none;
};

WeightReader::Maker makerFrom(std::uint64_t seed, int paddingId)
{
    return [generator = at::detail::createCPUGenerator(seed), paddingId](
               const std::string& name, const std::vector<std::int64_t>& shape, const InitialValues& values) {
        if (values.kind == InitialValues::Kind::Zero)
            return at::zeros(shape);
        if (values.kind == InitialValues::Kind::One)
            return at::ones(shape);
        auto tensor = at::empty(shape).normal_(0, values.deviation, generator);
        if (name.ends_with("word_embeddings.weight") && paddingId < shape[0])
            tensor.select(0, paddingId).zero_(); // padding is masked and would keep its random start
        return tensor;
    };
}

nlohmann::json namesOf(const std::vector<std::string>& labels)
{
    nlohmann::json names = nlohmann::json::object();
    for (std::size_t i = 0; i < labels.size(); ++i)
        names[std::to_string(i)] = labels[i];
    return names;
}

void setLabels(nlohmann::json& config, const std::vector<std::string>& labels)
{
    config["id2label"] = namesOf(labels);
    config["label2id"] = nlohmann::json::object();
    for (std::size_t i = 0; i < labels.size(); ++i)
        config["label2id"][labels[i]] = i;
    config["problem_type"] = "single_label_classification";
    config.erase("num_labels");
}

/// One entry a layer.
std::vector<std::string> scoresByLayer(const TrainingSettings& settings)
{
    const std::string& asked = settings.values.text("scores");
    std::vector<std::string> kinds;
    for (std::size_t at = 0; at <= asked.size();) {
        const auto comma = std::min(asked.find(',', at), asked.size());
        kinds.push_back(asked.substr(at, comma - at));
        at = comma + 1;
    }
    const auto layers = std::size_t(settings.integer("layers"));
    if (kinds.size() == 1)
        kinds.resize(layers, kinds.front());
    if (kinds.size() != layers)
        throw Refusal(ErrorCode::BadArgument,
            "There are " + std::to_string(kinds.size()) + " kinds of attention scores for " + std::to_string(layers)
                + " layers; give one for all, or one a layer.",
            "scores");
    return kinds;
}

nlohmann::json configOf(const TrainingSettings& settings, const std::vector<std::string>& labels, int vocabulary)
{
    const int width = settings.integer("width");
    const int inner = settings.integer("feed-forward");
    const double dropout = settings.values.real("dropout");
    nlohmann::json config {
        { "architectures", { "BertForSequenceClassification" } },
        { "model_type", "bert" },
        { "vocab_size", vocabulary },
        { "hidden_size", width },
        { "num_hidden_layers", settings.integer("layers") },
        { "num_attention_heads", settings.integer("heads") },
        { "intermediate_size", inner ? inner : 4 * width },
        { "hidden_act", "gelu" },
        { "max_position_embeddings", settings.integer("max-length") },
        { "type_vocab_size", 2 },
        { "layer_norm_eps", 1e-12 },
        { "hidden_dropout_prob", dropout },
        { "attention_probs_dropout_prob", dropout },
        { "pad_token_id", 0 },
    };
    const auto kinds = scoresByLayer(settings);
    if (std::any_of(kinds.begin(), kinds.end(), [](const auto& kind) { return kind != "dot"; })) {
        config["architectures"] = { "SynthesizerForSequenceClassification" };
        config["model_type"] = "synthesizer";
        config["attention_scores"] = kinds;
        config["score_rank"] = settings.integer("score-rank");
    }
    setLabels(config, labels);
    return config;
}

/// Lets the tensors ask for gradients, and `dropout` happen to every part of the network.
void finish(TrainableModel& model, const WeightReader& weights, double dropout)
{
    model.training.dropout = { dropout, dropout, dropout };
    model.parameters = weights.parameters();
    for (auto& parameter : model.parameters) {
        parameter.value.set_requires_grad(!parameter.frozen);
        if (!parameter.frozen)
            model.training.parameters.push_back(parameter.value);
    }
}

TokenizerFiles filesOf(const CheckpointFolder& folder)
{
    TokenizerFiles files;
    for (const auto& name : tokenizerFileNames()) {
        if (auto content = folder.read(name, 256 << 20))
            files.emplace(name, std::move(*content));
    }
    return files;
}

std::string configText(const CheckpointFolder& folder)
{
    auto text = folder.read("config.json", 1 << 20);
    if (!text)
        throw Refusal(ErrorCode::NotAModel,
            "There is no config.json in this folder, so there is nothing to begin with.", "config.json");
    return *std::move(text);
}

std::vector<std::string> namesIn(const TensorSource& source)
{
    std::vector<std::string> names;
    for (const auto& entry : source.entries())
        names.push_back(entry.name);
    return names;
}

void refuseWhatCannotLearn(const ModelConfig& config)
{
    static const std::vector<std::string> able { "albert", "bert", "camembert", "distilbert", "electra", "roberta",
        "synthesizer", "xlm-roberta" };
    if (std::find(able.begin(), able.end(), config.family) != able.end())
        return;
    std::string known;
    for (const auto& family : able)
        known += (known.empty() ? "" : ", ") + family;
    throw Refusal(ErrorCode::UnsupportedFamily,
        "A model of the family " + config.family + " cannot be fine-tuned here; these can: " + known + ".", "model");
}

const char* architectureOf(const std::string& family)
{
    static const std::map<std::string, const char*> names { { "albert", "Albert" }, { "bert", "Bert" },
        { "camembert", "Camembert" }, { "distilbert", "DistilBert" }, { "electra", "Electra" },
        { "roberta", "Roberta" }, { "synthesizer", "Synthesizer" }, { "xlm-roberta", "XLMRoberta" } };
    return names.at(family);
}

} // namespace

int TrainableModel::paddingId() const { return tokenizer->specialIds().pad.value_or(config.padId.value_or(0)); }

TrainableModel freshModel(
    const TrainingSettings& settings, const TrainingTexts& texts, at::TensorOptions options, const Progress& progress)
{
    std::vector<std::string_view> all;
    for (const auto* part : { &texts.train, &texts.unlabelled }) {
        for (const auto& text : *part)
            all.push_back(text.text);
    }
    const bool lower = settings.values.flag("lower-case");
    const auto entries = makeVocabulary(all,
        { settings.values.text("vocabulary") == "wordpiece", settings.integer("vocabulary-size"),
            settings.integer("min-count"), lower },
        progress);

    TrainableModel model;
    std::string lines;
    for (const auto& entry : entries)
        lines += entry + '\n';
    model.tokenizerFiles["vocab.txt"] = lines;
    model.tokenizerFiles["tokenizer_config.json"] = nlohmann::json { { "tokenizer_class", "BertTokenizer" },
        { "do_lower_case", lower }, { "do_basic_tokenize", true }, { "tokenize_chinese_chars", true },
        { "strip_accents", nullptr }, { "model_max_length", settings.integer("max-length") }, { "unk_token", "[UNK]" },
        { "sep_token", "[SEP]" }, { "pad_token", "[PAD]" }, { "cls_token", "[CLS]" }, { "mask_token", "[MASK]" } }
                                                        .dump(1)
        + "\n";
    model.tokenizer = makeTokenizer(model.tokenizerFiles, "bert", progress);
    model.configJson = configOf(settings, texts.labels, int(entries.size()));
    model.config = parseModelConfig(model.configJson.dump(), {});

    const NoTensors none;
    const auto& family = familyNamed(model.config.family);
    WeightReader weights(none, family.prefix, options, progress);
    weights.makeMissing(int(texts.labels.size()), makerFrom(std::uint64_t(settings.integer("seed")), 0));
    model.network = family.load(model.config, weights);
    finish(model, weights, settings.values.real("dropout"));
    return model;
}

TrainableModel openedForTraining(const std::filesystem::path& path, const TrainingSettings& settings,
    const std::vector<std::string>& labels, at::TensorOptions options, const Progress& progress)
{
    const CheckpointFolder folder(path);
    const auto source = folder.openWeights();
    TrainableModel model;
    model.configJson = nlohmann::json::parse(configText(folder));
    model.config = parseModelConfig(model.configJson.dump(), namesIn(*source));
    refuseWhatCannotLearn(model.config);
    model.configJson["model_type"] = model.config.family;
    model.configJson["architectures"]
        = { architectureOf(model.config.family) + std::string("ForSequenceClassification") };
    model.configJson.erase("torch_dtype");
    model.configJson.erase("dtype");
    setLabels(model.configJson, labels);
    model.config = parseModelConfig(model.configJson.dump(), namesIn(*source));
    model.tokenizerFiles = filesOf(folder);
    model.tokenizer = makeTokenizer(model.tokenizerFiles, model.config.family, progress);

    const auto& family = familyNamed(model.config.family);
    WeightReader weights(*source, family.prefix, options, progress);
    const auto maker = makerFrom(std::uint64_t(settings.integer("seed")), 0);
    weights.makeMissing(
        int(labels.size()), [maker](const std::string& name, const auto& shape, const InitialValues& values) {
            const bool body = name.find("layer") != std::string::npos || name.find("embedding") != std::string::npos
                || name.find("encoder") != std::string::npos;
            return body ? at::Tensor() : maker(name, shape, values); // a new head only
        });
    model.network = family.load(model.config, weights);
    finish(model, weights, settings.values.real("dropout"));
    weights.finish();
    return model;
}

std::vector<std::string> labelsOfFolder(const std::filesystem::path& path)
{
    const CheckpointFolder folder(path);
    return parseModelConfig(configText(folder), {}).labels;
}

} // namespace vitrine
