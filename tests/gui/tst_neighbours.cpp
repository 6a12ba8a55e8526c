// SPDX-License-Identifier: GPL-3.0-or-later
// The nearest texts of a corpus in the real window on the real engine.
#include "tests/gui/window_fixture.h"
#include "ui/engine/engine_command.h"

#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace vitrine;
using namespace vitrine::test;

class tst_Neighbours : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeKind::Light);
        EngineTimings timings;
        timings.silence = std::chrono::milliseconds(60000); // a busy machine is no hanging engine
        m_settings = std::make_unique<Settings>(m_folder.path());
        m_engine = std::make_unique<EngineProcess>(
            EngineCommand { QStringLiteral(VITRINE_BIN_DIR "/vitrine-engine"),
                { QStringLiteral("serve"), QStringLiteral("--device"), QStringLiteral("cpu") } },
            timings);
        FileDialogs dialogs;
        dialogs.chooseFile = [this](QWidget*, const QString&, const QString&, const QString&) { return m_corpus; };
        m_window = std::make_unique<MainWindow>(*m_engine, *m_settings, dialogs, FigureQuestions {});
        m_window->resize(1400, 900);
        m_window->show();
        m_engine->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_engine->description(), 30000);
        m_window->workspace().openModel(QStringLiteral("english"), Slot::A);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workspace().card(), 30000);
        m_window->showPage(QStringLiteral("alignment"));
        m_window->showText(query);
        m_corpus = write("films.tsv",
            "id\ttext\tlabel\nfirst\ta dull story with a great cast\t0\nsecond\t" + query.toUtf8()
                + "\t1\nthird\tthe soup was cold\t0\nfourth\tᚠᚢᚦ\t0\n");
    }

    void cleanupTestCase()
    {
        m_window.reset();
        m_engine.reset();
    }

    void findsThemWithTheirDistances()
    {
        find<QPushButton>("chooseCorpus")->click();
        QTRY_COMPARE_WITH_TIMEOUT(list()->count(), 3, 30000);
        QVERIFY(list()->isVisible());
        QVERIFY2(textOf(0).contains(query), qPrintable(textOf(0)));
        QVERIFY2(textOf(0).startsWith(QStringLiteral("0.000")), qPrintable(textOf(0)));
        QVERIFY2(textOf(2).contains(QStringLiteral("soup")), qPrintable(textOf(2)));
        QVERIFY2(find<QLabel>("searchWork")->text().contains(QStringLiteral("of 3 texts")),
            qPrintable(find<QLabel>("searchWork")->text()));
        QVERIFY2(find<QLabel>("searchWork")->text().endsWith(QStringLiteral("no word is known: 1")),
            qPrintable(find<QLabel>("searchWork")->text()));
        QVERIFY(find<QPushButton>("searchAgain")->isHidden());
        int rows = 0;
        for (int row = 0; row < list()->count(); ++row)
            rows += list()->visualItemRect(list()->item(row)).height();
        QCOMPARE(list()->viewport()->height(), rows); // nothing to scroll, nothing cut
    }

    void aChosenOneIsAligned()
    {
        const auto rect = list()->visualItemRect(list()->item(1));
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, rect.center());
        QCOMPARE(find<QPlainTextEdit>("rightText")->toPlainText(), QStringLiteral("a dull story with a great cast"));
        const auto aligned = [this] {
            const auto alignment = m_window->currentPage()->result().as<Alignment>();
            return alignment && alignment->right.text == "a dull story with a great cast";
        };
        QTRY_VERIFY_WITH_TIMEOUT(aligned(), 30000);
    }

    void offersToSearchAgainWhenTheTextIsAnother()
    {
        auto* again = find<QPushButton>("searchAgain");
        m_window->showText(QStringLiteral("cold soup"));
        QVERIFY(!again->isHidden());
        again->click();
        QTRY_VERIFY_WITH_TIMEOUT(again->isHidden(), 30000);
        QVERIFY2(textOf(0).contains(QStringLiteral("soup")), qPrintable(textOf(0)));
        m_window->showText(query);
        QVERIFY(!again->isHidden());
        m_window->showText(QStringLiteral("cold soup"));
        QVERIFY(again->isHidden());
    }

    void aLargeCorpusNeverBlocksTheWindow()
    {
        QByteArray lines;
        for (int i = 0; i < 6000; ++i)
            lines += QByteArray("the film number ") + QByteArray::number(i * 7919 % 6000) + " is "
                + (i % 3 == 0 ? "a joy to watch" : "long and dull") + ", said the critic\n";
        m_corpus = write("large.txt", lines);
        GapMeter gaps;
        find<QPushButton>("chooseCorpus")->click();
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("searchWork")->text().contains(QLocale().toString(6000)), 60000);
        QCOMPARE(list()->count(), 10);
        const auto longest = gaps.longest();
        qInfo("longest gap %lld ms", static_cast<long long>(longest));
        QVERIFY2(longest <= 100, qPrintable(QString::number(longest)));
    }

    void aSearchCanBeCancelled()
    {
        QByteArray lines;
        for (int i = 0; i < 60000; ++i)
            lines += "one more text of a corpus that takes long to read, number " + QByteArray::number(i) + '\n';
        m_corpus = write("long.txt", lines);
        const auto before = find<QLabel>("searchWork")->text();
        QSignalSpy progress(m_engine.get(), &EngineProcess::taskProgress);
        QSignalSpy ended(m_engine.get(), &EngineProcess::taskEnded);
        find<QPushButton>("chooseCorpus")->click();
        QTRY_VERIFY_WITH_TIMEOUT(progress.count() > 3, 30000);
        ended.clear();
        m_engine->cancelAll();
        QTRY_VERIFY_WITH_TIMEOUT(ended.count() > 0 || m_engine->state() == EngineState::Ready, 5000);
        QTRY_COMPARE_WITH_TIMEOUT(m_engine->state(), EngineState::Ready, 30000);
        QCOMPARE(find<QLabel>("searchWork")->text(), before);
        QCOMPARE(list()->count(), 10);
        QVERIFY(!m_window->currentPage()->findChild<Banner*>()->isVisible());
    }

private:
    QString write(const char* name, const QByteArray& content)
    {
        QFile file(m_folder.filePath(QLatin1String(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("no temporary file");
        return file.fileName();
    }
    template <typename Widget> Widget* find(const char* name)
    {
        return m_window->findChild<Widget*>(QLatin1String(name));
    }
    QListWidget* list() { return find<QListWidget>("neighbours"); }
    /// As it is read out: distance and text.
    QString textOf(int row) { return list()->item(row)->data(Qt::AccessibleTextRole).toString(); }

    const QString query = QStringLiteral("a dull film with a great cast");
    QTemporaryDir m_folder;
    QString m_corpus;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<EngineProcess> m_engine;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(tst_Neighbours)
#include "tst_neighbours.moc"
