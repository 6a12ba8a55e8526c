// SPDX-License-Identifier: GPL-3.0-or-later
// Training in the window: from the form to a result that opens, with every way of being broken off.
#include "tests/gui/window_fixture.h"
#include "ui/charts/plots/curve_chart.h"
#include "ui/pages/training/seeds_card.h"
#include "ui/pages/training/training_config.h"
#include "ui/widgets/parameter_form.h"

#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

#include <cmath>
#include <csignal>

using namespace vitrine;
using namespace vitrine::test;

namespace {

struct TrainingFixture : WindowFixture {
    explicit TrainingFixture(const QStringList& engineArguments = {}, const QString& configFolder = {})
        : WindowFixture(engineArguments, configFolder)
    {
        window->showPage(QStringLiteral("training"));
        isReady = QTest::qWaitFor([this] { return field("train") != nullptr; }, 10000);
    }

    Page* page() { return window->currentPage(); }
    ParameterField* field(const char* name)
    {
        return page()->findChild<ParameterField*>(QStringLiteral("field-") + QLatin1String(name));
    }
    /// Fields of the right panel.
    ParameterField* setting(const char* name)
    {
        return window->findChild<ParameterField*>(QStringLiteral("field-") + QLatin1String(name));
    }
    QPushButton* button(const char* name) { return find<QPushButton>(name); }
    QStringList row(int index)
    {
        const auto* model = find<SeedsTable>("seedsTable")->model();
        QStringList cells;
        for (int column = 0; column < model->columnCount(); ++column)
            cells << model->index(index, column).data().toString();
        return cells;
    }
    int rows() { return find<SeedsTable>("seedsTable")->model()->rowCount(); }
    void begin(int seeds = 1)
    {
        field("train")->setValue(QStringLiteral("/texts/train.tsv"));
        field("output")->setValue(folder.filePath(QStringLiteral("out")));
        find<QSpinBox>("seedCount")->setValue(seeds);
        button("startTraining")->click();
    }
    Banner* pageBanner() { return page()->findChild<Banner*>(); }
    bool isIdle() { return button("startTraining")->isVisible(); }

    bool isReady = false;
};

/// Process of the newest engine that this program has started: the one for long runs.
qint64 trainingEngine()
{
    qint64 newest = 0;
    const auto tasks = QDir(QStringLiteral("/proc")).entryList({ QStringLiteral("[0-9]*") }, QDir::Dirs);
    for (const auto& task : tasks) {
        QFile file(QStringLiteral("/proc/%1/stat").arg(task));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const auto fields
            = QString::fromUtf8(file.readAll()).section(QLatin1Char(')'), -1).simplified().split(QLatin1Char(' '));
        if (fields.value(1).toLongLong() == QCoreApplication::applicationPid() && fields.value(0) != QLatin1String("Z"))
            newest = std::max(newest, task.toLongLong());
    }
    return newest;
}

const QStringList slowOnce(const QString& mark)
{
    return { QStringLiteral("--on"), QStringLiteral("train=work:60000"), QStringLiteral("--once"), mark };
}

} // namespace

