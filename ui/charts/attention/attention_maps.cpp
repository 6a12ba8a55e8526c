// SPDX-License-Identifier: GPL-3.0-or-later
// A result whose parts do not fit each other counts as empty here: documents may come from anywhere.
#include "ui/charts/attention/attention_maps.h"

#include <algorithm>

namespace vitrine {

AttentionMaps::AttentionMaps(std::shared_ptr<const Attention> attention)
    : m_attention(std::move(attention))
{
    if (!m_attention)
        return;
    const auto& shape = m_attention->maps.shape;
    const bool fits = shape.size() == 4 && shape[2] == shape[3] && shape[2] > 0 && shape[0] > 0 && shape[1] > 0
        && std::size_t(shape[0]) == m_attention->layers.size() && std::size_t(shape[1]) == m_attention->heads.size()
        && std::size_t(shape[2]) == m_attention->encoding.size()
        && m_attention->encoding.tokens.size() == m_attention->encoding.size()
        && std::size_t(m_attention->maps.count()) == m_attention->maps.values.size();
    if (!fits)
        return;
    m_layers = int(shape[0]);
    m_heads = int(shape[1]);
    m_length = int(shape[2]);
}

const float* AttentionMaps::map(int row, int column) const
{
    const auto size = std::size_t(m_length) * std::size_t(m_length);
    return m_attention->maps.values.data() + (std::size_t(row) * std::size_t(m_heads) + std::size_t(column)) * size;
}

int AttentionMaps::rowOf(int layer) const
{
    if (isEmpty())
        return -1;
    const auto& layers = m_attention->layers;
    const auto found = std::find(layers.begin(), layers.end(), layer);
    return found == layers.end() ? -1 : int(found - layers.begin());
}

int AttentionMaps::columnOf(int head) const
{
    if (isEmpty())
        return -1;
    const auto& heads = m_attention->heads;
    const auto found = std::find(heads.begin(), heads.end(), head);
    return found == heads.end() ? -1 : int(found - heads.begin());
}

const HeadStatistics* AttentionMaps::statistics(int row, int column) const
{
    const HeadIndex wanted = headAt(row, column);
    const auto& all = m_attention->statistics;
    const auto found = std::find_if(
        all.begin(), all.end(), [=](const HeadStatistics& s) { return HeadIndex { s.layer, s.head } == wanted; });
    return found == all.end() ? nullptr : &*found;
}

std::vector<float> AttentionMaps::mean(int row) const
{
    const auto size = std::size_t(m_length) * std::size_t(m_length);
    std::vector<double> sum(size, 0.0);
    const int first = row < 0 ? 0 : row, last = row < 0 ? m_layers - 1 : row;
    for (int r = first; r <= last; ++r) {
        for (int c = 0; c < m_heads; ++c) {
            const float* values = map(r, c);
            for (std::size_t i = 0; i < size; ++i)
                sum[i] += double(values[i]);
        }
    }
    const double count = double(last - first + 1) * m_heads;
    std::vector<float> result(size);
    std::transform(sum.begin(), sum.end(), result.begin(), [count](double v) { return float(v / count); });
    return result;
}

QString headName(HeadIndex head) { return QStringLiteral("%1.%2").arg(head.layer + 1).arg(head.head + 1); }

} // namespace vitrine
