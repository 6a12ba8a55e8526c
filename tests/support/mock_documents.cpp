// SPDX-License-Identifier: GPL-3.0-or-later
// Scores come from a small list of words, so that pictures look realistic. Scores add up to the difference.
#include "tests/support/mock_documents.h"
#include "core/runtime/version.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <sstream>

namespace vitrine::mock {

namespace {

struct Character {
    std::string bytes;
    bool isLetter = false;
    bool isSpace = false;
};

std::vector<Character> charactersOf(const std::string& text)
{
    std::vector<Character> characters;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        Character one { text.substr(i, length), false, false };
        one.isSpace = lead < 0x80 && std::isspace(lead) != 0;
        one.isLetter = (lead < 0x80 && std::isalnum(lead) != 0) || length == 2;
        characters.push_back(one);
        i += length;
    }
    return characters;
}

double scoreOf(std::string token)
{
    static const std::map<std::string, double> words {
        { "joy", 1.56 },
        { "devastating", 1.0 },
        { "quietly", 0.41 },
        { "to", 0.12 },
        { "forgets", -0.86 },
        { "tries", -0.66 },
        { "hard", -0.11 },
        { "clever", 0.21 },
        { "leads", 0.25 },
        { "bad", -1.2 },
        { "not", -0.6 },
        { "good", 1.1 },
        { "糟", -1.1 },
        { "糕", -0.7 },
        { "黑", -0.9 },
        { "好", 1.2 },
        { "看", 0.4 },
        { "last", -0.12 },
        { "empty", -1.4 },
        { "beautifully", 0.8 },
    };
    if (token.rfind("##", 0) == 0)
        token = token.substr(2);
    if (const auto found = words.find(token); found != words.end())
        return found->second;
    unsigned hash = 7;
    for (const char c : token)
        hash = hash * 31 + static_cast<unsigned char>(c);
    return (double(hash % 1000) / 1000.0 - 0.35) * 0.3;
}

Provenance provenanceOf(const std::string& model)
{
    Provenance provenance;
    provenance.engine = { vitrineVersion(), "2.15.0", "cpu", "float32", 2 };
    const auto slash = model.find_last_of('/');
    provenance.model = { slash == std::string::npos ? model : model.substr(slash + 1), "bert-0123456789ab",
        std::string(64, 'a'), "bert" };
    return provenance;
}

std::vector<std::string> labelsOf(const std::string& model)
{
    if (model == "evil")
        return { "<img src=file:///etc/passwd><b>NO</b>", "\u202Eesrever & <a href=x>YES</a>" };
    return { "NEGATIVE", "POSITIVE" };
}

std::vector<double> scoresOf(const Encoding& encoding)
{
    std::vector<double> scores(encoding.size(), 0.0);
    for (std::size_t i = 0; i < scores.size(); ++i)
        scores[i] = encoding.special[i] ? 0.0 : scoreOf(encoding.tokens[i]);
    return scores;
}

} // namespace

Encoding encodingOf(const std::string& text, std::size_t most)
{
    Encoding encoding;
    encoding.text = text;
    const auto add = [&encoding](const std::string& token, int begin, int end, int word) {
        encoding.ids.push_back(int(std::hash<std::string>()(token) % 30000));
        encoding.tokens.push_back(token);
        encoding.offsets.emplace_back(begin, end);
        encoding.special.push_back(word < 0);
        encoding.segments.push_back(0);
        encoding.words.push_back(word);
        encoding.graphemes.push_back(word < 0 ? -1 : int(encoding.graphemes.size()) - 1);
    };
    add("[CLS]", 0, 0, -1);
    const auto characters = charactersOf(text);
    int word = 0;
    for (std::size_t i = 0; i < characters.size();) {
        if (characters[i].isSpace) {
            ++i;
            continue;
        }
        std::size_t end = i + 1;
        while (characters[i].isLetter && end < characters.size() && characters[end].isLetter)
            ++end;
        const auto slice = [&](std::size_t from, std::size_t to) {
            std::string piece;
            for (std::size_t k = from; k < to; ++k)
                piece += characters[k].bytes;
            return piece;
        };
        const bool isFull = encoding.size() + 1 >= most;
        if (isFull) {
            if (!encoding.truncatedAt)
                encoding.truncatedAt = int(i);
            ++encoding.droppedTokens;
        } else if (end - i > 11 && encoding.size() + 2 < most) {
            add(slice(i, i + 6), int(i), int(i + 6), word);
            add("##" + slice(i + 6, end), int(i + 6), int(end), word);
        } else {
            add(slice(i, end), int(i), int(end), word);
        }
        ++word;
        i = end;
    }
    add("[SEP]", 0, 0, -1);
    return encoding;
}

