// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/training_facts.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <cmath>

namespace vitrine {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("vitrine::TrainingFacts", text); }
QString number(qlonglong value) { return QLocale().toString(value); }
const auto separator = QStringLiteral(" · ");

int recomputedSegments(const Training& training)
{
    for (const auto& setting : training.settings) {
        if (setting.name == "recompute")
            return QString::fromStdString(setting.value).toInt();
    }
    return 0;
}

} // namespace

QString duration(double seconds)
{
    if (!(seconds >= 0) || seconds > 1e8)
        return QStringLiteral("—");
    const auto whole = std::llround(seconds);
    if (whole < 90)
        return tr("%1 s").arg(number(whole));
    const auto minutes = (whole + 30) / 60;
    return minutes < 60 ? tr("%1 min").arg(number(minutes))
                        : tr("%1 h %2 min").arg(number(minutes / 60), number(minutes % 60));
}

QString textFacts(const Training& training)
{
    const auto& data = training.data;
    QStringList parts { tr("%1 texts to train on, %2 to validate").arg(number(data.used), number(data.validation)),
        tr("%1 classes").arg(training.labels.size()) };
    if (data.unlabelled > 0)
        parts << tr("%1 without labels").arg(number(data.unlabelled));
    QStringList out;
    const auto add = [&](const QString& why, long count) {
        if (count > 0)
            out << QStringLiteral("%1 %2").arg(why, number(count));
    };
    add(tr("duplicates"), data.duplicates);
    add(tr("with two labels"), data.contradicting);
    add(tr("also in validation or test"), data.leaked);
    add(tr("unreadable"), data.bad);
    if (!out.isEmpty())
        parts << tr("left out: %1").arg(out.join(QStringLiteral(", ")));
    return parts.join(separator);
}

QString costFacts(const Training& training, int seeds)
{
    const auto& cost = training.cost;
    QStringList parts { tr("%1 parameters").arg(number(training.parameters)),
        tr("%1 steps").arg(number(training.steps)) };
    if (cost.forecastSeconds > 0) {
        const auto time
            = cost.forecastSeconds < 1 ? tr("less than 1 s") : tr("about %1").arg(duration(cost.forecastSeconds));
        parts << (seeds > 1 ? tr("%1 a seed").arg(time) : time);
    }
    const auto bytes = [](long long count) { return QLocale().formattedDataSize(count, 0, QLocale::DataSizeSIFormat); };
    if (cost.bytes > 0)
        parts << tr("%1 for the backward pass, measured").arg(bytes(cost.bytes));
    else if (cost.forecastBytes > 0)
        parts << tr("about %1 for the backward pass").arg(bytes(cost.forecastBytes));
    if (const int segments = recomputedSegments(training); segments > 0)
        parts.back() += tr(", recomputed in %1 segments").arg(segments);
    return parts.join(separator);
}

} // namespace vitrine
