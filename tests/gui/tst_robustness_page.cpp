// SPDX-License-Identifier: GPL-3.0-or-later
// Steps in embedding space in the window: the text live, a corpus when asked for.
#include "tests/gui/window_fixture.h"
#include "ui/charts/plots/curve_chart.h"
#include "ui/charts/tokens/sensitivity_strip.h"
#include "ui/pages/robustness/sensitivity_view.h"
#include "ui/widgets/parameter_form.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace vitrine;
using namespace vitrine::test;

namespace {

const Robustness* shown(WindowFixture& f) { return f.window->currentPage()->result().as<Robustness>().get(); }

bool showsText(WindowFixture& f, const char* text)
{
    return QTest::qWaitFor([&] { return shown(f) && shown(f)->encoding.text == text; }, 5000);
}

/// The page with a text of two words and one number for each of its tokens.
bool openPage(WindowFixture& f)
{
    if (!f.openModel())
        return false;
    f.window->showPage(QStringLiteral("robustness"));
    f.window->showText(QStringLiteral("good joy"));
    return showsText(f, "good joy");
}

} // namespace

class tst_RobustnessPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }

    void theTextIsLive()
    {
        WindowFixture f;
        QVERIFY(openPage(f));
        f.edit()->setPlainText(QStringLiteral("one more word"));
        QVERIFY(showsText(f, "one more word"));
    }

    void theDirectionIsSwitched()
    {
        WindowFixture f;
        QVERIFY(openPage(f));
        auto* strip = f.find<SensitivityStrip>("sensitivity");
        const int last = strip->text().cellOf(2);
        QVERIFY(std::abs(strip->valueAt(last) - 0.5) < 1e-12);
        auto* view = f.find<SensitivityView>("sensitivityView");
        QVERIFY2(view->headline().contains(QStringLiteral("flips at a step of 2")), qPrintable(view->headline()));
        f.find<QComboBox>("direction")->setCurrentIndex(1);
        QCOMPARE(strip->valueAt(last), 1.0);
        QVERIFY2(view->headline().contains(QStringLiteral("No step")), qPrintable(view->headline()));
    }

    void theCurveMarksTheFlip()
    {
        WindowFixture f;
        QVERIFY(openPage(f));
        const auto& set = f.find<CurveChart>("robustness-curve")->curves();
        QCOMPARE(set.curves.size(), std::size_t(3));
        QCOMPARE(set.marks.size(), std::size_t(1));
        QCOMPARE(set.marks.front().x, 2.0);
        const auto& label = shown(f)->curves.front().steps.front().probabilities;
        QCOMPARE(set.curves.front().y.front(), label[std::size_t(shown(f)->label)]);
    }

    void aCorpusIsMeasuredWhenAskedFor()
    {
        WindowFixture f;
        QVERIFY(openPage(f));
        auto* chart = f.find<CurveChart>("robust-accuracy");
        QVERIFY(chart->curves().curves.empty());
        f.find<QPushButton>("measureCorpus")->click(); // no file yet
        auto* banner = f.window->currentPage()->findChild<Banner*>();
        QVERIFY(banner->message().contains(QStringLiteral("Choose a file")));
        f.find<ParameterField>("field-input")->setValue(QStringLiteral("/texts/dev.tsv"));
        f.find<QPushButton>("measureCorpus")->click();
        QTRY_COMPARE(chart->curves().curves.size(), std::size_t(2));
        QCOMPARE(chart->curves().curves.front().y, (std::vector<double> { 0.9, 0.85, 0.7 }));
        QVERIFY(chart->curves().curves.front().low.front() < 0.9);
        QCOMPARE(shown(f)->encoding.text, std::string("good joy")); // the text stays
    }

    void aLongMeasurementIsSeenAndStopped()
    {
        QTemporaryDir marks;
        const auto mark = marks.filePath(QStringLiteral("once"));
        QFile file(mark); // while it is there, the engine is quick
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        WindowFixture f(
            { QStringLiteral("--on"), QStringLiteral("robustness=work:60000"), QStringLiteral("--once"), mark });
        QVERIFY(openPage(f));
        QVERIFY(QFile::remove(mark));
        auto* button = f.find<QPushButton>("measureCorpus");
        auto* note = f.find<QWidget>("card-robust-accuracy")->findChild<QLabel*>(QStringLiteral("cardNote"));
        f.find<ParameterField>("field-input")->setValue(QStringLiteral("/texts/dev.tsv"));
        button->click();
        QCOMPARE(button->text(), QStringLiteral("Stop"));
        QTRY_VERIFY2(note->text().contains(QStringLiteral("of 3,000")), qPrintable(note->text()));
        button->click();
        QCOMPARE(button->text(), QStringLiteral("Measure"));
        QVERIFY(note->text().isEmpty());
        button->click();
        QTRY_COMPARE(f.find<CurveChart>("robust-accuracy")->curves().curves.size(), std::size_t(2));
    }

    void anotherModelClearsThePage()
    {
        WindowFixture f;
        QVERIFY(openPage(f));
        f.window->workspace().closeModel(Slot::A);
        QVERIFY(!shown(f));
        QVERIFY(!f.find<SensitivityView>("sensitivityView")->isVisible());
    }

    void refusalIsShownOnThePage()
    {
        WindowFixture f({ QStringLiteral("--on"), QStringLiteral("robustness=refuse:bad-argument") });
        QVERIFY(f.openModel());
        f.window->showPage(QStringLiteral("robustness"));
        f.window->showText(QStringLiteral("a text"));
        auto* banner = f.window->currentPage()->findChild<Banner*>();
        QTRY_VERIFY(banner->isVisible());
    }
};

QTEST_MAIN(tst_RobustnessPage)
#include "tst_robustness_page.moc"