Greeting greeting(const std::string& version)
{
    Greeting greeting;
    greeting.engine = provenanceOf("").engine;
    greeting.engine.version = version;
    greeting.devices = { "cpu" };
    greeting.whyNoGpu = "libtorch_cuda.so is not there.";
    BuiltInModel english;
    english.name = "english";
    english.title = "English sentiment";
    english.language = "en";
    english.family = "bert";
    english.parameters = 22'700'000;
    english.accuracy = 0.91;
    greeting.models = { english };
    return greeting;
}

Description description()
{
    Description description;
    const ParamSpec target { "target", "Explain", ParamKind::Choice, "predicted", "The class to explain.", {}, {},
        { { "predicted", "The predicted class" } }, true, ParamRole::Target };
    const ParamSpec quantity { "quantity", "Quantity", ParamKind::Choice, "logit",
        "The number whose change is explained.", {}, {}, { { "logit", "logit" }, { "probability", "probability" } },
        false };
    const ParamSpec baseline { "baseline", "Baseline", ParamKind::Choice, "pad", "What the text is compared with.", {},
        {},
        { { "pad", "[PAD], specials kept" }, { "mask", "[MASK]" }, { "zero", "zero vector" }, { "text:", "own text" } },
        true };
    const ParamSpec tolerance { "tolerance", "Accuracy", ParamKind::Real, "0.01",
        "Largest error, as a share of the largest score.", 0.0, 1.0, {}, false, ParamRole::Percentage };
    const ParamSpec rule { "rule", "Rule", ParamKind::Choice, "certified", "How the path is integrated.", {}, {},
        { { "certified", "certified" }, { "right", "right sums" } }, false, ParamRole::None, true };
    const ParamSpec evaluations { "evaluations", "Evaluations", ParamKind::Integer, "50", "Of a fixed rule.", 1.0,
        4096.0, {}, false, ParamRole::None, true };
    const ParamSpec seed { "seed", "Seed", ParamKind::Integer, "1", "Of random baselines.", 0.0, 9007199254740992.0, {},
        false, ParamRole::None, true };
    description.attributionMethods = {
        { "integrated-gradients", "Integrated gradients", "Gradients along the path from the baseline.", true,
            { target, quantity, baseline, tolerance, rule, evaluations, seed } },
        { "gradient", "Gradient", "Length of the gradient at each token.", false, { target, quantity } },
    };
    return description;
}

ModelCard card(const std::string& model)
{
    ModelCard card;
    card.provenance = provenanceOf(model);
    card.title = model == "english" ? "English sentiment"
        : model == "evil"           ? "<h1>&lt;evil&gt;</h1> & co"
                                    : card.provenance.model.name;
    card.path = model.front() == '/' ? model : "";
    card.architecture = "BertForSequenceClassification";
    card.weightsFormat = "safetensors";
    card.weightsDtype = "F16";
    card.activation = "gelu";
    card.tokenizer = "WordPiece (tokenizer.json), uncased";
    card.labels = labelsOf(model);
    card.sizes = { 6, 12, 384, 1536, 30522, 512, 384, 512, 22'700'000, 45'400'000, 90'800'000 };
    card.abilities = { { "classify", true, "" }, { "attribute", true, "" },
        { "attention", model != "plain", model == "plain" ? "This family has no attention maps." : "" } };
    card.tensors = { { "bert.embeddings.word_embeddings.weight", "F16", { 30522, 384 }, "read", "", 0 } };
    return card;
}

