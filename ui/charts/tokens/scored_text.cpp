// SPDX-License-Identifier: GPL-3.0-or-later
// Sums, ranks and sentences over the cells of one text.
#include "ui/charts/tokens/scored_text.h"

#include "ui/charts/chart_text.h"
#include "ui/support/visible_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vitrine {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("vitrine::ScoredText", text); }

} // namespace

TokenScores scoresOf(const std::shared_ptr<const Attribution>& attribution)
{
    if (!attribution)
        return {};
    return { std::shared_ptr<const Encoding>(attribution, &attribution->encoding), attribution->scores,
        ScoreUnit::Answer, attribution->target.label, attribution->certificate, attribution->draft };
}

ScoredText::ScoredText(TokenScores scores, const TokenDisplay& display)
    : m_scores(std::move(scores))
{
    if (!m_scores.encoding)
        return;
    const auto groups = groupTokens(*m_scores.encoding, display.grouping);
    const auto sums = sumOverGroups(groups, m_scores.scores);
    m_cellOfToken.assign(m_scores.encoding->size(), -1);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (groups[i].special && display.hideSpecial) {
            m_hidden += sums[i];
            ++m_hiddenCount;
            continue;
        }
        const bool scored = std::size_t(groups[i].last) < m_scores.scores.size();
        for (int token = groups[i].first; token <= groups[i].last; ++token)
            m_cellOfToken[std::size_t(token)] = int(m_cells.size());
        m_cells.push_back({ groups[i], QString::fromStdString(groups[i].text), scored ? sums[i] : std::nan(""), 0 });
    }

    std::vector<int> order(m_cells.size());
    std::iota(order.begin(), order.end(), 0);
    std::erase_if(order, [this](int i) { return !std::isfinite(m_cells[std::size_t(i)].score); });
    std::stable_sort(order.begin(), order.end(), [this](int a, int b) {
        return std::abs(m_cells[std::size_t(a)].score) > std::abs(m_cells[std::size_t(b)].score);
    });
    m_ranked = int(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        m_cells[std::size_t(order[i])].rank = int(i) + 1;
    if (!order.empty()) {
        m_largestCell = order.front();
        m_largest = std::abs(m_cells[std::size_t(m_largestCell)].score);
    }
}

int ScoredText::decimals() const { return decimalsFor(m_largest); }

double ScoredText::errorOf(const ScoredCell& cell) const
{
    return m_scores.certificate ? m_scores.certificate->tokenError * cell.tokens() : -1;
}

int ScoredText::cellOf(int token) const
{
    return token >= 0 && std::size_t(token) < m_cellOfToken.size() ? m_cellOfToken[std::size_t(token)] : -1;
}

QString ScoredText::readOut(int index) const
{
    if (index < 0 || std::size_t(index) >= m_cells.size())
        return {};
    const ScoredCell& cell = m_cells[std::size_t(index)];
    if (!std::isfinite(cell.score))
        return tr("score is %1").arg(signedNumber(cell.score, decimals()));
    QString line = isShare() ? tr("%1 of the step").arg(percent(cell.score)) : signedNumber(cell.score, decimals());
    const double error = errorOf(cell);
    if (error >= 0 && std::isfinite(error))
        line
            += QStringLiteral(" ± ") + plainNumber(error, std::max(decimals(), error > 0 ? decimalsFor(error) - 2 : 0));
    const auto& certificate = m_scores.certificate;
    if (certificate && std::isfinite(certificate->difference) && certificate->difference != 0
        && !scoresCancel(*certificate, m_scores.scores))
        line += QStringLiteral("  ·  ") + tr("%1 of the difference").arg(percent(cell.score / certificate->difference));
    return line + QStringLiteral("  ·  ") + tr("rank %1 of %2").arg(cell.rank).arg(m_ranked);
}

