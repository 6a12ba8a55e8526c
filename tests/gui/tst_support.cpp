// SPDX-License-Identifier: GPL-3.0-or-later
// Themes, settings, forms, history: what the window stands on.
#include "tests/gui/window_fixture.h"
#include "tests/support/event_loop_gap.h"
#include "tests/support/mock_documents.h"
#include "ui/pages/attention/head_facts.h"
#include "ui/support/colour_map.h"
#include "ui/support/theme.h"
#include "ui/widgets/parameter_form.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/target_field.h"
#include "ui/window/command_palette.h"
#include "ui/window/text_history.h"

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

#include <limits>

using namespace vitrine;

class tst_Support : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textIsReadable_data();
    void textIsReadable();
    void styleSheetNamesNoUnknownColour();
    void tokensAreLargerThanBody();
    void recentModelsAreTenAndNewestFirst();
    void corruptSettingsAreSetAside();
    void readOnlySettingsAreTold();
    void textsSurvive();
    void formHasAFieldPerParameter();
    void formKeepsWhatWasChosen();
    void toleranceIsShownInPercent();
    void openChoiceTakesOwnText();
    void targetOffersLabelsByIndex();
    void oneRatherThanAnother();
    void fieldsFollowRolesAndNotNames();
    void foreignTextIsIsolated();
    void toolTipsAreNoMarkup();
    void hugeTextDoesNotFreezeALabel_data();
    void hugeTextDoesNotFreezeALabel();
    void manyClassesAreInstant();
    void historyPutsPinnedFirst();
    void historyForgetsTheOldest();
    void rankCorrelationByHand();
    void rankCorrelationRefuses();
    void paletteFindsByWords();
};

void tst_Support::textIsReadable_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("light") << int(ThemeKind::Light);
    QTest::newRow("dark") << int(ThemeKind::Dark);
    QTest::newRow("print") << int(ThemeKind::Print);
}

void tst_Support::textIsReadable()
{
    QFETCH(int, kind);
    const auto& theme = themeOf(ThemeKind(kind));
    double lowest = 21;
    for (const auto& behind : { theme.window, theme.surface, theme.surfaceRaised, theme.accentSoft, theme.goodSoft,
             theme.warnSoft, theme.badSoft }) {
        for (const auto& text : { theme.text, theme.textMuted })
            lowest = std::min(lowest, contrastRatio(text, behind));
    }
    for (const auto& [text, behind] :
        { std::pair(theme.accentText, theme.accent), std::pair(theme.good, theme.goodSoft),
            std::pair(theme.warn, theme.warnSoft), std::pair(theme.bad, theme.badSoft),
            std::pair(theme.accent, theme.accentSoft), std::pair(theme.accent, theme.surface),
            std::pair(theme.positive, theme.surface), std::pair(theme.negative, theme.surface) })
        lowest = std::min(lowest, contrastRatio(text, behind));
    qInfo("lowest contrast %.2f", lowest);
    QVERIFY2(lowest >= 4.5, qPrintable(QString::number(lowest)));
}

void tst_Support::styleSheetNamesNoUnknownColour()
{
    for (const auto kind : { ThemeKind::Light, ThemeKind::Dark })
        QVERIFY(!styleSheetOf(themeOf(kind)).contains(QLatin1Char('@')));
}

void tst_Support::tokensAreLargerThanBody()
{
    QVERIFY(textFont(TextRole::Token).pointSizeF() > textFont(TextRole::Body).pointSizeF());
    QVERIFY(textFont(TextRole::Small).pointSizeF() < textFont(TextRole::Body).pointSizeF());
}

void tst_Support::recentModelsAreTenAndNewestFirst()
{
    QTemporaryDir folder;
    Settings settings(folder.path());
    for (int i = 0; i < 15; ++i)
        settings.addRecentModel(QStringLiteral("/m%1").arg(i));
    settings.addRecentModel(QStringLiteral("/m9"));
    QCOMPARE(settings.recentModels().size(), 10);
    QCOMPARE(settings.recentModels().first(), QStringLiteral("/m9"));
    QCOMPARE(settings.recentModels().count(QStringLiteral("/m9")), 1);
}

void tst_Support::corruptSettingsAreSetAside()
{
    QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("vitrine.ini"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[window\ntheme=dark\n\x01\x02 no equals sign here\n=\n[]]]\n");
    file.close();
    Settings settings(folder.path());
    QVERIFY(settings.notice().contains(QStringLiteral(".bad")));
    QVERIFY(QFile::exists(path + QStringLiteral(".bad")));
    QCOMPARE(settings.theme(), QStringLiteral("system"));
    settings.setTheme(QStringLiteral("dark"));
    settings.save();
    QCOMPARE(Settings(folder.path()).theme(), QStringLiteral("dark"));
}

