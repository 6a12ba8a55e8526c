// SPDX-License-Identifier: GPL-3.0-or-later
// The real window, offscreen, on the mock engine: what a person does with it.
#include "tests/gui/window_fixture.h"
#include "ui/charts/attention/heat_map.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/tokens/token_strip.h"
#include "ui/pages/explain/certificate_view.h"
#include "ui/window/prediction_bar.h"

#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace vitrine;
using namespace vitrine::test;

namespace {

const QString joy = QStringLiteral("It tries so hard to be clever that it forgets to be fun; the leads are a joy.");

/// The requests about a text that the mock engine wrote into its journal, in their order.
QStringList askedAbout(const QString& journal)
{
    QFile file(journal);
    QStringList asked;
    if (!file.open(QIODevice::ReadOnly))
        return asked;
    for (const auto& line : QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'))) {
        if (line.startsWith(QLatin1String("predict")) || line.startsWith(QLatin1String("attribute")))
            asked << line;
    }
    return asked;
}

} // namespace

class tst_Window : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }

    void opensByMenu();
    void opensByBuiltInMenu();
    void opensByDrop();
    void opensTheUsual();
    void modelThatCrashedIsNotOpenedByItself();
    void refusedModelIsABanner();
    void secondModelCanBeSwitchedTo();
    void recentModelsAreListed();
    void typingPredicts();
    void controlEnterExplains();
    void explanationHoldsItsPrediction();
    void failedExplanationStillPredicts();
    void draftThenFinal();
    void newestTextWins();
    void changedTextIsMarkedStale();
    void historyShowsPredictions();
    void choosingAHistoryRowExplainsIt();
    void certificateIsShown();
    void refineAsksForMore();
    void methodWithoutCertificate();
    void changingAParameterRunsAgain();
    void groupingChangesTheCells();
    void escapeCancels();
    void attentionPageShowsMaps();
    void attentionPageShowsInfluence();
    void attentionSaysItIsNoExplanation();
    void unsupportedPageIsGreyed();
    void notANumberIsNoPrediction();
    void findSelectsATokenAndTheNext();
    void longTextSaysWhatWasCut();
    void hundredMegabytesPasted();
    void longFileIsReadInPart();
    void undoBringsTheTextBack();
    void copyPutsAPictureOnTheClipboard();
    void exportWritesTheFigure();
    void exportThatFailsIsTold();
};

void tst_Window::opensByMenu()
{
    WindowFixture f;
    f.folderAnswer = QStringLiteral("/models/minilm");
    f.window->actions().openFolder->trigger();
    QTRY_VERIFY(f.window->workspace().card());
    QCOMPARE(f.window->workspace().slot(Slot::A).reference, f.folderAnswer);
    QVERIFY(f.find<QFrame>("slotA")
            ->findChild<QLabel*>(QStringLiteral("modelName"))
            ->text()
            .contains(QStringLiteral("minilm")));
}

void tst_Window::opensByBuiltInMenu()
{
    WindowFixture f;
    QTRY_VERIFY(!f.window->actions().builtInMenu->isEmpty());
    f.window->actions().builtInMenu->actions().first()->trigger();
    QTRY_VERIFY(f.window->workspace().card());
    QCOMPARE(f.window->workspace().card()->title, std::string("English sentiment"));
}

void tst_Window::opensByDrop()
{
    WindowFixture f;
    dropFile(f.find<QFrame>("slotB"), f.folder.path());
    QTRY_VERIFY(f.window->workspace().slot(Slot::B).card);
    QCOMPARE(f.window->workspace().slot(Slot::B).reference, f.folder.path());
}

void tst_Window::opensTheUsual()
{
    WindowFixture f;
    f.window->openUsual();
    QTRY_VERIFY(f.isFinal()); // the built-in model, a sample text, explained
    QVERIFY(f.shown()->encoding.text.rfind("It tries so hard", 0) == 0);
}

void tst_Window::modelThatCrashedIsNotOpenedByItself()
{
    WindowFixture f;
    f.settings.addRecentModel(QStringLiteral("/models/bad"));
    f.settings.setModelBeingOpened(QStringLiteral("/models/bad"));
    QTRY_COMPARE(f.engine.state(), EngineState::Ready);
    f.window->openUsual();
    QTRY_VERIFY(f.banner("modelBanner")->isVisible());
    QVERIFY(!f.window->workspace().card());
}

