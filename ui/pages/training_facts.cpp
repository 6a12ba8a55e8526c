// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training_facts.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <cmath>

namespace vitrine {

namespace {

    QString tr(const char* text) { return QCoreApplication::translate("vitrine::TrainingFacts", text); }
    QString number(qlonglong value) { return QLocale().toString(value); }
    const auto separator = QStringLiteral(" · ");

} // namespace

QString duration(double seconds)
{
    if (!(seconds >= 0) || seconds > 1e8)
        return QStringLiteral("—");
    const auto whole = std::llround(seconds);
    if (whole < 90)
        return tr("%1 s").arg(number(whole));
    const auto minutes = (whole + 30) / 60;
    return minutes < 60 ? tr("%1 min").arg(number(minutes)) : tr("%1 h %2 min").arg(number(minutes / 60), number(minutes % 60));
}

QString textFacts(const Training& training)
{
    const auto& data = training.data;
    QStringList parts { tr("%1 texts to train on, %2 to validate").arg(number(data.used), number(data.validation)), tr("%1 classes").arg(training.labels.size()) };
    const auto add = [&](long count, const char* sentence) {
        if (count > 0)
            parts << tr(sentence).arg(number(count));
    };
    add(data.unlabelled, QT_TRANSLATE_NOOP("vitrine::TrainingFacts", "%1 without labels"));
    add(data.duplicates, QT_TRANSLATE_NOOP("vitrine::TrainingFacts", "%1 duplicates left out"));
    add(data.contradicting, QT_TRANSLATE_NOOP("vitrine::TrainingFacts", "%1 with two labels left out"));
    add(data.leaked, QT_TRANSLATE_NOOP("vitrine::TrainingFacts", "%1 that also stand in validation or test left out"));
    add(data.bad, QT_TRANSLATE_NOOP("vitrine::TrainingFacts", "%1 rows unreadable"));
    return parts.join(separator);
}

QString costFacts(const Training& training)
{
    const auto& cost = training.cost;
    QStringList parts { tr("%1 parameters").arg(number(training.parameters)), tr("%1 steps").arg(number(training.steps)) };
    if (cost.forecastSeconds > 0)
        parts << tr("about %1").arg(duration(cost.forecastSeconds));
    if (cost.forecastBytes > 0)
        parts << tr("%1 kept for the backward pass").arg(QLocale().formattedDataSize(cost.forecastBytes, 0, QLocale::DataSizeSIFormat));
    if (cost.bytes > 0)
        parts << tr("%1 measured").arg(QLocale().formattedDataSize(cost.bytes, 0, QLocale::DataSizeSIFormat));
    return parts.join(separator);
}

} // namespace vitrine