Prediction prediction(const std::string& model, const std::string& text)
{
    Prediction prediction;
    prediction.provenance = provenanceOf(model);
    prediction.encoding = encodingOf(text);
    prediction.labels = labelsOf(model);
    const auto scores = scoresOf(prediction.encoding);
    const double logit = std::clamp(std::accumulate(scores.begin(), scores.end(), 0.0) - 1.8, -4.0, 4.0);
    const double broken = std::numeric_limits<double>::quiet_NaN();
    if (model == "nan") {
        prediction.logits = prediction.probabilities = { broken, broken };
        return prediction;
    }
    prediction.logits = { -logit, logit };
    const double positive = 1 / (1 + std::exp(-2 * logit));
    prediction.probabilities = { 1 - positive, positive };
    prediction.labelIndex = positive > 0.5 ? 1 : 0;
    prediction.label = prediction.labels[std::size_t(prediction.labelIndex)];
    return prediction;
}

Attribution attribution(
    const std::string& model, const std::string& text, const std::string& method, double tolerance, bool draft)
{
    Attribution result;
    result.prediction = prediction(model, text);
    result.provenance = result.prediction.provenance;
    result.method = method;
    result.draft = draft;
    result.encoding = result.prediction.encoding;
    result.target.index = std::max(0, result.prediction.labelIndex);
    result.target.label = result.prediction.label;
    result.scores = scoresOf(result.encoding);
    if (draft)
        for (auto& score : result.scores)
            score *= 1.03;
    if (method != "integrated-gradients")
        return result;
    result.rule = "certified";
    result.baseline = "pad";
    const double sum = std::accumulate(result.scores.begin(), result.scores.end(), 0.0);
    Certificate certificate;
    certificate.atBaseline = -1.8418;
    certificate.atInput = certificate.atBaseline + sum;
    certificate.difference = certificate.sum = sum;
    certificate.rawResidual = 0.3 * tolerance;
    certificate.relativeResidual
        = sum != 0 ? std::abs(certificate.rawResidual / sum) : std::numeric_limits<double>::infinity();
    certificate.tokenError = 1.2 * tolerance;
    certificate.evaluations = draft ? 12 : 24;
    certificate.tolerance = tolerance;
    certificate.met = !draft;
    result.certificate = certificate;
    for (int i = 0; i < 24; ++i) {
        const double alpha = 0.5 - 0.5 * std::cos(3.14159265 * (i + 0.5) / 24);
        result.path.alpha.push_back(alpha);
        result.path.value.push_back(certificate.atBaseline + sum / (1 + std::exp(-22 * (alpha - 0.36))));
    }
    return result;
}

Attention attention(const std::string& model, const std::string& text)
{
    Attention result;
    result.prediction = prediction(model, text);
    result.provenance = result.prediction.provenance;
    result.encoding = result.prediction.encoding;
    const int layers = 6;
    const int heads = 12;
    const auto length = int(result.encoding.size());
    result.maps.shape = { layers, heads, length, length };
    for (int layer = 0; layer < layers; ++layer)
        result.layers.push_back(layer);
    for (int head = 0; head < heads; ++head)
        result.heads.push_back(head);
    for (int layer = 0; layer < layers; ++layer) {
        for (int head = 0; head < heads; ++head) {
            HeadStatistics statistics { layer, head, 2.31, 0, 0, 0, 0, 0 };
            for (int query = 0; query < length; ++query) {
                std::vector<double> row(std::size_t(length), 0.0);
                for (int key = 0; key < length; ++key) {
                    const int kind = (layer * 5 + head) % 4;
                    const double near = std::exp(-std::abs(query - key - (head % 3 - 1)) / (1.0 + layer));
                    const double column = (key * 7 + head * 3) % 11 == 0 ? 1.5 : 0.05;
                    row[std::size_t(key)] = kind == 0 ? near
                        : kind == 1                   ? column
                        : kind == 2                   ? (key == 0 ? 3 : 0.1)
                                                      : near + 0.3 * column;
                }
                const double sum = std::accumulate(row.begin(), row.end(), 0.0);
                for (int key = 0; key < length; ++key)
                    result.maps.values.push_back(float(row[std::size_t(key)] / sum));
                statistics.diagonal += row[std::size_t(query)] / sum / length;
                statistics.first += row[0] / sum / length;
            }
            result.statistics.push_back(statistics);
        }
    }
    return result;
}