void tst_Window::refusedModelIsABanner()
{
    WindowFixture f({ QStringLiteral("--on"), QStringLiteral("open=refuse:truncated-file") });
    f.window->workspace().openModel(QStringLiteral("/models/cut"), Slot::A);
    QTRY_VERIFY(f.banner("modelBanner")->isVisible());
    QVERIFY(f.banner("modelBanner")->message().contains(QStringLiteral("412 bytes on disk")));
    f.banner("modelBanner")->findChild<QPushButton*>(QStringLiteral("bannerCopy"))->click();
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("truncated-file")));
    QTRY_VERIFY(f.window->workspace().slot(Slot::A).opening.isEmpty());
}

void tst_Window::secondModelCanBeSwitchedTo()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    f.window->workspace().openModel(QStringLiteral("/models/other"), Slot::B);
    QTRY_VERIFY(f.window->workspace().slot(Slot::B).card);
    QCOMPARE(f.window->workspace().activeSlot(), Slot::B);
    QTest::mouseClick(f.find<QFrame>("slotA"), Qt::LeftButton);
    QCOMPARE(f.window->workspace().activeSlot(), Slot::A);
}

void tst_Window::recentModelsAreListed()
{
    WindowFixture f;
    QVERIFY(f.openModel(QStringLiteral("/models/one")));
    const auto actions = f.window->actions().recentMenu->actions();
    QVERIFY(actions.size() >= 3);
    QVERIFY(actions.first()->text().contains(QStringLiteral("/models/one")));
    QVERIFY(!actions.first()->isEnabled()); // it is not there any more
    actions.last()->trigger();
    QCOMPARE(f.settings.recentModels(), QStringList());
}

void tst_Window::typingPredicts()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QTest::keyClicks(f.edit(), QStringLiteral("a joy"));
    QVERIFY(!f.window->workspace().prediction());
    QTRY_VERIFY(f.window->workspace().prediction());
    QCOMPARE(f.window->workspace().prediction()->encoding.text, std::string("a joy"));
    QVERIFY(!f.shown()); // typing predicts; explaining is asked for
    QVERIFY(f.find<PredictionBar>("predictionBar")->accessibleDescription().contains(QStringLiteral("probability")));
}

void tst_Window::controlEnterExplains()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QTest::keyClicks(f.edit(), QStringLiteral("a joy"));
    QTest::keyClick(f.edit(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(f.isFinal());
    QCOMPARE(f.edit()->toPlainText(), QStringLiteral("a joy"));
    auto* strip = f.find<TokenStrip>("token-strip");
    QVERIFY(strip->text().cells().size() >= 2);
}

void tst_Window::explanationHoldsItsPrediction()
{
    QTemporaryDir folder;
    const auto journal = folder.filePath(QStringLiteral("journal"));
    WindowFixture f({ QStringLiteral("--journal"), journal });
    QVERIFY(f.openModel());
    QVERIFY(f.explain(joy));
    QVERIFY(f.window->workspace().prediction());
    QCOMPARE(f.window->workspace().prediction()->encoding.text, joy.toStdString());
    const auto dull = QStringLiteral("dull");
    QVERIFY(f.explain(dull)); // the engine answers in order: whatever was asked before it is in the journal
    QCOMPARE(f.window->workspace().prediction()->encoding.text, dull.toStdString());
    QCOMPARE(
        askedAbout(journal), (QStringList { QStringLiteral("attribute ") + joy, QStringLiteral("attribute ") + dull }));
}

void tst_Window::failedExplanationStillPredicts()
{
    QTemporaryDir folder;
    const auto journal = folder.filePath(QStringLiteral("journal"));
    WindowFixture f({ QStringLiteral("--journal"), journal, QStringLiteral("--on"),
        QStringLiteral("attribute=refuse:bad-argument") });
    QVERIFY(f.openModel());
    f.window->showText(joy);
    QTRY_COMPARE(
        askedAbout(journal), (QStringList { QStringLiteral("attribute ") + joy, QStringLiteral("predict ") + joy }));
    QTRY_VERIFY(f.window->workspace().prediction());
    QCOMPARE(f.window->workspace().prediction()->encoding.text, joy.toStdString());
}

void tst_Window::draftThenFinal()
{
    WindowFixture f({ QStringLiteral("--on"), QStringLiteral("attribute=work:300") });
    QVERIFY(f.openModel());
    std::vector<bool> drafts;
    connect(&f.window->workspace(), &Workspace::attributionChanged, this, [&] {
        if (f.shown())
            drafts.push_back(f.shown()->draft);
    });
    QVERIFY(f.explain(joy));
    QCOMPARE(drafts, (std::vector<bool> { true, false }));
}

void tst_Window::newestTextWins()
{
    WindowFixture f({ QStringLiteral("--on"), QStringLiteral("attribute=work:200") });
    QVERIFY(f.openModel());
    for (int i = 0; i < 5; ++i) {
        f.window->showText(QStringLiteral("text %1").arg(i));
        QTest::qWait(30);
    }
    QTRY_VERIFY(f.isFinal() && f.shown()->encoding.text == "text 4");
    QTest::qWait(400);
    QCOMPARE(f.shown()->encoding.text, std::string("text 4"));
}

void tst_Window::changedTextIsMarkedStale()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QVERIFY(f.explain(joy));
    QTest::keyClicks(f.edit(), QStringLiteral("!"));
    auto* banner = f.window->currentPage()->findChild<Banner*>();
    QTRY_VERIFY(banner->isVisible());
    banner->findChild<QPushButton*>(QStringLiteral("bannerAction"))->click();
    QTRY_VERIFY(f.shown() && f.shown()->encoding.text == f.edit()->toPlainText().toStdString());
}