void tst_Support::readOnlySettingsAreTold()
{
    // A folder in the way of the file cannot be written by anybody, root included.
    QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("vitrine.ini")));
    Settings settings(folder.path());
    QVERIFY(settings.notice().contains(QStringLiteral("vitrine.ini")));
    QCOMPARE(settings.recentModels(), QStringList());
}

void tst_Support::textsSurvive()
{
    QTemporaryDir folder;
    const QString odd = QStringLiteral("a\nb\t\"c\" \\ 这家店真黑心 %; =");
    {
        Settings settings(folder.path());
        settings.setTexts({ { odd, true }, { QStringLiteral("x"), false } });
        settings.save();
    }
    const auto texts = Settings(folder.path()).texts();
    QCOMPARE(texts.size(), 2);
    QCOMPARE(texts.first().text, odd);
    QVERIFY(texts.first().pinned);
}

void tst_Support::formHasAFieldPerParameter()
{
    ParameterForm form;
    const auto specs = mock::description().attributionMethods.front().parameters;
    form.setSpecs(specs);
    const auto values = form.values();
    QCOMPARE(values.size(), specs.size());
    for (const auto& spec : specs)
        QCOMPARE(QString::fromStdString(values.at(spec.name)), QString::fromStdString(spec.defaultValue));
}

void tst_Support::formKeepsWhatWasChosen()
{
    ParameterForm form;
    const auto methods = mock::description().attributionMethods;
    form.setSpecs(methods[0].parameters);
    form.setValue("quantity", QStringLiteral("probability"));
    form.setSpecs(methods[1].parameters);
    QCOMPARE(form.values().at("quantity"), std::string("probability"));
    QCOMPARE(form.values().count("baseline"), std::size_t(0));
}

void tst_Support::toleranceIsShownInPercent()
{
    ParameterForm form;
    form.setSpecs(mock::description().attributionMethods.front().parameters);
    auto* box = form.field("tolerance")->findChild<QComboBox*>();
    QCOMPARE(box->currentText(), QStringLiteral("1 %"));
    form.setValue("tolerance", QStringLiteral("0.001"));
    QCOMPARE(box->currentText(), QStringLiteral("%1 %").arg(QLocale().toString(0.1)));
    QCOMPARE(std::stod(form.values().at("tolerance")), 0.001);
}

void tst_Support::openChoiceTakesOwnText()
{
    ParameterForm form;
    form.setSpecs(mock::description().attributionMethods.front().parameters);
    form.setValue("baseline", QStringLiteral("text:a film"));
    QCOMPARE(form.values().at("baseline"), std::string("text:a film"));
    QVERIFY(!form.field("baseline")->findChild<QLineEdit*>()->isHidden());
}

void tst_Support::targetOffersLabelsByIndex()
{
    ParameterForm form;
    form.setSpecs(mock::description().attributionMethods.front().parameters);
    form.setContext({ { QStringLiteral("NO"), QStringLiteral("A:B") }, 1 });
    auto* box = form.field("target")->findChild<QComboBox*>();
    QVERIFY(box->itemText(0).contains(QStringLiteral("A:B")));
    form.setValue("target", QStringLiteral("0"));
    QCOMPARE(form.values().at("target"), std::string("0"));
    form.setContext({ {}, -1 }); // another model: the index has no meaning any more
    QCOMPARE(form.values().at("target"), std::string("predicted"));
}

