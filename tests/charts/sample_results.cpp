// SPDX-License-Identifier: GPL-3.0-or-later
// Encodings by hand: no tokenizer is needed to test a drawing.
#include "tests/charts/sample_results.h"

#include "core/activations/gelu.h"
#include "tests/charts/sample_series.h"

#include "ui/charts/chart_text.h"

#include <QTextBoundaryFinder>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace vitrine::samples {

namespace {

void add(Encoding& encoding, const QString& token, int begin, int end, int segment, bool special, int word)
{
    encoding.ids.push_back(int(encoding.ids.size()) + 100);
    encoding.tokens.push_back(token.toStdString());
    encoding.offsets.emplace_back(begin, end);
    encoding.special.push_back(special);
    encoding.segments.push_back(segment);
    encoding.words.push_back(special ? -1 : word);
    encoding.graphemes.push_back(special ? -1 : word);
}

void addText(Encoding& encoding, const QString& text, int segment)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    QString word;
    int begin = 0, position = 0, index = 0;
    const auto flush = [&] {
        if (!word.isEmpty())
            add(encoding, word, begin, position, segment, false, index++);
        word.clear();
    };
    for (qsizetype from = 0, to = finder.toNextBoundary(); to >= 0; from = to, to = finder.toNextBoundary()) {
        const QString cluster = text.mid(from, to - from);
        const int length = int(cluster.toUcs4().size());
        const bool space = cluster.at(0).isSpace();
        const bool alone = containsHan(cluster) || cluster.at(0).isPunct() || cluster.at(0).isSurrogate();
        if (space || alone)
            flush();
        if (!space && word.isEmpty())
            begin = position;
        if (!space)
            word += cluster;
        position += length;
        if (alone)
            flush();
    }
    flush();
}

std::shared_ptr<Attribution> editable(const Encoding& encoding)
{
    return std::make_shared<Attribution>(*attribution(encoding));
}

Case makeCase(const QString& name, const Encoding& encoding)
{
    const bool large = encoding.size() > 200;
    return { name, attribution(encoding), attention(encoding, large ? 1 : 2, large ? 1 : 3), alignment(encoding) };
}

Case withScores(const QString& name, const std::function<double(std::size_t)>& score, float weight)
{
    const Encoding encoding = encode(QStringLiteral("a film that tries so hard"));
    auto scores = editable(encoding);
    for (std::size_t i = 0; i < scores->scores.size(); ++i)
        scores->scores[i] = score(i);
    auto maps = std::make_shared<Attention>(*attention(encoding, 2, 3));
    std::fill(
        maps->maps.values.begin(), maps->maps.values.begin() + std::ptrdiff_t(maps->maps.values.size()) / 2, weight);
    return { name, scores, maps, alignment(scores->encoding) };
}

std::vector<Case> makeCases()
{
    std::vector<Case> list;
    list.push_back({ QStringLiteral("empty"), std::make_shared<Attribution>(), std::make_shared<Attention>(),
        std::make_shared<Alignment>() });
    list.push_back(makeCase(QStringLiteral("one"), encode(QStringLiteral("good"))));
    QString many;
    for (int i = 0; i < 1998; ++i)
        many += QStringLiteral("word%1 ").arg(i % 321);
    list.push_back(makeCase(QStringLiteral("many"), encode(many)));
    list.push_back(withScores(QStringLiteral("equal"), [](std::size_t) { return 0.25; }, 0.125f));
    const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
    list.push_back(withScores(
        QStringLiteral("nan"), [=](std::size_t i) { return i % 2 ? nan : 0.1 * double(i); },
        std::numeric_limits<float>::quiet_NaN()));
    list.push_back(withScores(
        QStringLiteral("all-nan"), [=](std::size_t) { return nan; }, std::numeric_limits<float>::quiet_NaN()));
    list.push_back(withScores(
        QStringLiteral("infinite"),
        [=](std::size_t i) { return i == 2 ? -infinity
                                 : i == 3  ? infinity
                                           : 0.1 * double(i); },
        std::numeric_limits<float>::infinity()));
    list.push_back(makeCase(QStringLiteral("chinese"), encode(QStringLiteral("这家店真黑心，不会再来了。"))));
    list.push_back(makeCase(
        QStringLiteral("emoji"), encode(QStringLiteral("so good 👨‍👩‍👧‍👦 café 🇨🇳 👍🏽"))));
    list.push_back(makeCase(QStringLiteral("bidi"),
        encode(QString::fromUtf8("a \u202eevil\u202c שלום \u200bb") + QChar(0) + QStringLiteral("c"))));
    list.push_back(
        makeCase(QStringLiteral("pair"), encode(QStringLiteral("Is it good?"), QStringLiteral("Not at all."))));
    return list;
}

} // namespace

Encoding encode(const QString& text, const QString& pair)
{
    Encoding encoding;
    encoding.text = text.toStdString();
    add(encoding, QStringLiteral("[CLS]"), 0, 0, 0, true, -1);
    addText(encoding, text, 0);
    add(encoding, QStringLiteral("[SEP]"), 0, 0, 0, true, -1);
    if (!pair.isEmpty()) {
        encoding.pair = pair.toStdString();
        addText(encoding, pair, 1);
        add(encoding, QStringLiteral("[SEP]"), 0, 0, 1, true, -1);
    }
    return encoding;
}

