// SPDX-License-Identifier: GPL-3.0-or-later
// Ranks instead of values: attention sums to 1 and scores to a difference, so only their order can be compared.
#include "ui/pages/attention/head_facts.h"

#include "ui/widgets/plain_text.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vitrine {

namespace {

std::vector<double> ranksOf(const std::vector<double>& values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return values[i] < values[j]; });
    std::vector<double> ranks(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t last = first;
        while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]])
            ++last;
        for (std::size_t i = first; i <= last; ++i)
            ranks[order[i]] = double(first + last) / 2;
        first = last + 1;
    }
    return ranks;
}

std::vector<double> ordinaryOnly(const std::vector<double>& values, const Encoding& encoding)
{
    std::vector<double> kept;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!encoding.special[i])
            kept.push_back(std::abs(values[i]));
    }
    return kept;
}

QString tr(const char* text) { return QCoreApplication::translate("ScoreInfluence", text); }

QString nameOf(const std::vector<ScorePart>& parts)
{
    if (parts.empty())
        return tr("Scores");
    if (parts.size() == 1)
        return QString::fromStdString(parts.front().title);
    QStringList names;
    for (const auto& part : parts)
        names << QStringLiteral("%1 · %2").arg(
            QLocale().toString(part.weight, 'f', 2), QString::fromStdString(part.title));
    return names.join(QStringLiteral(" + "));
}

} // namespace

std::optional<double> rankCorrelation(const std::vector<double>& a, const std::vector<double>& b)
{
    const auto isNumber = [](double value) { return !std::isnan(value); };
    if (a.size() != b.size() || a.size() < 3 || !std::all_of(a.begin(), a.end(), isNumber)
        || !std::all_of(b.begin(), b.end(), isNumber))
        return {};
    const auto x = ranksOf(a);
    const auto y = ranksOf(b);
    const double mean = double(a.size() - 1) / 2;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - mean) * (y[i] - mean);
        xx += (x[i] - mean) * (x[i] - mean);
        yy += (y[i] - mean) * (y[i] - mean);
    }
    if (xx == 0 || yy == 0)
        return {};
    return xy / std::sqrt(xx * yy);
}

std::vector<double> attentionReceived(const Attention& attention, int layerRow, int headRow)
{
    const auto length = attention.encoding.size();
    std::vector<double> received(length, 0.0);
    const auto heads = attention.heads.size();
    const auto offset = (std::size_t(layerRow) * heads + std::size_t(headRow)) * length * length;
    if (layerRow < 0 || headRow < 0 || offset + length * length > attention.maps.values.size())
        return {};
    const float* map = attention.maps.values.data() + offset; // (L, L), rows are queries
    for (std::size_t query = 0; query < length; ++query) {
        for (std::size_t key = 0; key < length; ++key)
            received[key] += double(map[query * length + key]) / double(length);
    }
    return received;
}

std::optional<double> agreementOfHead(
    const Attention& attention, const Attribution& attribution, int layerRow, int headRow)
{
    const auto& encoding = attention.encoding;
    if (encoding.ids != attribution.encoding.ids || encoding.special.size() != encoding.ids.size()
        || attribution.scores.size() != encoding.ids.size())
        return {};
    const auto received = attentionReceived(attention, layerRow, headRow);
    if (received.size() != encoding.ids.size())
        return {};
    return rankCorrelation(ordinaryOnly(received, encoding), ordinaryOnly(attribution.scores, encoding));
}

std::optional<double> agreementOfAllHeads(const Attention& attention, const Attribution& attribution)
{
    double sum = 0;
    int count = 0;
    for (int layer = 0; layer < int(attention.layers.size()); ++layer) {
        for (int head = 0; head < int(attention.heads.size()); ++head) {
            if (const auto agreement = agreementOfHead(attention, attribution, layer, head)) {
                sum += *agreement;
                ++count;
            }
        }
    }
    if (count == 0)
        return {};
    return sum / count;
}

HeadStatisticsView::HeadStatisticsView(QWidget* parent)
    : QWidget(parent)
    , m_rows(new QGridLayout(this))
{
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setVerticalSpacing(6);
    m_rows->setColumnStretch(1, 1);
}

void HeadStatisticsView::setHead(const Attention* attention, HeadIndex head)
{
    while (auto* item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (!attention)
        return;
    const auto& all = attention->statistics;
    const auto found = std::find_if(
        all.begin(), all.end(), [=](const HeadStatistics& one) { return HeadIndex { one.layer, one.head } == head; });
    if (found == all.end())
        return;
    const auto number = [](double value, int decimals) { return QLocale().toString(value, 'f', decimals); };
    const auto maxEntropy = std::log(double(std::max<std::size_t>(attention->encoding.size(), 1)));
    const auto add = [this](const QString& name, const QString& value) {
        const int row = m_rows->rowCount();
        auto* right = new PlainLabel(value);
        right->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_rows->addWidget(PlainLabel::make(name, "muted"), row, 0);
        m_rows->addWidget(right, row, 1);
    };
    add(tr("entropy"), tr("%1 of %2 nats").arg(number(found->entropy, 2), number(maxEntropy, 2)));
    add(tr("to the token itself"), number(found->diagonal, 2));
    add(tr("to the token before"), number(found->previous, 2));
    add(tr("to the token after"), number(found->next, 2));
    add(tr("to the first token"), number(found->first, 2));
    add(tr("to special tokens"), number(found->special, 2));
}

QString influenceSentence(const ScoreInfluence& influence)
{
    const auto& values = influence.matrix.values;
    const auto length = influence.matrix.shape.empty() ? 0 : std::size_t(influence.matrix.shape.front());
    bool own = false, others = false;
    for (std::size_t i = 0; i < values.size(); ++i)
        (length > 0 && i % (length + 1) == 0 ? own : others) |= values[i] != 0; // NaN counts as a dependence
    const auto name = nameOf(influence.parts);
    if (!own && !others)
        return tr("%1: no score depends on any token: every derivative is exactly 0, whatever the text.").arg(name);
    if (!others)
        return tr("%1: row i depends on token i alone: every derivative by another token is exactly 0.").arg(name);
    return tr("%1: scores depend on the tokens they connect; the largest derivative is %2.")
        .arg(name, QLocale().toString(double(*std::max_element(values.begin(), values.end())), 'g', 3));
}

} // namespace vitrine
