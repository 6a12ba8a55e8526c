// SPDX-License-Identifier: GPL-3.0-or-later
// Colours: symmetric about zero, readable under text, the same number always the same colour.
#include "ui/support/colour_map.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace vitrine;

class TestColourMap : public QObject {
    Q_OBJECT

    static double lightness(QRgb colour) { return contrastRatio(QColor(colour), QColor(Qt::black)); }

    static void addThemes()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("palette");
        for (const auto& [kind, name] : { std::pair(ThemeKind::Light, "light"), std::pair(ThemeKind::Dark, "dark"),
                 std::pair(ThemeKind::Print, "print") }) {
            QTest::addRow("%s, blue-red", name) << int(kind) << int(Palette::BlueRed);
            QTest::addRow("%s, purple-orange", name) << int(kind) << int(Palette::PurpleOrange);
        }
    }

    static Theme theme()
    {
        QFETCH(int, kind);
        QFETCH(int, palette);
        Theme chosen = themeOf(ThemeKind(kind));
        chosen.palette = Palette(palette);
        return chosen;
    }

private Q_SLOTS:
    void textReadsOnEveryEntry_data() { addThemes(); }
    void textReadsOnEveryEntry()
    {
        double smallest = 21;
        for (const ColourMap* map : { &ColourMap::signedMap(theme()), &ColourMap::magnitudeMap(theme()) }) {
            for (int i = 0; i < 256; ++i)
                smallest = std::min(smallest, contrastRatio(QColor(map->entry(i)), readableOn(QColor(map->entry(i)))));
        }
        qInfo("smallest contrast %.2f", smallest);
        QVERIFY(smallest >= 4.5);
    }

    void magnitudeRunsOneWay_data() { addThemes(); }
    void magnitudeRunsOneWay()
    {
        const Theme chosen = theme();
        const ColourMap& map = ColourMap::magnitudeMap(chosen);
        for (int i = 1; i < 256; ++i) {
            const double before = lightness(map.entry(i - 1)), now = lightness(map.entry(i));
            QVERIFY2(chosen.dark ? now >= before : now <= before, qPrintable(QString::number(i)));
        }
    }

    void signedEndsLeaveTheMiddleBehind_data() { addThemes(); }
    void signedEndsLeaveTheMiddleBehind()
    {
        const ColourMap& map = ColourMap::signedMap(theme());
        const QColor middle(map.at(0, -1, 1));
        QVERIFY(contrastRatio(QColor(map.at(1, -1, 1)), middle) > 3);
        QVERIFY(contrastRatio(QColor(map.at(-1, -1, 1)), middle) > 3);
        QVERIFY(QColor(map.at(-1, -1, 1)).blue() > QColor(map.at(1, -1, 1)).blue());
        QVERIFY(QColor(map.at(1, -1, 1)).red() > QColor(map.at(-1, -1, 1)).red());
        QVERIFY(middle.hsvSaturation() < 60);
    }

    void oddValuesHaveAnAnswer()
    {
        const ColourMap& map = ColourMap::signedMap(themeOf(ThemeKind::Light));
        QCOMPARE(qAlpha(map.at(std::nan(""), -1, 1)), 0);
        QCOMPARE(map.at(std::numeric_limits<double>::infinity(), -1, 1), map.entry(255));
        QCOMPARE(map.at(-std::numeric_limits<double>::infinity(), -1, 1), map.entry(0));
        QCOMPARE(map.at(5, -1, 1), map.entry(255));
        QCOMPARE(map.at(3, 3, 3), map.entry(128));
    }

    void contrastIsThatOfTheStandard()
    {
        QCOMPARE(contrastRatio(QColor(Qt::black), QColor(Qt::white)), 21.0);
        QCOMPARE(contrastRatio(QColor(0x777777), QColor(0x777777)), 1.0);
        QVERIFY(std::abs(contrastRatio(QColor(0x767676), QColor(Qt::white)) - 4.54)
            < 0.01); // the well-known lightest grey for text
    }
};

QTEST_GUILESS_MAIN(TestColourMap)
#include "tst_colour_map.moc"