class tst_TrainingPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }

    void theTextOfTheWindowIsOutOfTheWay()
    {
        TrainingFixture f;
        QVERIFY(f.isReady);
        QVERIFY(!f.edit()->isVisible());
        f.window->showPage(QStringLiteral("explain"));
        QVERIFY(f.edit()->isVisible());
    }

    void curvesStandBesideEachOtherWhereThereIsRoom()
    {
        TrainingFixture f;
        QVERIFY(f.isReady);
        auto* loss = f.find<QWidget>("training-loss");
        auto* accuracy = f.find<QWidget>("training-accuracy");
        const auto placeOf = [&](QWidget* widget) { return widget->mapTo(f.window.get(), QPoint(0, 0)); };
        f.window->resize(1400, 900);
        QTRY_COMPARE(placeOf(loss).y(), placeOf(accuracy).y());
        f.window->resize(990, 680);
        QTRY_COMPARE(placeOf(loss).x(), placeOf(accuracy).x());
        auto* view = f.page()->parentWidget()->parentWidget()->parentWidget(); // the scroll area's viewport
        const auto fits = [&] { return f.page()->width() <= view->width(); };
        QVERIFY2(fits(), qPrintable(QStringLiteral("%1 of %2").arg(f.page()->width()).arg(view->width())));
        f.begin(2);
        QTRY_VERIFY(f.isIdle() && f.rows() == 3);
        QVERIFY2(fits(), qPrintable(QStringLiteral("%1 of %2").arg(f.page()->width()).arg(view->width())));
        f.window->resize(1400, 900);
        QTRY_COMPARE(placeOf(loss).y(), placeOf(accuracy).y());
    }

    void fewSettingsAreSeenFirst()
    {
        TrainingFixture f;
        QVERIFY(f.isReady);
        for (const char* name : { "train", "output", "scores", "epochs", "regulariser", "recompute" })
            QVERIFY2(f.setting(name)->isVisible(), name);
        for (const char* name : { "layers", "rate", "seed", "drop-leaks" })
            QVERIFY2(!f.setting(name)->isVisible(), name);
        for (const char* name : { "config", "dry-run", "again" })
            QVERIFY2(!f.setting(name), name);
    }

    void onlyTheChosenRegularisersSettingsAreSeen()
    {
        TrainingFixture f;
        QVERIFY(f.isReady);
        QVERIFY(!f.setting("epsilon")->isVisible());
        const auto choose = [&](const char* name) {
            f.setting("regulariser")->setValue(QLatin1String(name));
            Q_EMIT f.setting("regulariser")->changed();
        };
        choose("fgm");
        QVERIFY(f.setting("epsilon")->isVisible());
        QVERIFY(!f.setting("xi")->isVisible());
        choose("vat");
        QVERIFY(f.setting("epsilon")->isVisible());
        QVERIFY(f.setting("xi")->isVisible());
        choose("jelly"); // the description is all that is known about it
        QVERIFY(f.setting("wobble")->isVisible());
        QVERIFY(!f.setting("epsilon")->isVisible());
        choose("none");
        QVERIFY(!f.setting("epsilon")->isVisible());
        QVERIFY(!f.setting("wobble")->isVisible());
    }

    void anEngineThatDoesNotTellShowsAllTheirSettings()
    {
        TrainingFixture f({ QStringLiteral("--on"), QStringLiteral("silent=") });
        QVERIFY(f.isReady);
        f.setting("layers")
            ->parentWidget()
            ->findChild<QPushButton*>(QStringLiteral("moreParameters"))
            ->setChecked(true);
        for (const char* name : { "epsilon", "xi", "wobble" })
            QVERIFY2(f.setting(name)->isVisible(), name);
    }

    void oneSeedIsTrainedAndOpened()
    {
        TrainingFixture f;
        QVERIFY(f.isReady);
        f.begin();
        QTRY_COMPARE(f.rows(), 1);
        QTRY_COMPARE(f.row(0).last(), QStringLiteral("finished"));
        QCOMPARE(f.row(0).mid(0, 3),
            QStringList({ QStringLiteral("1"), QStringLiteral("200"), QStringLiteral("81.0 (78.5–83.3)") }));
        QCOMPARE(f.row(0)[5], QStringLiteral("60 s"));
        auto* loss = f.find<CurveChart>("training-loss");
        QCOMPARE(loss->curve(QStringLiteral("training"))->x.size(), std::size_t(100));
        QCOMPARE(loss->curve(QStringLiteral("validation"))->x.size(), std::size_t(10));
        QVERIFY(f.isIdle());
        f.button("openResult")->click();
        QTRY_VERIFY(f.window->workspace().slot(Slot::A).card);
        QCOMPARE(f.window->workspace().slot(Slot::A).reference, f.folder.filePath(QStringLiteral("out")));
        f.button("openResultBeside")->click();
        QTRY_VERIFY(f.window->workspace().slot(Slot::B).card);
    }

    void severalSeedsHaveFoldersOfTheirOwnAndAMean()
    {
        TrainingFixture f;
        QVERIFY(f.isReady);
        f.begin(3);
        QTRY_VERIFY(f.isIdle() && f.rows() == 4);
        QCOMPARE(f.row(2).last(), QStringLiteral("finished"));
        QCOMPARE(f.row(3)[0], QStringLiteral("mean"));
        QCOMPARE(f.row(3)[2], QStringLiteral("82.0 ± 2.5")); // s = 1 %, t = 4.303, 4.303 / √3 = 2.48
        const auto* accuracy = f.find<CurveChart>("training-accuracy");
        QCOMPARE(accuracy->curve(QStringLiteral("validation, mean of 3"))->y.back(), 0.82);
        QVERIFY(accuracy->curve(QStringLiteral("validation, seed 2")));
        auto* table = f.find<SeedsTable>("seedsTable");
        QVERIFY(!f.button("openResult")->isEnabled()); // which one?
        table->selectRow(1);
        f.button("openResult")->click();
        QTRY_COMPARE(f.window->workspace().slot(Slot::A).reference, f.folder.filePath(QStringLiteral("out/seed-2")));
        table->selectRow(3);
        QVERIFY(!f.button("openResult")->isEnabled());
    }

    void theWindowExplainsWhileItTrains()
    {
        QTemporaryDir marks;
        TrainingFixture f(slowOnce(marks.filePath(QStringLiteral("once"))));
        QVERIFY(f.isReady);
        f.begin();
        QTRY_VERIFY(f.button("pauseTraining")->isVisible());
        f.window->showPage(QStringLiteral("explain"));
        QVERIFY(f.openModel());
        QVERIFY(f.explain(QStringLiteral("a film")));
        f.window->showPage(QStringLiteral("training"));
        QVERIFY(f.page()->isWorking());
    }

    void pausedTrainingGoesOn()
    {
        QTemporaryDir marks;
        TrainingFixture f(slowOnce(marks.filePath(QStringLiteral("once"))));
        QVERIFY(f.isReady);
        f.begin();
        QTRY_COMPARE(f.row(0).last(), QStringLiteral("80 of 200"));
        QVERIFY(!f.setting("epochs")->isEnabled());
        QTRY_VERIFY(f.find<QLabel>("trainingProgress")->text().contains(QStringLiteral(" of 3")));
        f.window->actions().cancel->trigger(); // Esc
        QVERIFY(f.button("resumeTraining")->isVisible());
        QCOMPARE(f.row(0).last(), QStringLiteral("paused at 80"));
        f.button("resumeTraining")->click();
        QTRY_COMPARE(f.row(0).last(), QStringLiteral("finished"));
        QVERIFY(f.isIdle());
    }

    void stoppedTrainingLetsTheSettingsGo()
    {
        QTemporaryDir marks;
        TrainingFixture f(slowOnce(marks.filePath(QStringLiteral("once"))));
        QVERIFY(f.isReady);
        f.begin();
        QTRY_VERIFY(f.button("stopTraining")->isVisible());
        f.button("stopTraining")->click();
        QVERIFY(f.isIdle());
        QVERIFY(f.setting("epochs")->isEnabled());
    }

    void checkTellsTextsTimeAndMemory()
    {
        TrainingFixture f;
        QVERIFY(f.isReady);
        f.field("train")->setValue(QStringLiteral("/texts/train.tsv"));
        f.button("checkTraining")->click();
        auto* facts = f.find<QLabel>("trainingFacts");
        QTRY_VERIFY(facts->isVisible());
        QVERIFY2(facts->text().contains(QStringLiteral("9,600 texts to train on, 1,000 to validate")),
            qPrintable(facts->text()));
        QVERIFY2(facts->text().contains(QStringLiteral("about 4 min")), qPrintable(facts->text()));
        QVERIFY2(facts->text().contains(QStringLiteral("210 MB")), qPrintable(facts->text()));
        QCOMPARE(f.rows(), 0);
        QVERIFY2(!facts->text().contains(QStringLiteral("recomputed")), qPrintable(facts->text()));
        f.setting("recompute")->setValue(QStringLiteral("4"));
        Q_EMIT f.setting("recompute")->changed();
        QVERIFY(!facts->isVisible()); // it was about something else
        f.find<QSpinBox>("seedCount")->setValue(2);
        f.button("checkTraining")->click();
        QTRY_VERIFY(facts->isVisible());
        QVERIFY2(facts->text().contains(QStringLiteral("about 4 min a seed")), qPrintable(facts->text()));
        QVERIFY2(facts->text().contains(QStringLiteral("recomputed in 4 segments")), qPrintable(facts->text()));
    }

    void theSeedsFieldTakesWhatIsTyped_data()
    {
        QTest::addColumn<QString>("keys");
        QTest::addColumn<int>("count");
        QTest::newRow("one digit") << QStringLiteral("3") << 3;
        QTest::newRow("two digits") << QStringLiteral("10") << 10;
        QTest::newRow("too many") << QStringLiteral("12") << 10;
        QTest::newRow("none at all") << QStringLiteral("0") << 1;
    }
    void theSeedsFieldTakesWhatIsTyped()
    {
        QFETCH(QString, keys);
        QFETCH(int, count);
        TrainingFixture f;
        QVERIFY(f.isReady);
        f.window->activateWindow();
        auto* seeds = f.find<QSpinBox>("seedCount");
        auto* line = seeds->findChild<QLineEdit*>();
        QTest::mouseClick(
            line, Qt::LeftButton, {}, QPoint(line->width() - 3, line->height() / 2)); // behind the 1 that stands there
        QTRY_COMPARE(line->selectedText(), QStringLiteral("1"));
        QTest::keyClicks(seeds, keys);
        QTest::keyClick(seeds, Qt::Key_Return);
        QCOMPARE(seeds->value(), count);
        QCOMPARE(line->text(), QString::number(count));
    }

    void theWheelIsLeftToThePage()
    {
        TrainingFixture f;
        QVERIFY(f.isReady);
        f.begin();
        QTRY_VERIFY(f.isIdle() && f.rows() == 1);
        f.find<QSpinBox>("seedCount")->setValue(5);
        f.setting("layers")
            ->parentWidget()
            ->findChild<QPushButton*>(QStringLiteral("moreParameters"))
            ->setChecked(true);
        for (QWidget* widget : std::initializer_list<QWidget*> { f.find<QSpinBox>("seedCount"),
                 f.setting("layers")->findChild<QSpinBox*>(), f.setting("regulariser")->findChild<QComboBox*>(),
                 f.find<CurveChart>("training-loss")->findChild<QWidget*>() }) {
            widget->setFocus();
            QWheelEvent turn(QPointF(4, 4), widget->mapToGlobal(QPointF(4, 4)), {}, QPoint(0, -120), Qt::NoButton,
                Qt::NoModifier, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(widget, &turn);
            QVERIFY2(!turn.isAccepted(), widget->metaObject()->className()); // left to the scroll area
            QVERIFY2(!widget->testAttribute(Qt::WA_NoMousePropagation),
                widget->metaObject()->className()); // so that it gets there
        }
        QCOMPARE(f.find<QSpinBox>("seedCount")->value(), 5);
        QCOMPARE(f.setting("layers")->value(), QStringLiteral("4"));
        QCOMPARE(f.setting("regulariser")->value(), QStringLiteral("none"));
    }

    void theTabKeyGoesDownTheForm()
    {
        TrainingFixture f;
        QVERIFY(f.isReady);
        f.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(f.window.get()));
        QWidget* const wanted[]
            = { f.field("train")->findChild<QLineEdit*>(), f.field("train")->findChild<QToolButton*>(),
                  f.field("output")->findChild<QLineEdit*>(), f.field("output")->findChild<QToolButton*>(),
                  f.find<QSpinBox>("seedCount"), f.button("checkTraining"), f.button("startTraining") };
        wanted[0]->setFocus();
        for (auto* widget : wanted) {
            QCOMPARE(f.window->focusWidget(), widget);
            QTest::keyClick(f.window->focusWidget(), Qt::Key_Tab);
        }
    }

    void refusalIsShownAndTheFormIsFree()
    {
        TrainingFixture f({ QStringLiteral("--on"), QStringLiteral("train=refuse:bad-argument") });
        QVERIFY(f.isReady);
        f.begin();
        QTRY_VERIFY(f.pageBanner()->isVisible());
        QVERIFY(f.pageBanner()->message().contains(QStringLiteral("412 bytes")));
    }

    void aDyingEngineIsResumedByItself()
    {
        QTemporaryDir marks;
        TrainingFixture f({ QStringLiteral("--on"), QStringLiteral("train=signal:11"), QStringLiteral("--once"),
            marks.filePath(QStringLiteral("once")) });
        QVERIFY(f.isReady);
        f.begin();
        QTRY_VERIFY(f.pageBanner()->message().contains(QStringLiteral("SIGSEGV")));
        QVERIFY2(f.pageBanner()->message().contains(QStringLiteral("goes on from its last checkpoint")),
            qPrintable(f.pageBanner()->message()));
        QVERIFY(f.pageBanner()->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(f.row(0).last(), QStringLiteral("finished"), 15000);
        QVERIFY(f.pageBanner()->isVisible()); // until it was read
    }

    void anEngineThatDiesAgainIsResumedByHand()
    {
        QTemporaryDir marks;
        TrainingFixture f(slowOnce(marks.filePath(QStringLiteral("once"))));
        QVERIFY(f.isReady);
        f.begin();
        QTRY_COMPARE(f.row(0).last(), QStringLiteral("80 of 200"));
        QVERIFY(QFile::remove(marks.filePath(QStringLiteral("once")))); // the next one is slow too
        const auto first = trainingEngine();
        QVERIFY(first > 0);
        QCOMPARE(::kill(pid_t(first), SIGKILL), 0);
        QTRY_COMPARE(f.row(0).last(), QStringLiteral("restarting"));
        QTRY_COMPARE(f.row(0).last(), QStringLiteral("80 of 200"));
        QVERIFY(QFile::exists(marks.filePath(QStringLiteral("once"))));
        QCOMPARE(::kill(pid_t(trainingEngine()), SIGKILL), 0);
        QTRY_VERIFY(f.button("resumeTraining")->isVisible());
        QCOMPARE(f.row(0).last(), QStringLiteral("broken off at 80"));
        QVERIFY2(f.pageBanner()->message().contains(QStringLiteral("Resume goes on")),
            qPrintable(f.pageBanner()->message()));
        f.button("resumeTraining")->click();
        QTRY_COMPARE_WITH_TIMEOUT(f.row(0).last(), QStringLiteral("finished"), 15000);
    }

    void settingsSurviveTheProgram()
    {
        QTemporaryDir config;
        QTemporaryDir marks;
        {
            TrainingFixture f(slowOnce(marks.filePath(QStringLiteral("once"))), config.path());
            QVERIFY(f.isReady);
            f.setting("epochs")->setValue(QStringLiteral("7"));
            f.begin(2);
            QTRY_VERIFY(f.button("pauseTraining")->isVisible());
        }
        TrainingFixture f({}, config.path());
        QVERIFY(f.isReady);
        QCOMPARE(f.setting("epochs")->value(), QStringLiteral("7"));
        QCOMPARE(f.field("train")->value(), QStringLiteral("/texts/train.tsv"));
        QCOMPARE(f.find<QSpinBox>("seedCount")->value(), 2);
        QVERIFY(f.pageBanner()->message().contains(QStringLiteral("broken off")));
    }

    void sampleTextsFillInTheOrdinaryForm()
    {
        TrainingFixture f;
        QVERIFY(f.isReady);
        f.setting("epochs")->setValue(QStringLiteral("7"));
        auto* sample = f.button("sampleTraining");
        QVERIFY(sample->isVisible());
        sample->click();
        QVERIFY(!sample->isVisible());
        QFile texts(f.field("train")->value());
        QVERIFY(texts.open(QIODevice::ReadOnly));
        QMap<QByteArray, int> labels;
        for (const auto& line : texts.readAll().trimmed().split('\n')) {
            const auto cells = line.split('\t');
            QCOMPARE(cells.size(), 2);
            ++labels[cells[1]];
        }
        QCOMPARE(labels, (QMap<QByteArray, int> { { "question", 60 }, { "statement", 60 } }));
        QCOMPARE(f.setting("epochs")->value(), QStringLiteral("30"));
        QVERIFY(f.field("output")->value().startsWith(QFileInfo(texts.fileName()).absolutePath()));
        f.button("startTraining")->click();
        QTRY_COMPARE(f.rows(), 1);
        QTRY_COMPARE(f.row(0).last(), QStringLiteral("finished"));
    }

    void aDroppedFileIsTheTrainingFile()
    {
        TrainingFixture f;
        QVERIFY(f.isReady);
        const auto path = f.folder.filePath(QStringLiteral("texts.tsv"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        dropFile(f.page(), path);
        QCOMPARE(f.field("train")->value(), path);
        f.field("train")->setValue({});
        dropFile(f.field("train")->findChild<QLineEdit*>(), path);
        QCOMPARE(f.field("train")->value(), path);
    }

    void settingsAreSavedAndOpened()
    {
        TrainingFixture f;
        QVERIFY(f.isReady);
        f.setting("epochs")->setValue(QStringLiteral("3"));
        f.setting("drop-leaks")->setValue(QStringLiteral("false"));
        f.targetAnswer = f.fileAnswer = f.folder.filePath(QStringLiteral("settings.json"));
        f.button("saveSettings")->click();
        QFile file(f.targetAnswer);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto json = QString::fromUtf8(file.readAll()).simplified();
        QCOMPARE(json, QStringLiteral("{ \"drop-leaks\": false, \"epochs\": 3 }"));
        f.setting("epochs")->setValue(QStringLiteral("9"));
        f.setting("rate")->setValue(QStringLiteral("0.5"));
        f.button("openSettings")->click();
        QCOMPARE(f.setting("epochs")->value(), QStringLiteral("3"));
        QCOMPARE(f.setting("rate")->value().toDouble(), 6e-4); // what the file does not say is as usual
        QCOMPARE(f.setting("drop-leaks")->value(), QStringLiteral("false"));
    }

    void strangeSettingsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("named");
        QTest::newRow("no json") << QByteArray("epochs = 3") << QStringLiteral("is no JSON");
        QTest::newRow("list") << QByteArray("[1]") << QStringLiteral("no JSON object");
        QTest::newRow("unknown") << QByteArray("{\"epoch\": 3}") << QStringLiteral("\"epoch\"");
        QTest::newRow("nested") << QByteArray("{\"epochs\": [3]}") << QStringLiteral("neither a text");
    }
    void strangeSettingsAreRefused()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, named);
        const auto known = readConfig(
            { { .name = "epochs", .title = {}, .kind = ParamKind::Real, .defaultValue = "2", .help = {} } }, json,
            QStringLiteral("s.json"));
        QVERIFY(!known);
        QVERIFY2(QString::fromStdString(known.error().message).contains(named), known.error().message.c_str());
    }

    void meansOfSeeds()
    {
        QVERIFY(std::isnan(meanInterval({}).mean));
        QVERIFY(std::isnan(meanInterval({ 0.8 }).half));
        const auto interval = meanInterval({ 1, 2, 3, 4, std::nan("") });
        QCOMPARE(interval.count, 4);
        QCOMPARE(interval.mean, 2.5);
        QVERIFY(std::abs(interval.half - 3.18245 * std::sqrt(5.0 / 3) / 2) < 1e-12); // s² = 5/3, n = 4
    }
};

QTEST_MAIN(tst_TrainingPage)
#include "tst_training_page.moc"
