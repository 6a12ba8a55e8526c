// SPDX-License-Identifier: GPL-3.0-or-later
// The mean of several seeds stands only where all of them have a value: a mean over changing runs would jump.
#include "ui/charts/plots/training_curves.h"

#include "ui/charts/chart_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

namespace vitrine {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("vitrine::TrainingCurves", text); }

/// How one curve is taken from a run.
struct Wanted {
    QString name;
    QString legend;
    QColor Theme::* colour;
    Curve::Look look;
    std::function<Curve(const Training&)> of;
};

QString seedOf(const Training& run)
{
    for (const auto& setting : run.settings) {
        if (setting.name == "seed")
            return QString::fromStdString(setting.value);
    }
    return QStringLiteral("?");
}

Curve meanOf(const std::vector<Curve>& curves)
{
    std::map<double, std::pair<double, std::size_t>> sums;
    for (const auto& curve : curves) {
        for (std::size_t i = 0; i < curve.x.size(); ++i) {
            sums[curve.x[i]].first += curve.y[i];
            ++sums[curve.x[i]].second;
        }
    }
    Curve mean;
    for (const auto& [x, sum] : sums) {
        if (sum.second == curves.size()) {
            mean.x.push_back(x);
            mean.y.push_back(sum.first / double(sum.second));
        }
    }
    return mean;
}

void add(CurveSet& set, const TrainingSeries& series, const Wanted& wanted)
{
    std::vector<Curve> each;
    for (const auto& run : series.runs) {
        auto curve = wanted.of(*run);
        if (curve.x.empty())
            continue;
        curve.name = wanted.name;
        curve.colour = wanted.colour;
        curve.look = wanted.look;
        each.push_back(std::move(curve));
    }
    if (each.size() == 1) {
        each.front().legend = wanted.legend;
        set.curves.push_back(std::move(each.front()));
        return;
    }
    if (each.empty())
        return;
    auto mean = meanOf(each);
    for (std::size_t i = 0, k = 0; i < series.runs.size() && k < each.size(); ++i) {
        if (wanted.of(*series.runs[i]).x.empty())
            continue;
        auto& curve = each[k++];
        curve.name = tr("%1, seed %2").arg(wanted.name, seedOf(*series.runs[i]));
        curve.look = Curve::Look::Faint;
        curve.low.clear(); // many bands on each other say nothing
        curve.high.clear();
        set.curves.push_back(curve);
    }
    mean.name = tr("%1, mean of %2").arg(wanted.name).arg(each.size());
    mean.legend = wanted.legend;
    set.xTitle = tr("step · strong: mean of %1 seeds").arg(each.size());
    mean.colour = wanted.colour;
    mean.look = wanted.look;
    set.curves.push_back(std::move(mean));
}

template <typename Points, typename Value> Curve overSteps(const Points& points, Value value)
{
    Curve curve;
    for (const auto& point : points) {
        curve.x.push_back(double(point.step));
        curve.y.push_back(value(point));
    }
    return curve;
}

Curve trainingLoss(const Training& run)
{
    return overSteps(run.points, [](const TrainingPoint& point) { return point.loss; });
}

/// The set before its curves: axis titles, the kept step of a single run.
CurveSet begun(const TrainingSeries* series, const QString& yTitle, const QString& empty)
{
    CurveSet set { tr("step"), tr("step"), yTitle, false, false, {}, {}, empty };
    if (series && series->runs.size() == 1 && series->runs.front()->bestStep > 0)
        set.marks.push_back({ double(series->runs.front()->bestStep), tr("kept") });
    return set;
}

const Training* newest(const TrainingSeries& series)
{
    const auto found = std::find_if(series.runs.rbegin(), series.runs.rend(),
        [](const auto& run) { return !run->points.empty() || !run->validation.empty(); });
    return found == series.runs.rend() ? nullptr : found->get();
}