void tst_Window::historyShowsPredictions()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QVERIFY(f.explain(joy));
    auto& history = f.window->history();
    QCOMPARE(history.rowCount(), 1);
    QCOMPARE(history.index(0).data(TextHistory::LabelRole).toString().toStdString(),
        f.window->workspace().prediction()->label);
}

void tst_Window::choosingAHistoryRowExplainsIt()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QVERIFY(f.explain(QStringLiteral("first one")));
    QVERIFY(f.explain(QStringLiteral("second one")));
    auto* list = f.find<QListView>("textList");
    const auto row = list->model()->index(f.window->history().rowOf(QStringLiteral("first one")), 0);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(row).center());
    QTRY_VERIFY(f.isFinal() && f.shown()->encoding.text == "first one");
    QCOMPARE(f.edit()->toPlainText(), QStringLiteral("first one"));
}

void tst_Window::certificateIsShown()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QVERIFY(f.explain(joy));
    auto* certificate = f.find<CertificateView>("certificate");
    QVERIFY(certificate->isVisible());
    QCOMPARE(certificate->headline(), QStringLiteral("✓ Certified to 1 %"));
    QCOMPARE(certificate->property("look").toString(), QStringLiteral("good"));
}

void tst_Window::refineAsksForMore()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QVERIFY(f.explain(joy));
    f.find<QPushButton>("refine")->click();
    QTRY_VERIFY(f.isFinal() && f.shown()->certificate->tolerance == 0.001);
}

void tst_Window::methodWithoutCertificate()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QVERIFY(f.explain(joy));
    auto* method = f.find<QComboBox>("method");
    method->setCurrentIndex(method->findData(QStringLiteral("gradient")));
    Q_EMIT method->activated(method->currentIndex());
    QTRY_VERIFY(f.isFinal() && f.shown()->method == "gradient");
    QCOMPARE(f.find<CertificateView>("certificate")->headline(), QStringLiteral("No certificate"));
    QVERIFY(!f.find<QWidget>("card-path")->isVisible());
}

void tst_Window::changingAParameterRunsAgain()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QVERIFY(f.explain(joy));
    QSignalSpy changed(&f.window->workspace(), &Workspace::attributionChanged);
    auto* box = f.find<QWidget>("field-baseline")->findChild<QComboBox*>();
    box->setCurrentIndex(1);
    Q_EMIT box->activated(1);
    QTRY_VERIFY(changed.size() >= 1);
}