std::shared_ptr<const Attribution> attribution(const Encoding& encoding)
{
    auto result = std::make_shared<Attribution>();
    result->provenance.engine = { "0.1.0", "2.15.0", "cpu", "float32", 2 };
    result->provenance.model = { "minilm-sst2", "bert-0123456789ab",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "bert" };
    result->method = "integrated-gradients";
    result->baseline = "pad";
    result->encoding = encoding;
    result->target = { 1, "POSITIVE", "logit", -1, "" };
    const std::size_t middle = encoding.size() / 2;
    double sum = 0;
    for (std::size_t i = 0; i < encoding.size(); ++i) {
        const bool special = encoding.special[i];
        const double score = i == middle && !special ? 1.56 : (special ? 0.01 : 0.4) * std::sin(1.7 * double(i) + 0.3);
        result->scores.push_back(score);
        sum += score;
    }
    result->certificate
        = Certificate { 2.627, 2.627 - sum, sum, sum, 0.003, 0.003 / std::abs(sum), 0.012, 24, 0.01, true, {} };
    for (int i = 0; i <= 24; ++i) {
        const double alpha = i / 24.0;
        result->path.alpha.push_back(alpha);
        result->path.value.push_back(2.627 - sum + sum / (1 + std::exp(-16 * (alpha - 0.4))));
    }
    result->prediction.labels = { "NEGATIVE", "POSITIVE" };
    return result;
}

std::shared_ptr<const Attention> attention(const Encoding& encoding, int layers, int heads)
{
    auto result = std::make_shared<Attention>();
    result->provenance = attribution(encoding)->provenance;
    result->encoding = encoding;
    const auto length = std::int64_t(encoding.size());
    result->maps.shape = { layers, heads, length, length };
    for (int layer = 0; layer < layers; ++layer) {
        result->layers.push_back(layer);
        for (int head = 0; head < heads; ++head) {
            if (layer == 0)
                result->heads.push_back(head);
            result->statistics.push_back({ layer, head, 1.5, 0.3, 0.2, 0.1, 0.1, 0.15 });
            for (std::int64_t i = 0; i < length; ++i) {
                std::vector<double> row;
                for (std::int64_t j = 0; j < length; ++j)
                    row.push_back(
                        std::exp(-0.5 * std::abs(double(i - j) - head) - 0.02 * double((i * 7 + j * 13 + layer) % 11)));
                double sum = 0;
                for (const double value : row)
                    sum += value;
                for (const double value : row)
                    result->maps.values.push_back(float(value / sum));
            }
        }
    }
    return result;
}

std::shared_ptr<const Alignment> alignment(const Encoding& encoding)
{
    constexpr int most = 40;
    auto result = std::make_shared<Alignment>();
    result->measure = "wrd";
    result->costKind = "cosine";
    result->massKind = "norm";
    result->solver = "exact";
    result->certificate.status = "optimal";
    const auto groups = groupTokens(encoding, Grouping::Words);
    for (const auto& group : groups) {
        if (!group.special && result->left.tokens.size() < most)
            result->left.tokens.push_back(group.text);
    }
    const auto n = result->left.tokens.size();
    result->left.counts.assign(n, 1);
    result->left.mass.assign(n, n > 0 ? 1.0 / double(n) : 0);
    result->left.contribution.assign(n, 0);
    result->right = result->left;
    std::reverse(result->right.tokens.begin(), result->right.tokens.end());
    result->cost.assign(n, std::vector<double>(n));
    result->plan = result->cost;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j)
            result->cost[i][j] = double((i * 7 + j * 3) % 11) / 10;
        const std::size_t j = n - 1 - i;
        result->plan[i][j] = result->left.mass[i];
        result->flows.push_back({ int(i), int(j), result->left.mass[i], result->cost[i][j] });
        result->left.contribution[i] = result->right.contribution[j] = result->left.mass[i] * result->cost[i][j];
        result->distance += result->left.contribution[i];
    }
    result->exact = result->distance;
    result->bounds.relaxed = result->distance * 0.8;
    result->bounds.su = result->distance * 0.5;
    return result;
}

std::shared_ptr<const Robustness> robustness(const Encoding& encoding, const std::vector<double>& parts)
{
    auto result = std::make_shared<Robustness>();
    result->encoding = encoding;
    result->size = 0.5;
    result->embeddingNorm = 1.2;
    if (encoding.size() == 0)
        return result;
    result->label = 0;
    result->sensitivities = { { "fgm", parts, 2, 0.01, 0.9, 100 } };
    const double part = parts.back();
    result->curves = { { "fgm", { { 0, { 0.75, 0.25 }, 0.3 }, { 1, { 0.5 + 0 * part, 0.5 }, 0.7 } }, 1 } };
    result->accuracies = { { "fgm", 0, wilson(9, 10) }, { "fgm", 1, wilson(5, 10) } };
    return result;
}

const std::vector<Case>& cases()
{
    static const std::vector<Case> list = makeCases();
    return list;
}

const Case& find(const QString& name)
{
    return *std::find_if(cases().begin(), cases().end(), [&name](const Case& one) { return one.name == name; });
}

AnyResult resultFor(const Case& aCase, std::type_index kind)
{
    if (kind == typeid(Robustness))
        return robustness(aCase.attribution->encoding, aCase.attribution->scores);
    if (kind == typeid(Gelu))
        return std::make_shared<const Gelu>(
            aCase.name == QLatin1String("empty") ? Gelu() : geluStudy({ -6, 4, 41, 1.702, false }, Progress()));
    if (kind == typeid(TrainingSeries))
        return trainingSeries(aCase.name);
    if (kind == typeid(Alignment))
        return aCase.alignment;
    return kind == typeid(Attention) ? AnyResult(aCase.attention) : AnyResult(aCase.attribution);
}

} // namespace vitrine::samples