QString number(double value) { return plainNumber(value, std::min(decimalsFor(std::abs(value)) + 1, 12)); }

} // namespace

std::vector<double> smoothed(const std::vector<double>& values)
{
    const double forget = 1 / std::max(1.0, double(values.size()) / 20);
    double mean = 0, weight = 0;
    std::vector<double> result;
    for (const double value : values) {
        if (std::isfinite(value)) {
            mean += forget * (value - mean);
            weight += forget * (1 - weight);
        }
        result.push_back(std::isfinite(value) ? mean / weight : value);
    }
    return result;
}

CurveSet trainingLossCurves(const AnyResult& result)
{
    const auto series = result.as<TrainingSeries>();
    auto set = begun(series.get(), {}, tr("The loss on training and validation texts appears here."));
    if (!series)
        return set;
    if (series->runs.size() == 1) {
        auto each = trainingLoss(*series->runs.front());
        each.name = tr("training");
        each.look = Curve::Look::Faint;
        if (!each.x.empty())
            set.curves.push_back(std::move(each));
    }
    add(set, *series,
        { tr("training, smoothed"), tr("training"), &Theme::accent, Curve::Look::Line, [](const Training& run) {
             auto curve = trainingLoss(run);
             curve.y = smoothed(curve.y);
             return curve;
         } });
    add(set, *series,
        { tr("validation"), tr("validation"), &Theme::positive, Curve::Look::Dots, [](const Training& run) {
             return overSteps(run.validation, [](const ValidationPoint& point) { return point.loss; });
         } });
    if (const auto* run = newest(*series)) {
        set.summary = run->points.empty() ? QString()
                                          : tr("Loss on the training texts at step %1: %2.")
                                                .arg(run->points.back().step)
                                                .arg(number(run->points.back().loss));
        if (!run->validation.empty())
            set.summary += QLatin1Char(' ')
                + tr("On the validation texts at step %1: %2.")
                      .arg(run->validation.back().step)
                      .arg(number(run->validation.back().loss));
    }
    return set;
}

CurveSet trainingAccuracyCurves(const AnyResult& result)
{
    const auto series = result.as<TrainingSeries>();
    auto set = begun(series.get(), {}, tr("The accuracy on validation texts appears here with its 95 % interval."));
    set.isShare = true;
    if (!series)
        return set;
    add(set, *series,
        { tr("validation"), tr("validation"), &Theme::positive, Curve::Look::Dots, [](const Training& run) {
             auto curve = overSteps(run.validation, [](const ValidationPoint& point) { return point.accuracy.value; });
             for (const auto& point : run.validation) {
                 curve.low.push_back(point.accuracy.low);
                 curve.high.push_back(point.accuracy.high);
             }
             return curve;
         } });
    if (const auto* run = newest(*series); run && !run->validation.empty()) {
        const auto& last = run->validation.back();
        set.summary = tr("Accuracy on the validation texts at step %1: %2 %.")
                          .arg(QString::number(last.step), plainNumber(last.accuracy.value * 100, 1));
    }
    return set;
}

CurveSet trainingRateCurves(const AnyResult& result)
{
    const auto series = result.as<TrainingSeries>();
    CurveSet set { tr("step"), tr("step"), {}, false, false, {}, {}, tr("The learning rate appears here.") };
    const auto* run = series ? newest(*series) : nullptr; // the same for every seed
    if (!run || run->points.empty())
        return set;
    auto curve = overSteps(run->points, [](const TrainingPoint& point) { return point.rate; });
    curve.name = curve.legend = tr("learning rate");
    const auto highest = std::max_element(curve.y.begin(), curve.y.end());
    set.summary = tr("The learning rate is highest at step %1: %2.")
                      .arg(QString::number(run->points[std::size_t(highest - curve.y.begin())].step),
                          QLocale().toString(*highest, 'g', 3));
    set.curves.push_back(std::move(curve));
    return set;
}

} // namespace vitrine
