// SPDX-License-Identifier: GPL-3.0-or-later
// The maps are interpolated between a few colours of our own in OKLab, where equal steps look equal.
// Source of the conversion: B. Ottosson, "A perceptual color space for image processing" (2020).
#include "ui/support/colour_map.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

namespace vitrine {

namespace {

struct Lab {
    double l, a, b;
};

double toLinear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}
double toGamma(double channel)
{
    return channel <= 0.0031308 ? channel * 12.92 : 1.055 * std::pow(channel, 1 / 2.4) - 0.055;
}

Lab toLab(const QColor& colour)
{
    const double r = toLinear(colour.redF()), g = toLinear(colour.greenF()), b = toLinear(colour.blueF());
    const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return { 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
        1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
        0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s };
}

QRgb toRgb(const Lab& lab)
{
    const double l = std::pow(lab.l + 0.3963377774 * lab.a + 0.2158037573 * lab.b, 3);
    const double m = std::pow(lab.l - 0.1055613458 * lab.a - 0.0638541728 * lab.b, 3);
    const double s = std::pow(lab.l - 0.0894841775 * lab.a - 1.2914855480 * lab.b, 3);
    const auto channel = [](double linear) { return int(std::lround(255 * toGamma(std::clamp(linear, 0.0, 1.0)))); };
    return qRgb(channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
        channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
        channel(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
}

/// Colours through `anchors`, which stand at equal distances.
ColourMap interpolate(const std::vector<QColor>& anchors)
{
    std::array<QRgb, 256> table;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const double position = double(i) / double(table.size() - 1) * double(anchors.size() - 1);
        const auto below = std::min(std::size_t(position), anchors.size() - 2);
        const double t = position - double(below);
        const Lab from = toLab(anchors[below]), to = toLab(anchors[below + 1]);
        table[i] = toRgb({ from.l + t * (to.l - from.l), from.a + t * (to.a - from.a), from.b + t * (to.b - from.b) });
    }
    return ColourMap(table);
}

ColourMap makeSignedMap(bool dark, Palette palette)
{
    const QColor middle(dark ? 0x262b30 : 0xf5f5f4);
    if (palette == Palette::PurpleOrange)
        return interpolate({ QColor(dark ? 0xa68fe0 : 0x54278f), middle, QColor(dark ? 0xe08a3c : 0xa84a00) });
    return interpolate({ QColor(dark ? 0x4a90d9 : 0x2166ac), middle, QColor(dark ? 0xd6604d : 0xb2182b) });
}

double luminance(const QColor& colour)
{
    return 0.2126 * toLinear(colour.redF()) + 0.7152 * toLinear(colour.greenF()) + 0.0722 * toLinear(colour.blueF());
}

} // namespace

const ColourMap& ColourMap::signedMap(const Theme& theme)
{
    static std::map<std::pair<bool, Palette>, ColourMap> maps;
    const std::pair key(theme.dark, theme.palette);
    const auto found = maps.find(key);
    return found != maps.end() ? found->second
                               : maps.emplace(key, makeSignedMap(theme.dark, theme.palette)).first->second;
}

const ColourMap& ColourMap::magnitudeMap(const Theme& theme)
{
    static const ColourMap light
        = interpolate({ QColor(0xffffff), QColor(0xc3d6e4), QColor(0x6f9fc0), QColor(0x2f6d8f), QColor(0x0e3450) });
    static const ColourMap dark
        = interpolate({ QColor(0x1c2024), QColor(0x23475e), QColor(0x3a7fa3), QColor(0x8cc3dc), QColor(0xf4f1d0) });
    return theme.dark ? dark : light;
}

QRgb ColourMap::at(double value, double low, double high) const
{
    if (std::isnan(value))
        return qRgba(0, 0, 0, 0);
    // Infinite values stand at the ends; an empty interval has only a middle.
    if (std::isinf(value))
        return m_table[value > 0 ? 255 : 0];
    const double position = high > low ? (value - low) / (high - low) : 0.5;
    return m_table[std::size_t(std::lround(255 * std::clamp(position, 0.0, 1.0)))];
}

QColor readableOn(const QColor& background)
{
    const QColor black(Qt::black), white(Qt::white);
    return contrastRatio(background, black) >= contrastRatio(background, white) ? black : white;
}

double contrastRatio(const QColor& a, const QColor& b)
{
    const double first = luminance(a), second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace vitrine
