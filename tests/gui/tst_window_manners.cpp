// SPDX-License-Identifier: GPL-3.0-or-later
// How the real window behaves: panels, state, plain text, keyboard, names, small screens.
#include "tests/gui/window_fixture.h"
#include "ui/charts/chart_card.h"

#include <QAbstractButton>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QScreen>
#include <QTest>

using namespace vitrine;
using namespace vitrine::test;

namespace {

const QString joy = QStringLiteral("It tries so hard to be clever that it forgets to be fun; the leads are a joy.");

} // namespace

class tst_WindowManners : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }

    void fullPageHidesThePanels();
    void panesCycle();
    void themeSwitches();
    void closingAsksOnceWhenBusy();
    void stateIsRestored();
    void geometryOffScreenIsBroughtBack();
    void labelsArePlainText();
    void mnemonicsAreUnique();
    void shortcutsAreUnique();
    void everythingFocusableHasAName();
    void tabReachesEverything();
    void nothingIsClippedWhenSmall();
};

void tst_WindowManners::fullPageHidesThePanels()
{
    WindowFixture f;
    f.window->actions().fullPage->trigger();
    QVERIFY(!f.find<QWidget>("leftPanel")->isVisible());
    QVERIFY(f.find<QWidget>("rightPanel")->isHidden());
    f.window->actions().fullPage->trigger();
    QVERIFY(f.find<QWidget>("leftPanel")->isVisible());
}

void tst_WindowManners::panesCycle()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QVERIFY(f.explain(joy));
    f.window->activateWindow();
    f.edit()->setFocus();
    QTRY_VERIFY(f.edit()->hasFocus());
    QSet<QWidget*> visited;
    for (int i = 0; i < 4; ++i) {
        f.window->actions().nextPane->trigger();
        visited.insert(QApplication::focusWidget());
    }
    QCOMPARE(visited.size(), 4);
    QVERIFY(f.edit()->hasFocus());
}

void tst_WindowManners::themeSwitches()
{
    WindowFixture f;
    f.window->actions().themeDark->trigger();
    QVERIFY(currentTheme().dark);
    QCOMPARE(f.settings.theme(), QStringLiteral("dark"));
    f.window->actions().themeLight->trigger();
    QVERIFY(!currentTheme().dark);
}

void tst_WindowManners::closingAsksOnceWhenBusy()
{
    WindowFixture f({ QStringLiteral("--on"), QStringLiteral("attribute=work:20000") });
    QVERIFY(f.openModel());
    f.window->showText(joy);
    QTRY_COMPARE(f.engine.state(), EngineState::Busy);
    QTRY_VERIFY(f.find<QPushButton>("cancelTask")->isVisible());
    f.confirmAnswer = false;
    QVERIFY(!f.window->close());
    QCOMPARE(f.questions, 1);
    f.confirmAnswer = true;
    QVERIFY(f.window->close());
    QCOMPARE(f.questions, 2);
}

void tst_WindowManners::stateIsRestored()
{
    QTemporaryDir folder;
    QSize size;
    {
        WindowFixture f({}, folder.path());
        QVERIFY(f.openModel());
        QVERIFY(f.explain(joy));
        f.window->showPage(QStringLiteral("attention"));
        f.window->resize(700, 500);
        QTRY_COMPARE(f.window->size(), QSize(700, 500));
        size = f.window->size();
        f.window->close();
    }
    WindowFixture f({}, folder.path());
    QCOMPARE(f.window->size(), size);
    QCOMPARE(f.window->currentPage()->objectName(), QStringLiteral("pageOf-attention"));
    QCOMPARE(f.window->history().text(0), joy);
    f.window->openUsual();
    QTRY_VERIFY(f.window->workspace().card());
    QCOMPARE(f.edit()->toPlainText(), joy);
}

void tst_WindowManners::geometryOffScreenIsBroughtBack()
{
    QTemporaryDir folder;
    {
        WindowFixture f({}, folder.path());
        f.window->move(100000, 100000);
        f.settings.setWindowState(f.window->saveGeometry(), {});
        f.settings.save();
    }
    Settings settings(folder.path());
    EngineProcess engine(mockEngine(), shortTimings());
    MainWindow window(engine, settings);
    const auto seen = window.screen()->availableGeometry().intersected(window.frameGeometry());
    QVERIFY(seen.width() >= 100 && seen.height() >= 100);
}

