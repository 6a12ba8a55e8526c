// SPDX-License-Identifier: GPL-3.0-or-later
// The real window on the mock engine, with answered dialogs and settings of its own.
#pragma once

#include "ui/support/settings.h"
#include "ui/widgets/banner.h"
#include "ui/window/actions.h"
#include "ui/window/main_window.h"
#include "ui/window/text_field.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QUrl>

#include <memory>

namespace vitrine::test {

/// The mock engine with `arguments`; see tests/support/mock_engine.cpp.
inline EngineCommand mockEngine(const QStringList& arguments = {})
{
    return { QStringLiteral(VITRINE_TEST_BIN_DIR "/mock_engine"), arguments };
}

/// Waiting times a test can wait for.
inline EngineTimings shortTimings()
{
    using namespace std::chrono_literals;
    EngineTimings timings;
    timings.firstDelay = 20ms;
    timings.maxDelay = 100ms;
    timings.silence = 1500ms;
    timings.startLimit = 8000ms;
    timings.cancelGrace = 400ms;
    return timings;
}

/// Drops a file on `widget` as a desktop does: Qt delivers a drop only where something entered before.
inline void dropFile(QWidget* widget, const QString& path)
{
    QMimeData data;
    data.setUrls({ QUrl::fromLocalFile(path) });
    QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(widget, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(widget, &drop);
}

/// Longest time between two turns of a 10 ms timer while it lives.
class GapMeter {
public:
    GapMeter()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(10);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { note(); });
        m_timer.start();
        m_clock.start();
    }
    qint64 longest()
    {
        note();
        return m_longest;
    }

private:
    void note()
    {
        m_longest = std::max(m_longest, m_clock.elapsed());
        m_clock.start();
    }

    QTimer m_timer;
    QElapsedTimer m_clock;
    qint64 m_longest = 0;
};

/// Everything a window needs, made in the order main() makes it.
struct WindowFixture {
    explicit WindowFixture(const QStringList& engineArguments = {}, const QString& configFolder = {})
        : settings(configFolder.isEmpty() ? folder.path() : configFolder)
        , engine(mockEngine(engineArguments), shortTimings())
    {
        FileDialogs dialogs;
        dialogs.chooseFolder = [this](QWidget*, const QString&, const QString&) { return folderAnswer; };
        dialogs.chooseFile = [this](QWidget*, const QString&, const QString&, const QString&) { return fileAnswer; };
        dialogs.chooseTarget
            = [this](QWidget*, const QString&, const QString&, const QString&) { return targetAnswer; };
        dialogs.confirm = [this](QWidget*, const QString&, const QString&) {
            ++questions;
            return confirmAnswer;
        };
        FigureQuestions figures { [](QWidget*, const AnyResult&, const FigureOptions& options) {
            return std::optional(options);
        } };
        window = std::make_unique<MainWindow>(engine, settings, dialogs, figures);
        window->show();
        engine.start();
    }

    TextEdit* edit() { return window->findChild<TextEdit*>(QStringLiteral("textEdit")); }
    template <typename T> T* find(const char* name) { return window->findChild<T*>(QString::fromLatin1(name)); }
    Banner* banner(const char* name) { return find<Banner>(name); }
    const Attribution* shown() { return window->workspace().attribution().get(); }
    bool isFinal() { return shown() && !shown()->draft; }

    /// Opens a model and waits for it.
    bool openModel(const QString& reference = QStringLiteral("english"))
    {
        window->workspace().openModel(reference, Slot::A);
        return QTest::qWaitFor(
            [&] {
                return window->workspace().card() != nullptr
                    && window->workspace().slot(Slot::A).reference == reference;
            },
            10000);
    }
    /// Explains `text` and waits for the final answer.
    bool explain(const QString& text)
    {
        window->showText(text);
        return QTest::qWaitFor([&] { return isFinal() && shown()->encoding.text == text.toStdString(); }, 10000);
    }

    QTemporaryDir folder;
    Settings settings;
    EngineProcess engine;
    std::unique_ptr<MainWindow> window;
    QString folderAnswer, fileAnswer, targetAnswer;
    bool confirmAnswer = true;
    int questions = 0;
};

} // namespace vitrine::test
