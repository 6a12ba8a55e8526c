// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plots/activation_curves.h"

#include "core/results/gelu.h"
#include "ui/charts/chart_text.h"
#include "ui/support/visible_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace vitrine {

namespace {

constexpr double smallestShown = 1e-8;

QString tr(const char* text) { return QCoreApplication::translate("vitrine::ActivationCurves", text); }

bool isApproximation(const ActivationCurve& curve) { return curve.id != "exact"; }
/// ReLU and SiLU are other functions, shown for comparison.
bool isOther(const ActivationCurve& curve) { return curve.id == "relu" || curve.id == "silu"; }
/// In the plot of values these two lie on the exact curve.
bool liesOnExact(const ActivationCurve& curve) { return curve.id == "hybrid" || curve.id == "three-terms"; }

Curve drawn(const ActivationCurve& function, const Gelu& gelu)
{
    Curve curve;
    curve.name = visibleText(QString::fromStdString(function.title));
    if (function.id == "own")
        curve.name = QStringLiteral("σ(%1·x)·x").arg(plainNumber(gelu.constant, 3));
    curve.legend = curve.name;
    curve.x = gelu.x;
    curve.colour = function.id == "exact" ? &Theme::text
        : function.id == "tanh"           ? &Theme::accent
        : function.id == "sigmoid"        ? &Theme::warn
        : function.id == "own"            ? &Theme::good
        : function.id == "three-terms"    ? &Theme::bad
                                          : &Theme::textMuted;
    if (isOther(function))
        curve.look = Curve::Look::Faint;
    return curve;
}

} // namespace

CurveSet activationCurves(const AnyResult& result)
{
    CurveSet set { QStringLiteral("x"), tr("input x"), {}, false, false, {}, {},
        tr("GELU and its approximations appear here.") };
    const auto gelu = result.as<Gelu>();
    if (!gelu || gelu->x.empty())
        return set;
    for (const auto& function : gelu->curves) {
        if (liesOnExact(function))
            continue;
        auto curve = drawn(function, *gelu);
        curve.y = function.values;
        set.curves.push_back(std::move(curve));
    }
    set.summary = tr("GELU, two approximations, an own constant, ReLU and SiLU between %1 and %2.")
                      .arg(plainNumber(gelu->x.front(), 1), plainNumber(gelu->x.back(), 1));
    return set;
}

CurveSet activationErrors(const AnyResult& result)
{
    CurveSet set { QStringLiteral("x"), tr("input x"), tr("log₁₀ |error|"), false, false, {}, {},
        tr("The errors of the approximations appear here.") };
    const auto gelu = result.as<Gelu>();
    if (!gelu || gelu->x.empty())
        return set;
    const auto exact = std::find_if(
        gelu->curves.begin(), gelu->curves.end(), [](const ActivationCurve& one) { return !isApproximation(one); });
    if (exact == gelu->curves.end())
        return set;
    QStringList sentences;
    for (const auto& function : gelu->curves) {
        if (!isApproximation(function) || isOther(function))
            continue;
        auto curve = drawn(function, *gelu);
        for (std::size_t i = 0; i < function.values.size() && i < exact->values.size(); ++i) {
            const double error = std::abs(function.values[i] - exact->values[i]);
            curve.y.push_back(std::log10(std::max(error, smallestShown)));
        }
        sentences << tr("%1: at most %2, at |x| = %3.")
                         .arg(curve.name, QString::number(function.maxError, 'g', 3),
                             QString::number(function.maxErrorAt, 'g', 4));
        set.curves.push_back(std::move(curve));
    }
    set.summary = sentences.join(QLatin1Char(' '));
    return set;
}

} // namespace vitrine
