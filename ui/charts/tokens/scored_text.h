// SPDX-License-Identifier: GPL-3.0-or-later
// Scores of tokens as their cells: what the token strip, the bar chart and their tables have in common.
#pragma once

#include "core/results/attribution.h"
#include "ui/charts/chart.h"

#include <QString>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace vitrine {

/// What the scores of tokens are numbers of.
enum class ScoreUnit {
    Answer, ///< of the explained quantity, signed: for or against it
    ShareOfStep ///< parts of a step in embedding space, never negative, together 1
};

/// One number for each token of a text, whatever it means.
struct TokenScores {
    std::shared_ptr<const Encoding> encoding; ///< null: nothing to show
    std::vector<double> scores; ///< (L), special tokens included
    ScoreUnit unit = ScoreUnit::Answer;
    std::string label; ///< the class they explain, plain text of unknown origin; empty: no class
    std::optional<Certificate> certificate; ///< how far they can be trusted; absent where nothing is promised
    bool draft = false; ///< better ones will come
};

/// Those of an attribution; empty ones for null. The encoding is shared, not copied.
TokenScores scoresOf(const std::shared_ptr<const Attribution>& attribution);

/// One cell with its summed score.
struct ScoredCell {
    TokenGroup group;
    QString text; ///< the original's
    double score = 0; ///< NaN where the engine gave none
    int rank = 0; ///< by |score| among the cells shown, from 1; 0 for a score that is not finite
    int tokens() const { return group.last - group.first + 1; }
};

/// The cells of one text under one display.
class ScoredText {
public:
    ScoredText() = default;
    ScoredText(TokenScores scores, const TokenDisplay& display);

    const std::vector<ScoredCell>& cells() const { return m_cells; }
    bool isEmpty() const { return m_cells.empty(); }
    const TokenScores& scores() const { return m_scores; }

    double largest() const { return m_largest; } ///< largest finite |score|; 0 when there is none
    double limit() const { return m_largest > 0 ? m_largest : 1; } ///< end of the colour scale
    bool isShare() const { return m_scores.unit == ScoreUnit::ShareOfStep; }
    int decimals() const;
    int ranked() const { return m_ranked; } ///< cells with a finite score
    /// Largest error the certificate allows for the sum of this cell; negative when there is no certificate.
    double errorOf(const ScoredCell& cell) const;

    /// The index of the cell that shows `token`; −1 when none does.
    int cellOf(int token) const;
    /// The index of the cell with rank 1; −1 when no score is finite.
    int largestCell() const { return m_largestCell; }

    /// "+1.56 ± 0.01 · 35 % of the difference · rank 1 of 33".
    QString readOut(int cell) const;
    /// "token 'bad', attribution −0.41, rank 1 of 12".
    QString spokenName(int cell) const;
    /// What the hidden special tokens carry, or an empty string when none are hidden.
    QString hiddenNote() const;
    /// Why nothing can be coloured, or an empty string.
    QString trouble() const;
    QString summary() const;
    TableData table() const;

private:
    TokenScores m_scores;
    std::vector<ScoredCell> m_cells;
    std::vector<int> m_cellOfToken;
    double m_largest = 0;
    double m_hidden = 0;
    int m_hiddenCount = 0;
    int m_ranked = 0;
    int m_largestCell = -1;
};

} // namespace vitrine