QString ScoredText::spokenName(int index) const
{
    if (index < 0 || std::size_t(index) >= m_cells.size())
        return {};
    const ScoredCell& cell = m_cells[std::size_t(index)];
    const QString name = (cell.group.special ? tr("special token '%1'") : tr("token '%1'")).arg(visibleText(cell.text));
    if (!std::isfinite(cell.score))
        return tr("%1, attribution %2").arg(name, signedNumber(cell.score, decimals()));
    if (isShare())
        return tr("%1, %2 of the step, rank %3 of %4").arg(name, percent(cell.score)).arg(cell.rank).arg(m_ranked);
    return tr("%1, attribution %2, rank %3 of %4")
        .arg(name, signedNumber(cell.score, decimals()))
        .arg(cell.rank)
        .arg(m_ranked);
}

QString ScoredText::hiddenNote() const
{
    if (m_hiddenCount == 0)
        return {};
    if (isShare())
        return tr("special tokens hidden: %1 of the step").arg(percent(m_hidden));
    const auto& certificate = m_scores.certificate;
    const QString amount = signedNumber(m_hidden, decimalsFor(std::max(m_largest, std::abs(m_hidden))));
    if (certificate && std::isfinite(certificate->sum) && certificate->sum != 0 && std::isfinite(m_hidden))
        return tr("special tokens hidden: %1, %2 of the sum").arg(amount, percent(m_hidden / certificate->sum));
    return tr("special tokens hidden: %1").arg(amount);
}

QString ScoredText::trouble() const
{
    if (isEmpty())
        return {};
    const int lost = int(m_cells.size()) - m_ranked;
    if (m_ranked == 0)
        return tr("No score is a finite number, so nothing is coloured.");
    return lost > 0 ? tr("%1 of %2 scores are not finite and are left without colour.").arg(lost).arg(m_cells.size())
                    : QString();
}

QString ScoredText::summary() const
{
    if (isEmpty())
        return tr("No scores.");
    if (m_largestCell < 0)
        return trouble();
    const ScoredCell& cell = m_cells[std::size_t(m_largestCell)];
    if (isShare())
        return tr("The step that changes the answer most goes into '%1' for %2, of %3 tokens.")
            .arg(visibleText(cell.text), percent(cell.score))
            .arg(m_cells.size());
    const QString label = QString::fromStdString(m_scores.label);
    return tr("%1 tokens explain %2; largest: '%3' %4.")
        .arg(QString::number(m_cells.size()), label.isEmpty() ? tr("the answer") : visibleText(label),
            visibleText(cell.text), signedNumber(cell.score, decimals()));
}

TableData ScoredText::table() const
{
    // Files are read by programs: the header is the same in every language.
    TableData table { { QStringLiteral("position"), QStringLiteral("text"), QStringLiteral("score"),
                          QStringLiteral("error"), QStringLiteral("rank"), QStringLiteral("share of difference"),
                          QStringLiteral("tokens"), QStringLiteral("special"), QStringLiteral("segment"),
                          QStringLiteral("begin"), QStringLiteral("end") },
        {} };
    const std::vector<std::string> texts
        = m_scores.encoding ? tokenTexts(*m_scores.encoding) : std::vector<std::string>();
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        const ScoredCell& cell = m_cells[i];
        QStringList pieces;
        for (int token = cell.group.first; token <= cell.group.last; ++token) {
            if (std::size_t(token) < texts.size())
                pieces << QString::fromStdString(texts[std::size_t(token)]);
        }
        const auto& certificate = m_scores.certificate;
        table.rows.push_back({ QString::number(i + 1), cell.text, exactNumber(cell.score),
            certificate ? exactNumber(errorOf(cell)) : QString(), cell.rank ? QString::number(cell.rank) : QString(),
            certificate && certificate->difference != 0 ? exactNumber(cell.score / certificate->difference) : QString(),
            pieces.join(QLatin1Char(' ')), cell.group.special ? QStringLiteral("1") : QStringLiteral("0"),
            QString::number(cell.group.segment), QString::number(cell.group.begin), QString::number(cell.group.end) });
    }
    return table;
}

} // namespace vitrine