void tst_WindowManners::labelsArePlainText()
{
    WindowFixture f;
    QVERIFY(f.openModel(QStringLiteral("evil")));
    QVERIFY(f.explain(QStringLiteral("<b>bold</b> & <img src=file:///etc/passwd> good \u202E")));
    f.window->showPage(QStringLiteral("attention"));
    QTest::qWait(50);
    int count = 0;
    for (const auto* label : f.window->findChildren<QLabel*>()) {
        QVERIFY2(label->textFormat() == Qt::PlainText || label->text().isEmpty(), qPrintable(label->text()));
        ++count;
    }
    QVERIFY(count > 20);
    for (const auto* widget : f.window->findChildren<QWidget*>())
        QVERIFY2(!widget->toolTip().contains(QStringLiteral("<img")), qPrintable(widget->toolTip()));
    const auto title = f.find<ChartCard>("card-token-strip")->title();
    QVERIFY2(title.contains(QChar(0x2068)) && !title.contains(QChar(0x202E)), qPrintable(title));
}

void tst_WindowManners::mnemonicsAreUnique()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QList<QMenu*> menus;
    for (auto* action : f.window->menuBar()->actions())
        menus.append(action->menu());
    for (int i = 0; i < menus.size(); ++i) {
        QSet<QChar> used;
        for (auto* action : menus.at(i)->actions()) {
            if (action->menu() && !menus.contains(action->menu()))
                menus.append(action->menu());
            const auto sequence = QKeySequence::mnemonic(action->text()).toString();
            if (sequence.isEmpty())
                continue;
            QVERIFY2(!used.contains(sequence.back()), qPrintable(action->text()));
            used.insert(sequence.back());
        }
    }
    QVERIFY(menus.size() >= 6);
}

void tst_WindowManners::shortcutsAreUnique()
{
    WindowFixture f;
    QSet<QString> used;
    for (const auto* action : f.window->actions().all()) {
        const auto text = action->shortcut().toString();
        if (text.isEmpty())
            continue;
        QVERIFY2(!used.contains(text), qPrintable(text));
        used.insert(text);
    }
    QVERIFY(used.contains(QStringLiteral("Ctrl+K")) && used.contains(QStringLiteral("F6"))
        && used.contains(QStringLiteral("Ctrl+1")));
}

void tst_WindowManners::everythingFocusableHasAName()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QVERIFY(f.explain(joy));
    for (const auto& page : pageRegistry()) {
        f.window->showPage(page.id);
        QTest::qWait(50);
        for (const auto* widget : f.window->findChildren<QWidget*>()) {
            if (!widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0 || widget->focusProxy())
                continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            const bool named = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
            QVERIFY2(named,
                qPrintable(QStringLiteral("%1 '%2' in %3")
                        .arg(QLatin1String(widget->metaObject()->className()), widget->objectName(),
                            widget->parentWidget()->objectName())));
        }
    }
}

void tst_WindowManners::tabReachesEverything()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QVERIFY(f.explain(joy));
    QSet<const QWidget*> reached;
    for (QWidget* widget = f.edit()->nextInFocusChain(); widget != f.edit(); widget = widget->nextInFocusChain())
        reached.insert(widget);
    for (const char* name : { "textList", "method", "grouping", "token-strip", "exportFigure", "slotA" })
        QVERIFY2(reached.contains(f.find<QWidget>(name)), name);
}

void tst_WindowManners::nothingIsClippedWhenSmall()
{
    WindowFixture f;
    QVERIFY(f.openModel());
    QVERIFY(f.explain(joy));
    f.window->resize(800, 600);
    for (const auto& page : pageRegistry()) {
        f.window->showPage(page.id);
        QTest::qWait(50);
        QVERIFY2(f.window->width() <= 800 && f.window->height() <= 600,
            qPrintable(QStringLiteral("%1 x %2").arg(f.window->width()).arg(f.window->height())));
        for (const auto* button : f.window->findChildren<QPushButton*>()) {
            if (button->isVisible())
                QVERIFY2(button->width() >= button->minimumSizeHint().width()
                        && button->height() >= button->minimumSizeHint().height(),
                    qPrintable(button->text()));
        }
    }
}

QTEST_MAIN(tst_WindowManners)
#include "tst_window_manners.moc"
