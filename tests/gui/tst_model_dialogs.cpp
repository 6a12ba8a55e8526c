// SPDX-License-Identifier: GPL-3.0-or-later
// The load report, and logits of other programs beside ours.
#include "tests/gui/window_fixture.h"
#include "ui/widgets/table.h"
#include "ui/window/load_report.h"
#include "ui/window/parity_panel.h"

#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace vitrine;
using namespace vitrine::test;

namespace {

ModelCard sampleCard()
{
    ModelCard card;
    card.title = "evil <b>bold</b>";
    card.path = "/models/evil";
    card.weightsFormat = "PyTorch";
    card.weightsDtype = "F16";
    card.activation = "gelu_tanh";
    card.labels = { "NEG", "POS" };
    card.sizes.memoryBytes = 1'500'000;
    card.abilities = { { "classify", true, {} }, { "generate", false, "A BERT model cannot do this." } };
    card.provenance.warnings = { "num_labels says 3, the weights have 2." };
    card.tensors = { { "bert.a.gamma", "F16", { 4, 8 }, "renamed", "bert.a.weight", 0 },
        { "bert.b", "F16", { 8 }, "read", {}, 3 }, { "cls.c", "F16", { 8 }, "ignored", {}, 0 } };
    card.missing = { "pooler.bias" };
    return card;
}

QStringList column(const SortedTable* table, int column)
{
    QStringList texts;
    for (int row = 0; row < table->model()->rowCount(); ++row)
        texts.append(table->model()->index(row, column).data().toString());
    return texts;
}

} // namespace

class tst_ModelDialogs : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Light); }

    void reportListsEveryTensorOnce()
    {
        LoadReport report(sampleCard(), nullptr);
        const auto* table = report.findChild<SortedTable*>(QStringLiteral("tensors"));
        QCOMPARE(column(table, 0), (QStringList { "renamed", "read", "ignored", "missing" }));
        QCOMPARE(column(table, 5).first(), QStringLiteral("bert.a.weight"));
        QCOMPARE(column(table, 3).at(1), QStringLiteral("3"));
    }

    void tensorsCanBeChosenByUse()
    {
        LoadReport report(sampleCard(), nullptr);
        auto* uses = report.findChild<QComboBox*>(QStringLiteral("tensorUses"));
        QCOMPARE(uses->count(), 5); // all, read, renamed, ignored, missing
        uses->setCurrentIndex(uses->findData(QStringLiteral("missing")));
        QCOMPARE(column(report.findChild<SortedTable*>(QStringLiteral("tensors")), 4), QStringList { "pooler.bias" });
        uses->setCurrentIndex(0);
        QCOMPARE(report.findChild<SortedTable*>(QStringLiteral("tensors"))->model()->rowCount(), 4);
    }

    void reportTellsReasonsAndWarnings()
    {
        const auto text = loadReportText(sampleCard());
        for (const char* part : { "gelu_tanh", "PyTorch", "A BERT model cannot do this.", "num_labels says 3", "1.5 MB",
                 "bert.a.gamma", "0 \u2068NEG\u2069" })
            QVERIFY2(text.contains(QString::fromUtf8(part)),
                qPrintable(QString::fromUtf8(part) + QStringLiteral("\n") + text));
    }

    void conversionIsOfferedForPicklesOnly()
    {
        const auto offers = [](const ModelCard& card) {
            LoadReport report(card, nullptr);
            for (const auto* button : report.findChildren<QPushButton*>()) {
                if (button->text().contains(QStringLiteral("Convert")))
                    return true;
            }
            return false;
        };
        auto card = sampleCard();
        QVERIFY(offers(card));
        card.weightsFormat = "safetensors";
        QVERIFY(!offers(card));
    }

    void reportOpensFromTheMenuAndLeadsToParity()
    {
        WindowFixture f;
        QVERIFY(f.openModel());
        f.window->actions().loadReport->trigger();
        auto* report = f.window->findChild<LoadReport*>();
        QVERIFY(report && report->isVisible());
        Q_EMIT report->parityRequested();
        QVERIFY(f.window->findChild<ParityPanel*>());
    }

    void jsonDroppedOnTheWindowIsCompared()
    {
        WindowFixture f;
        QVERIFY(f.openModel());
        QFile file(f.folder.filePath(QStringLiteral("logits.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{}");
        file.close();
        dropFile(f.window.get(), file.fileName());
        auto* panel = f.window->findChild<ParityPanel*>();
        QVERIFY(panel);
        auto* sentence = panel->findChild<QLabel*>(QStringLiteral("paritySentence"));
        QTRY_VERIFY2(sentence->text().contains(QStringLiteral("0.5")), qPrintable(sentence->text()));
        auto* table = panel->findChild<SortedTable*>(QStringLiteral("parityRows"));
        QCOMPARE(column(table, 0), (QStringList { "1e-06", "0.5", "" }));
        QVERIFY(column(table, 4).last().contains(QStringLiteral("3 logits")));
        panel->compare(QStringLiteral("/somewhere/equal.json")); // another file into the same panel
        QTRY_VERIFY(sentence->text().startsWith(QStringLiteral("The same model")));
    }

    void theScriptIsTheDocumentedOne()
    {
        WindowFixture f;
        QVERIFY(f.openModel());
        f.window->actions().parity->trigger();
        const auto* code = f.window->findChild<ParityPanel*>()->findChild<QPlainTextEdit*>();
        QFile page(QStringLiteral(VITRINE_SOURCE_DIR "/docs/parity.md"));
        QVERIFY(page.open(QIODevice::ReadOnly));
        QVERIFY(QString::fromUtf8(page.readAll()).contains(code->toPlainText()));
        QCOMPARE(code->toPlainText().count(QLatin1Char('\n')), 4); // five lines
    }

    void refusedReferenceIsASentence()
    {
        WindowFixture f({ QStringLiteral("--on"), QStringLiteral("parity=refuse:malformed-file") });
        QVERIFY(f.openModel());
        f.window->actions().parity->trigger();
        auto* panel = f.window->findChild<ParityPanel*>();
        dropFile(panel, QStringLiteral("/somewhere/logits.json"));
        auto* sentence = panel->findChild<QLabel*>(QStringLiteral("paritySentence"));
        QTRY_VERIFY(!sentence->text().isEmpty()
            && sentence->parentWidget()->property("look").toString() == QLatin1String("bad"));
    }

    void withoutAModelBothSayWhatToDo()
    {
        WindowFixture f;
        f.window->actions().parity->trigger();
        QVERIFY(f.banner("windowBanner")->message().contains(QStringLiteral("drop a model folder")));
        f.window->actions().loadReport->trigger();
        QVERIFY(!f.window->findChild<LoadReport*>());
    }
};

QTEST_MAIN(tst_ModelDialogs)
#include "tst_model_dialogs.moc"
