// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/attention/score_influence_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace vitrine {
namespace {

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
