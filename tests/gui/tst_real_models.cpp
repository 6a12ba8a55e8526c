// SPDX-License-Identifier: GPL-3.0-or-later
// The real window on the real engine: every reference folder is dropped on it, opens, explains or says why it does not.
#include "tests/gui/window_fixture.h"
#include "tests/support/reference_folder.h"
#include "ui/engine/engine_command.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace vitrine;
using namespace vitrine::test;

namespace {

QString reference(const QString& inside)
{
    return QString::fromStdString(referencePath(inside.toStdString()).string());
}

QJsonArray listOf(const QString& file, const char* key)
{
    QFile index(file);
    if (!index.open(QIODevice::ReadOnly))
        return {};
    const auto document = QJsonDocument::fromJson(index.readAll());
    return document.isArray() ? document.array() : document.object()[QLatin1String(key)].toArray();
}

} // namespace

class tst_RealModels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeKind::Light);
        EngineTimings timings;
        timings.silence = std::chrono::milliseconds(60000); // a busy machine is no hanging engine
        m_settings = std::make_unique<Settings>(m_folder.path());
        m_engine = std::make_unique<EngineProcess>(
            EngineCommand { QStringLiteral(VITRINE_BIN_DIR "/vitrine-engine"), { QStringLiteral("serve") } }, timings);
        m_window = std::make_unique<MainWindow>(*m_engine, *m_settings, FileDialogs {}, FigureQuestions {});
        m_window->show();
        m_window->showText(QStringLiteral("a stirring, funny film 很好看"));
        m_engine->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_engine->greeting(), 30000);
    }

    void cleanupTestCase()
    {
        m_window.reset();
        m_engine.reset();
    }

    void folderOpensByDrop_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("isClassifier");
        const auto models = listOf(reference(QStringLiteral("models/index.json")), "models");
        QVERIFY(!models.isEmpty());
        for (const auto& value : models) {
            const auto name = value.toObject()[QLatin1String("name")].toString();
            QTest::newRow(qPrintable(name)) << reference(QStringLiteral("models/") + name)
                                            << value.toObject()[QLatin1String("architecture")].toString().endsWith(
                                                   QLatin1String("ForSequenceClassification"));
        }
        if (hasTrainedModels())
            QTest::newRow("bert-char-zh") << reference(QStringLiteral("real/bert-char-zh")) << true;
    }

    void folderOpensByDrop()
    {
        QFETCH(QString, path);
        QFETCH(bool, isClassifier);
        dropFile(m_window.get(), path);
        QTRY_VERIFY2_WITH_TIMEOUT(
            opened(path), qPrintable(m_window->findChild<Banner*>(QStringLiteral("modelBanner"))->message()), 30000);
        auto* explain = m_window->findChild<QAction*>(QStringLiteral("page-explain"));
        auto* attention = m_window->findChild<QAction*>(QStringLiteral("page-attention"));
        QCOMPARE(explain->isEnabled(), isClassifier);
        QVERIFY(attention->isEnabled());
        if (isClassifier) {
            QTRY_VERIFY_WITH_TIMEOUT(m_window->workspace().prediction(), 30000);
            QTRY_VERIFY_WITH_TIMEOUT(m_window->workspace().attribution(), 60000);
        } else {
            QVERIFY2(
                explain->toolTip().contains(QStringLiteral("no classification head")), qPrintable(explain->toolTip()));
        }
    }

    void anyOtherFileIsNoModel()
    {
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("notes.md"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("# Notes") > 0);
        file.close();
        auto* banner = m_window->findChild<Banner*>(QStringLiteral("modelBanner"));
        banner->clear();
        m_window->openModel(path, Slot::A); // as --model does; a drop would read it as a text
        QTRY_VERIFY_WITH_TIMEOUT(banner->isVisibleTo(m_window.get()), 30000);
        QVERIFY2(banner->message().contains(QStringLiteral("config.json")), qPrintable(banner->message()));
    }

    void brokenFolderIsOneSentence_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("isRefused");
        const auto cases = listOf(reference(QStringLiteral("malformed/index.json")), "cases");
        QVERIFY(!cases.isEmpty());
        for (const auto& value : cases) {
            const auto entry = value.toObject();
            if (entry[QLatin1String("kind")].toString() == QLatin1String("model folder"))
                QTest::newRow(qPrintable(entry[QLatin1String("id")].toString()))
                    << reference(QStringLiteral("malformed/") + entry[QLatin1String("id")].toString())
                    << (entry[QLatin1String("outcome")].toString() == QLatin1String("refuse"));
        }
    }

    void brokenFolderIsOneSentence()
    {
        QFETCH(QString, path);
        QFETCH(bool, isRefused);
        auto* banner = m_window->findChild<Banner*>(QStringLiteral("modelBanner"));
        banner->clear();
        dropFile(m_window.get(), path);
        if (isRefused) {
            QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), 30000);
            QVERIFY(!opened(path));
            QVERIFY2(!banner->message().contains(QStringLiteral("pickle-code-ran")) && banner->message().size() > 20,
                qPrintable(banner->message()));
        } else {
            QTRY_VERIFY2_WITH_TIMEOUT(opened(path), qPrintable(banner->message()), 30000);
        }
        QVERIFY(m_engine->state() != EngineState::Failed); // the window and its engine still answer
    }

private:
    bool opened(const QString& path) const
    {
        const auto& slot = m_window->workspace().slot(m_window->workspace().activeSlot());
        return slot.card && QFileInfo(slot.reference).canonicalFilePath() == QFileInfo(path).canonicalFilePath()
            && slot.opening.isEmpty();
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<EngineProcess> m_engine;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(tst_RealModels)
#include "tst_real_models.moc"
