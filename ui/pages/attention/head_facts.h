// SPDX-License-Identifier: GPL-3.0-or-later
// What is said about a head beside its map: its statistics, how far it agrees with an attribution, what its scores
// depend on.
#pragma once

#include "core/results/attention.h"
#include "core/results/attribution.h"
#include "ui/support/selection.h"

#include <QString>
#include <QWidget>

#include <optional>
#include <vector>

class QGridLayout;

namespace vitrine {

/// Spearman's ρ with average ranks for ties. Nothing for fewer than three values, unequal lengths, or a constant side.
std::optional<double> rankCorrelation(const std::vector<double>& a, const std::vector<double>& b);

/// Attention that each token receives, averaged over the queries of one map (rows `layerRow`, `headRow` of
/// attention.maps).
std::vector<double> attentionReceived(const Attention& attention, int layerRow, int headRow);

/// Agreement of attention received with |score| over the ordinary tokens (added ones have score 0 under most
/// baselines). Without indices: the average over all heads. Nothing when the two results are of different texts.
std::optional<double> agreementOfHead(
    const Attention& attention, const Attribution& attribution, int layerRow, int headRow);
std::optional<double> agreementOfAllHeads(const Attention& attention, const Attribution& attribution);

class HeadStatisticsView : public QWidget {
    Q_OBJECT
public:
    explicit HeadStatisticsView(QWidget* parent = nullptr);

    /// Layer and head from 0; a head that the result does not hold empties the view.
    void setHead(const Attention* attention, HeadIndex head);

private:
    QGridLayout* m_rows;
};

/// "Random: no score depends on any token: every derivative is exactly 0." Tells three cases apart by the numbers
/// themselves.
QString influenceSentence(const ScoreInfluence& influence);

} // namespace vitrine