void tst_Window::groupingChangesTheCells()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QVERIFY(f.explain(QStringLiteral("unbelievably good")));
    auto* strip = f.find<TokenStrip>("token-strip");
    const auto words = strip->text().cells().size();
    auto* grouping = f.find<QComboBox>("grouping");
    grouping->setCurrentIndex(2);
    Q_EMIT grouping->activated(2);
    QCOMPARE(strip->text().cells().size(), words + 1);
}

void tst_Window::escapeCancels()
{
    WindowFixture f({ QStringLiteral("--on"), QStringLiteral("attribute=work:20000") });
    QVERIFY(f.openModel());
    f.window->showText(joy);
    QTRY_VERIFY(f.find<QPushButton>("cancelTask")->isVisible());
    f.window->actions().cancel->trigger();
    QTRY_COMPARE(f.engine.state(), EngineState::Ready);
    QTRY_VERIFY(!f.find<QPushButton>("cancelTask")->isVisible());
    QVERIFY(!f.isFinal()); // a draft may stand there, and says that it is one
}

void tst_Window::attentionPageShowsMaps()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QVERIFY(f.explain(joy));
    f.window->showPage(QStringLiteral("attention"));
    QTRY_VERIFY(f.window->currentPage()->result().as<Attention>());
    QCOMPARE(f.window->selection().head().layer, 0);
}

void tst_Window::attentionPageShowsInfluence()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QVERIFY(f.explain(joy));
    f.window->showPage(QStringLiteral("attention"));
    QTRY_VERIFY(f.window->currentPage()->result().as<Attention>());
    auto* map = f.find<HeatMap>("attention-map");
    auto* note = f.find<QLabel>("influenceNote");
    const double weight = map->valueAt(1, 1);
    QVERIFY(!note->isVisible());

    f.find<QComboBox>("quantity")->setCurrentIndex(1);
    QTRY_COMPARE(map->mode(), HeatMap::Mode::Influence);
    QCOMPARE(map->valueAt(1, 1), 0.0);
    QVERIFY(note->isVisible());
    QCOMPARE(note->text(),
        QStringLiteral("Random: no score depends on any token: every derivative is exactly 0, whatever the text."));
    f.window->selection().setHead({ 0, 1 }); // another head is asked for by itself
    QTRY_COMPARE(map->valueAt(1, 1), 2.0);
    QVERIFY(note->text().startsWith(QStringLiteral("Dense: row i depends on token i alone")));

    f.find<QComboBox>("quantity")->setCurrentIndex(0);
    f.window->selection().setHead({ 0, 0 });
    QCOMPARE(map->mode(), HeatMap::Mode::Head);
    QCOMPARE(map->valueAt(1, 1), weight);
    QVERIFY(!note->isVisible());
}

void tst_Window::attentionSaysItIsNoExplanation()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QVERIFY(f.explain(joy));
    f.window->showPage(QStringLiteral("attention"));
    auto* line = f.find<QLabel>("agreement");
    QTRY_VERIFY(line->text().contains(QStringLiteral("ρ")));
    QVERIFY(line->text().contains(QStringLiteral("not an explanation")));
}

void tst_Window::unsupportedPageIsGreyed()
{
    WindowFixture f;
    QVERIFY(f.openModel(QStringLiteral("plain")));
    auto* action = f.find<QAction>("page-attention");
    QVERIFY(!action->isEnabled());
    QVERIFY(action->toolTip().contains(QStringLiteral("no attention maps")));
    QVERIFY(f.find<QAction>("page-explain")->isEnabled());
}

void tst_Window::notANumberIsNoPrediction()
{
    WindowFixture f;
    QVERIFY(f.openModel(QStringLiteral("nan")));
    f.window->showText(joy);
    QTRY_VERIFY(f.window->workspace().prediction());
    QVERIFY(f.find<PredictionBar>("predictionBar")->accessibleDescription().contains(QStringLiteral("not finite")));
    QVERIFY(f.window->history().index(0).data(TextHistory::LabelRole).toString().isEmpty());
}