Attention attention(const std::string& model, const std::string& text, const std::string& place)
{
    Attention result = attention(model, text);
    const auto dot = place.find('.');
    if (dot == std::string::npos)
        return result;
    const auto length = std::int64_t(result.encoding.size());
    auto& influence = result.influence.emplace();
    influence.layer = std::stoi(place.substr(0, dot));
    influence.head = std::stoi(place.substr(dot + 1));
    influence.matrix = { { length, length }, std::vector<float>(std::size_t(length * length)) };
    for (std::int64_t i = 0; i < length && influence.head > 0; ++i)
        influence.matrix.values[std::size_t(i * (length + 1))] = float(i + 1);
    influence.parts = { influence.head > 0 ? ScorePart { "dense", "Dense", "row i: token i alone", 1 }
                                           : ScorePart { "random", "Random", "no token", 1 } };
    return result;
}

Parity parity(const std::string& reference)
{
    Parity parity;
    parity.reference = reference.substr(reference.rfind('/') + 1);
    parity.tolerance = 1e-4;
    const bool equal = parity.reference.starts_with("equal");
    parity.rows = {
        { "a stirring film", {}, { -1.25, 2.5 }, { -1.25, 2.5 + 1e-6 }, 1e-6, {} },
        { "two texts", "<b>of them</b>", { 0.5, 0.25 }, { equal ? 0.5 : 1.0, 0.25 }, equal ? 0 : 0.5, {} },
        { "three logits", {}, { 1, 2, 3 }, { 1, 2 }, equal ? 0 : std::nan(""),
            equal ? "" : "The reference has 3 logits, the model gives 2." },
    };
    parity.compared = equal ? 3 : 2;
    parity.beyond = equal ? 0 : 1;
    parity.largestDifference = equal ? 1e-6 : 0.5;
    parity.passed = equal;
    return parity;
}

Alignment alignment(const std::string& left, const std::string& right)
{
    Alignment result;
    result.measure = "wmd";
    result.costKind = "euclidean";
    result.massKind = "uniform";
    result.solver = "exact";
    result.certificate.status = "optimal";
    const auto fill = [](AlignmentSide& side, const std::string& text) {
        side.text = text;
        std::istringstream words(text);
        for (std::string word; words >> word;)
            side.tokens.push_back(word);
        side.counts.assign(side.tokens.size(), 1);
        side.mass.assign(side.tokens.size(), 1.0 / double(std::max<std::size_t>(1, side.tokens.size())));
        side.contribution.assign(side.tokens.size(), 0);
    };
    fill(result.left, left);
    fill(result.right, right);
    for (std::size_t i = 0; i < result.left.tokens.size() && !result.right.tokens.empty(); ++i) {
        const auto j = i % result.right.tokens.size();
        result.flows.push_back({ int(i), int(j), result.left.mass[i], 0.5 });
        result.left.contribution[i] += result.left.mass[i] * 0.5;
        result.right.contribution[j] += result.left.mass[i] * 0.5;
        result.distance += result.left.mass[i] * 0.5;
    }
    result.exact = result.distance;
    result.bounds.relaxed = result.distance / 2;
    return result;
}

} // namespace vitrine::mock
