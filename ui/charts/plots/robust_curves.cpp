// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plots/robust_curves.h"

#include "core/results/robustness.h"
#include "ui/charts/chart_text.h"
#include "ui/support/visible_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace vitrine {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("vitrine::RobustCurves", text); }

Curve curveOf(const std::string& method)
{
    Curve curve;
    curve.name = curve.legend = directionTitle(method);
    curve.colour = method == "fgm" ? &Theme::positive : method == "vat" ? &Theme::accent : &Theme::textMuted;
    curve.look = Curve::Look::Dots;
    return curve;
}

QString inPercent(double share)
{
    return std::isfinite(share) ? plainNumber(share * 100, 1) + QStringLiteral(" %") : plainNumber(share, 1);
}
QString length(double size) { return plainNumber(size, size < 1 ? 2 : 1); }

} // namespace

QString directionTitle(const std::string& method)
{
    if (method == "fgm")
        return tr("gradient (FGM)");
    if (method == "vat")
        return tr("virtual (VAT)");
    return method == "random" ? tr("random") : visibleText(QString::fromStdString(method));
}

CurveSet robustnessCurves(const AnyResult& result)
{
    const auto robustness = result.as<Robustness>();
    CurveSet set { tr("step"), tr("length of the step"), {}, true, true, {}, {},
        tr("How the answer changes as the step grows appears here.") };
    if (!robustness || robustness->label < 0)
        return set;
    QStringList sentences;
    for (const auto& one : robustness->curves) {
        auto curve = curveOf(one.method);
        for (const auto& step : one.steps) {
            curve.x.push_back(step.size);
            curve.y.push_back(std::size_t(robustness->label) < step.probabilities.size()
                    ? step.probabilities[std::size_t(robustness->label)]
                    : std::nan(""));
        }
        if (curve.x.empty())
            continue;
        const bool flips = std::isfinite(one.flipsAt) && one.method != "random";
        if (flips)
            set.marks.push_back({ one.flipsAt, tr("flips at %1").arg(length(one.flipsAt)), curve.colour });
        sentences << (flips
                ? tr("%1: the answer changes at a step of %2.").arg(curve.name, length(one.flipsAt))
                : tr("%1: %2 after a step of %3.").arg(curve.name, inPercent(curve.y.back()), length(curve.x.back())));
        set.curves.push_back(std::move(curve));
    }
    // Two flips at the same step are one line.
    std::sort(set.marks.begin(), set.marks.end(), [](const CurveMark& a, const CurveMark& b) { return a.x < b.x; });
    set.marks.erase(std::unique(set.marks.begin(), set.marks.end(),
                        [](const CurveMark& a, const CurveMark& b) { return a.x == b.x; }),
        set.marks.end());
    if (!sentences.isEmpty())
        set.summary = sentences.join(QLatin1Char(' '));
    return set;
}

CurveSet robustAccuracyCurves(const AnyResult& result)
{
    const auto robustness = result.as<Robustness>();
    CurveSet set { tr("step"), tr("length of the step"), {}, true, true, {}, {},
        tr("Choose a file of labelled texts at the right: their accuracy under growing steps appears here.") };
    if (!robustness || robustness->accuracies.empty())
        return set;
    for (const auto& one : robustness->accuracies) {
        const auto title = directionTitle(one.method);
        if (set.curves.empty() || set.curves.back().name != title)
            set.curves.push_back(curveOf(one.method));
        auto& curve = set.curves.back();
        curve.x.push_back(one.size);
        curve.y.push_back(one.accuracy.value);
        curve.low.push_back(one.accuracy.low);
        curve.high.push_back(one.accuracy.high);
    }
    QStringList sentences;
    for (const auto& curve : set.curves)
        sentences << tr("%1: accuracy %2 at a step of %3, %4 at %5.")
                         .arg(curve.name, inPercent(curve.y.front()), length(curve.x.front()),
                             inPercent(curve.y.back()), length(curve.x.back()));
    set.summary = sentences.join(QLatin1Char(' '));
    return set;
}

} // namespace vitrine