void tst_Window::findSelectsATokenAndTheNext()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QVERIFY(f.explain(QStringLiteral("to be or not to be")));
    f.window->actions().find->trigger();
    auto* line = f.find<QFrame>("findBar")->findChild<QLineEdit*>();
    QTest::keyClicks(line, QStringLiteral("be"));
    QCOMPARE(f.window->selection().token(), 2); // [CLS] to be
    QTest::keyClick(line, Qt::Key_Return);
    QCOMPARE(f.window->selection().token(), 6);
    QTest::keyClick(line, Qt::Key_Return);
    QCOMPARE(f.window->selection().token(), 2); // round the end
}

void tst_Window::longTextSaysWhatWasCut()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    f.window->showText(QStringLiteral("word ").repeated(700));
    QTRY_VERIFY(f.banner("textBanner")->isVisible());
    QVERIFY2(f.banner("textBanner")->message().contains(QStringLiteral("190")),
        qPrintable(f.banner("textBanner")->message()));
}

void tst_Window::hundredMegabytesPasted()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    auto* data = new QMimeData;
    data->setText(QStringLiteral("a quite ordinary word and one more ").repeated(3'000'000)); // 105 MB
    QGuiApplication::clipboard()->setMimeData(data);
    f.edit()->setFocus();
    QTest::qWait(100);
    GapMeter idle; // a busy machine has gaps of its own
    QTest::qWait(1000);
    const auto noise = idle.longest();
    GapMeter gap;
    QElapsedTimer clock;
    clock.start();
    f.edit()->paste();
    const auto pasted = clock.elapsed();
    QTRY_VERIFY(f.banner("textBanner")->isVisible());
    QTRY_VERIFY(f.window->workspace().prediction());
    QTest::qWait(100);
    qInfo("longest event-loop gap %lld ms, paste itself %lld ms, without anything to do %lld ms",
        static_cast<long long>(gap.longest()), static_cast<long long>(pasted), static_cast<long long>(noise));
    if (noise > 30)
        QSKIP("the machine is too busy to measure gaps");
    QVERIFY2(gap.longest() <= 100, qPrintable(QString::number(gap.longest())));
    QVERIFY(f.edit()->document()->characterCount() <= TextEdit::maxCharacters + 1);
    QGuiApplication::clipboard()->clear();
}

void tst_Window::longFileIsReadInPart()
{
    WindowFixture f;
    const auto path = f.folder.filePath(QStringLiteral("long.txt"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray("line of text\n").repeated(1'000'000));
    file.close();
    f.window->open(path, Slot::A);
    QVERIFY(f.edit()->document()->characterCount() <= TextEdit::maxCharacters + 1);
    QVERIFY(f.banner("textBanner")->isVisible());
}

void tst_Window::undoBringsTheTextBack()
{
    WindowFixture f;
    f.window->showText(QStringLiteral("first"));
    f.window->showText(QStringLiteral("second"));
    f.window->actions().undo->trigger();
    QCOMPARE(f.edit()->toPlainText(), QStringLiteral("first"));
    f.window->actions().redo->trigger();
    QCOMPARE(f.edit()->toPlainText(), QStringLiteral("second"));
}

void tst_Window::copyPutsAPictureOnTheClipboard()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QVERIFY(f.explain(joy));
    f.window->actions().copyFigure->trigger();
    QVERIFY(!QGuiApplication::clipboard()->image().isNull());
    f.window->actions().copyNumbers->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("joy")));
}

void tst_Window::exportWritesTheFigure()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QVERIFY(f.explain(joy));
    f.targetAnswer = f.folder.filePath(QStringLiteral("figure.svg"));
    f.window->actions().exportFigure->trigger();
    QFile file(f.targetAnswer);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("</svg>"));
    QVERIFY(f.find<QLabel>("remark")->text().contains(QStringLiteral("figure.svg")));
}

void tst_Window::exportThatFailsIsTold()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QVERIFY(f.explain(joy));
    f.targetAnswer = QStringLiteral("/proc/nowhere/figure.pdf");
    f.window->actions().exportFigure->trigger();
    QVERIFY(f.banner("windowBanner")->isVisible());
    QVERIFY(f.banner("windowBanner")->message().contains(QStringLiteral("figure.pdf")));
}

QTEST_MAIN(tst_Window)
#include "tst_window.moc"
