// SPDX-License-Identifier: GPL-3.0-or-later
// Fonts in pixels, numbers in the locale of the person or, for files, in the C locale.
#include "ui/charts/chart_text.h"

#include <QCoreApplication>
#include <QFontInfo>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace vitrine {

namespace {

QString localNumber(double value, int decimals, bool plus)
{
    if (std::isnan(value))
        return QCoreApplication::translate("vitrine", "not a number");
    if (std::isinf(value))
        return value > 0 ? (plus ? QStringLiteral("+∞") : QStringLiteral("∞")) : QStringLiteral("−∞");
    const double size = std::abs(value);
    const bool scientific = size >= 1e7 || (size > 0 && decimals >= 9);
    const QString digits = scientific ? QLocale().toString(size, 'e', 2) : QLocale().toString(size, 'f', decimals);
    if (value < 0)
        return QStringLiteral("−") + digits;
    return plus && value > 0 ? QStringLiteral("+") + digits : digits;
}

} // namespace

QFont chartFont(TextRole role, const QString& sample)
{
    QFont font = textFont(role);
    const int size = QFontInfo(font).pixelSize();
    font.setPixelSize(std::max(size, 1));
    font.setHintingPreference(QFont::PreferNoHinting);
    if (role == TextRole::Heading)
        font.setCapitalization(QFont::MixedCase);
    if (containsHan(sample)) {
        QStringList families = font.families();
        const auto han = std::find_if(families.begin(), families.end(), [](const QString& name) {
            return name.contains(QLatin1String("CJK")) || name.contains(QLatin1String("Han Sans"))
                || name.contains(QLatin1String("YaHei")) || name.contains(QLatin1String("PingFang"))
                || name.contains(QLatin1String("WenQuanYi"));
        });
        if (han != families.end()) {
            std::rotate(families.begin(), han, han + 1);
            font.setFamilies(families);
        }
    }
    return font;
}

int decimalsFor(double largest)
{
    if (!std::isfinite(largest) || largest <= 0)
        return 2;
    return std::clamp(2 - int(std::floor(std::log10(largest))), 0, 12);
}

QString signedNumber(double value, int decimals) { return localNumber(value, decimals, true); }
QString plainNumber(double value, int decimals) { return localNumber(value, decimals, false); }

QString percent(double share)
{
    const double value = 100 * share;
    const int decimals = std::isfinite(value) && value != 0 && std::abs(value) < 1 ? 1 : 0;
    return QCoreApplication::translate("vitrine", "%1 %").arg(plainNumber(value, decimals));
}

QString exactNumber(double value)
{
    if (std::isnan(value))
        return QStringLiteral("nan");
    if (std::isinf(value))
        return value > 0 ? QStringLiteral("inf") : QStringLiteral("-inf");
    return QString::number(value, 'g', QLocale::FloatingPointShortest);
}

bool containsHan(const QString& text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) {
        const auto u = c.unicode();
        return (u >= 0x3400 && u <= 0x9fff) || (u >= 0xf900 && u <= 0xfaff) || (u >= 0x3000 && u <= 0x30ff)
            || (u >= 0xff00 && u <= 0xffef) || (u >= 0xd840 && u <= 0xd88f);
    });
}

void paintEmptyState(QPainter& painter, const QRectF& area, const QString& sentence, const Theme& theme)
{
    painter.setFont(chartFont(TextRole::Body, sentence));
    painter.setPen(theme.textMuted);
    painter.drawText(area.adjusted(16, 8, -16, -8), int(Qt::AlignCenter) | Qt::TextWordWrap, sentence);
}

} // namespace vitrine