void tst_Support::oneRatherThanAnother()
{
    ParameterForm form;
    form.setSpecs(mock::description().attributionMethods.front().parameters);
    form.setContext({ { QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c") }, 2 });
    form.setValue("target", QStringLiteral("2:1"));
    QCOMPARE(form.values().at("target"), std::string("2:1"));
}

void tst_Support::fieldsFollowRolesAndNotNames()
{
    ParameterForm form;
    form.setSpecs({
        { .name = "soup", .title = "Soup", .help = "read", .role = ParamRole::OpenFile },
        { .name = "pot", .title = "Pot", .help = "written", .role = ParamRole::SaveFolder },
        { .name = "aim", .title = "Aim", .help = "a class", .role = ParamRole::Target },
        { .name = "share",
            .title = "Share",
            .kind = ParamKind::Real,
            .defaultValue = "0.01",
            .help = "in percent",
            .role = ParamRole::Percentage },
        { .name = "train", .title = "Train", .help = "no file, whatever it is called" },
        { .name = "tolerance",
            .title = "Tolerance",
            .kind = ParamKind::Real,
            .defaultValue = "0.01",
            .help = "no share" },
        { .name = "seed", .title = "Seed", .kind = ParamKind::Integer, .defaultValue = "1", .help = "for everybody" },
        { .name = "spoon", .title = "Spoon", .help = "for specialists", .advanced = true },
    });
    FieldContext context { { QStringLiteral("NO"), QStringLiteral("YES") }, 1 };
    QStringList asked;
    context.dialogs.chooseFile = [&](QWidget*, const QString& title, const QString&, const QString&) {
        asked += "file for " + title;
        return QStringLiteral("/soup.tsv");
    };
    context.dialogs.chooseFolder = [&](QWidget*, const QString& title, const QString&) {
        asked += "folder for " + title;
        return QStringLiteral("/pot");
    };
    form.setContext(context);
    for (const char* name : { "soup", "pot" })
        form.field(name)->findChild<QToolButton*>()->click();
    QCOMPARE(asked, QStringList({ "file for Soup", "folder for Pot" }));
    QCOMPARE(form.values().at("pot"), std::string("/pot"));
    QVERIFY(form.field("aim")->findChild<QComboBox*>()->itemText(0).contains(QStringLiteral("YES")));
    QCOMPARE(form.field("share")->findChild<QComboBox*>()->currentText(), QStringLiteral("1 %"));
    QVERIFY(!form.field("train")->findChild<QToolButton*>());
    QVERIFY(form.field("tolerance")->findChild<QLineEdit*>());
    QVERIFY(!form.field("tolerance")->findChild<QComboBox*>());
    QVERIFY(!form.field("seed")->isHidden());
    QVERIFY(form.field("spoon")->isHidden());
    form.findChild<QPushButton*>(QStringLiteral("moreParameters"))->click();
    QVERIFY(!form.field("spoon")->isHidden());
}

void tst_Support::foreignTextIsIsolated()
{
    const auto shown = isolated(QStringLiteral("a\u202Eb"));
    QVERIFY(shown.startsWith(QChar(0x2068)) && shown.endsWith(QChar(0x2069)));
    QVERIFY(!shown.contains(QChar(0x202E)));
    QCOMPARE(withoutMnemonic(QStringLiteral("Q&A")), QStringLiteral("Q&&A"));
    QCOMPARE(shortened(QStringLiteral("one two three"), 7), QStringLiteral("one two\u2026"));
}

void tst_Support::toolTipsAreNoMarkup()
{
    QVERIFY(!plainToolTip(QStringLiteral("<img src=x>")).contains(QStringLiteral("<img")));
}

void tst_Support::hugeTextDoesNotFreezeALabel_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("900 kB") << QString(900'000, QLatin1Char('x'));
    QTest::newRow("10 MB") << QString(10'000'000, QLatin1Char('x'));
    QTest::newRow("words") << QStringLiteral("word ").repeated(2'000'000);
    QTest::newRow("markup") << QStringLiteral("<b>&").repeated(1'000'000);
    QTest::newRow("NUL") << QString(1'000'000, QChar(0));
    QTest::newRow("lone surrogates") << QString(1'000'000, QChar(0xd800));
    QTest::newRow("right-to-left marks") << QString(1'000'000, QChar(0x202e));
    QTest::newRow("pairs") << QStringLiteral("\U0001f600").repeated(1'000'000);
}

void tst_Support::hugeTextDoesNotFreezeALabel()
{
    QFETCH(QString, text);
    QWidget window;
    auto* layout = new QVBoxLayout(&window);
    auto* wrapped = new PlainLabel;
    wrapped->setWordWrap(true);
    auto* elided = new PlainLabel;
    elided->setElided(true);
    for (auto* label : { wrapped, elided })
        layout->addWidget(label);
    QMenu menu;
    window.resize(400, 300);
    window.show();
    const auto gap = eventLoopGap([&] {
        wrapped->setText(text);
        elided->setText(isolated(text));
        window.setToolTip(plainToolTip(text));
        menu.addAction(withoutMnemonic(isolated(text)));
        menu.popup({ 0, 0 });
        window.grab();
    });
    QVERIFY2(gap < allowedGap, qPrintable(QStringLiteral("%1 ms").arg(gap)));
    QVERIFY(wrapped->text().size() <= longestLabel + 1);
    QVERIFY(wrapped->text().endsWith(QChar(0x2026)));
    QVERIFY(!wrapped->text().chopped(1).back().isHighSurrogate() || text.front() == QChar(0xd800));
    QVERIFY(window.toolTip().size() <= 6 * longestLabel + 20); // every character may be escaped
}

void tst_Support::manyClassesAreInstant()
{
    QStringList labels;
    for (int i = 0; i < 200'000; ++i)
        labels.append(QStringLiteral("class %1").arg(i));
    ParamSpec spec;
    spec.name = "target";
    spec.title = "Class";
    TargetField field(spec);
    field.show();
    FieldContext context;
    context.labels = labels;
    context.predicted = 7;
    const auto gap = eventLoopGap([&] {
        field.setContext(context);
        field.setValue(QStringLiteral("199999"));
        field.grab();
    });
    QVERIFY2(gap < allowedGap, qPrintable(QStringLiteral("%1 ms").arg(gap)));
    QCOMPARE(field.value(), QStringLiteral("199999"));
    field.setValue(QStringLiteral("199998:3"));
    QCOMPARE(field.value(), QStringLiteral("199998:3"));
    field.setValue(QStringLiteral("200000"));
    QCOMPARE(field.value(), QStringLiteral("predicted"));
    auto* box = field.findChild<QComboBox*>();
    QCOMPARE(box->count(), 200'002);
    const auto popupGap = eventLoopGap([&] { box->showPopup(); });
    box->hidePopup();
    QVERIFY2(popupGap < allowedGap, qPrintable(QStringLiteral("%1 ms").arg(popupGap)));
}

void tst_Support::historyPutsPinnedFirst()
{
    TextHistory history;
    history.add(QStringLiteral("one"));
    history.add(QStringLiteral("two"));
    history.togglePinned(history.rowOf(QStringLiteral("one")));
    QCOMPARE(history.text(0), QStringLiteral("one"));
    history.add(QStringLiteral("three"));
    QCOMPARE(history.text(0), QStringLiteral("one"));
    QCOMPARE(history.text(1), QStringLiteral("three"));
    QCOMPARE(history.add(QStringLiteral("two")), 2); // known texts stay where they are
    Prediction prediction;
    prediction.encoding.text = "two";
    prediction.label = "POSITIVE";
    prediction.labelIndex = 1;
    prediction.probabilities = { 0.1, 0.9 };
    history.setPrediction(prediction);
    QCOMPARE(history.index(2).data(TextHistory::LabelRole).toString(), QStringLiteral("POSITIVE"));
}

void tst_Support::historyForgetsTheOldest()
{
    TextHistory history;
    for (int i = 0; i < TextHistory::maxTexts + 10; ++i)
        history.add(QString::number(i));
    QCOMPARE(history.rowCount(), TextHistory::maxTexts);
    QVERIFY(history.rowOf(QStringLiteral("0")) < 0);
}

void tst_Support::rankCorrelationByHand()
{
    QCOMPARE(*rankCorrelation({ 1, 2, 3 }, { 10, 20, 30 }), 1.0);
    QCOMPARE(*rankCorrelation({ 1, 2, 3 }, { 3, 2, 1 }), -1.0);
    // Ranks 0 1 2 3 4 against 1 0 2 4 3: 1 − 6·4/(5·24) = 0.8.
    QCOMPARE(*rankCorrelation({ 1, 2, 3, 4, 5 }, { 2, 1, 3, 5, 4 }), 0.8);
    // Ties take the mean rank: ranks 0.5 0.5 2 against 0 1 2: 1.5/√(1.5·2) = 0.8660.
    QVERIFY(std::abs(*rankCorrelation({ 1, 1, 2 }, { 1, 2, 3 }) - 1.5 / std::sqrt(3.0)) < 1e-12);
}

void tst_Support::rankCorrelationRefuses()
{
    QVERIFY(!rankCorrelation({ 1, 2 }, { 1, 2 }));
    QVERIFY(!rankCorrelation({ 1, 1, 1 }, { 1, 2, 3 }));
    QVERIFY(!rankCorrelation({ 1, 2, 3 }, { 1, 2 }));
    QVERIFY(!rankCorrelation({ 1, std::numeric_limits<double>::quiet_NaN(), 3 }, { 1, 2, 3 }));
}

void tst_Support::paletteFindsByWords()
{
    QAction openAction(QStringLiteral("&Open model folder…"));
    QAction exportAction(QStringLiteral("&Export figure…"));
    QAction hidden(QStringLiteral("&Off"));
    hidden.setEnabled(false);
    auto* palette = new CommandPalette({ &openAction, &exportAction, &hidden }, nullptr);
    auto* list = palette->findChild<QListWidget*>();
    QCOMPARE(list->count(), 2);
    QSignalSpy triggered(&exportAction, &QAction::triggered);
    auto* line = palette->findChild<QLineEdit*>();
    line->setText(QStringLiteral("fig exp"));
    QCOMPARE(list->count(), 1);
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_COMPARE(triggered.size(), 1);
}

QTEST_MAIN(tst_Support)
#include "tst_support.moc"
