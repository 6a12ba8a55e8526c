// SPDX-License-Identifier: GPL-3.0-or-later
// Reading single maps out of an Attention result without copying it.
#pragma once

#include "core/results/attention.h"
#include "ui/support/selection.h"

#include <QString>

#include <memory>
#include <vector>

namespace vitrine {

/// A look into (layers, heads, L, L). Rows and columns of the grid are positions in Attention::layers and heads.
class AttentionMaps {
public:
    AttentionMaps() = default;
    explicit AttentionMaps(std::shared_ptr<const Attention> attention);

    bool isEmpty() const { return m_layers == 0; }
    int layers() const { return m_layers; } ///< rows of the grid
    int heads() const { return m_heads; } ///< columns of the grid
    int length() const { return m_length; } ///< L
    const Attention* attention() const { return m_attention.get(); }

    /// The (L, L) values of one head, row-major.
    const float* map(int row, int column) const;
    int layerOf(int row) const { return m_attention->layers[std::size_t(row)]; }
    int headOf(int column) const { return m_attention->heads[std::size_t(column)]; }
    HeadIndex headAt(int row, int column) const { return { layerOf(row), headOf(column) }; }
    int rowOf(int layer) const; ///< −1 when the result does not hold it
    int columnOf(int head) const;
    const HeadStatistics* statistics(int row, int column) const; ///< null when there are none

    /// The mean over the heads of one row, or over all maps when `row` is −1. (L·L)
    std::vector<float> mean(int row) const;

private:
    std::shared_ptr<const Attention> m_attention;
    int m_layers = 0;
    int m_heads = 0;
    int m_length = 0;
};

/// "4.8": layer and head as people count them, from 1.
QString headName(HeadIndex head);

} // namespace vitrine
