// SPDX-License-Identifier: GPL-3.0-or-later
// Puts the program together: settings, engine, window. The window is painted before the engine is started.
#include "app/vitrine/application.h"
#include "app/vitrine/figure_run.h"
#include "app/vitrine/first_paint.h"
#include "app/vitrine/options.h"
#include "app/vitrine/picture.h"
#include "app/vitrine/stopwatch.h"
#include "core/runtime/version.h"
#include "ui/support/settings.h"
#include "ui/widgets/banner.h"
#include "ui/window/main_window.h"

#include <QFileInfo>
#include <QFontMetrics>
#include <QLocale>
#include <QSocketNotifier>
#include <QTextStream>

#include <csignal>
#include <cstring>

#include <sys/socket.h>
#include <unistd.h>

namespace {

/// Without a display a figure can still be drawn.
void drawWithoutDisplay(int argc, char** argv)
{
    bool exports = false;
    for (int i = 1; i < argc; ++i)
        exports = exports || std::strncmp(argv[i], "--export", 8) == 0 || std::strcmp(argv[i], "--help") == 0
            || std::strcmp(argv[i], "--version") == 0;
    const bool hasDisplay = qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
    if (exports && !hasDisplay && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
}

int signalSockets[2] = { -1, -1 };

void onTerminate(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(signalSockets[0], &byte, 1);
}

/// SIGTERM (logout) closes the window in the normal way, but without questions. It is forwarded to the event loop,
/// because a signal handler may call only very few functions.
void closeOnTerminate(vitrine::MainWindow& window)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, signalSockets) != 0)
        return;
    auto* notifier = new QSocketNotifier(signalSockets[1], QSocketNotifier::Read, &window);
    QObject::connect(notifier, &QSocketNotifier::activated, &window, [notifier, &window] {
        notifier->setEnabled(false);
        window.hide();
        window.close();
        QCoreApplication::quit();
    });
    std::signal(SIGTERM, onTerminate);
    std::signal(SIGINT, onTerminate);
}

vitrine::ThemeKind themeNamed(const QString& name)
{
    if (name == QLatin1String("dark"))
        return vitrine::ThemeKind::Dark;
    return name == QLatin1String("light") || name == QLatin1String("print") ? vitrine::ThemeKind::Light
                                                                            : vitrine::systemTheme();
}

void openWhatWasAsked(vitrine::MainWindow& window, const vitrine::WindowOptions& options)
{
    bool hasModel = !options.model.isEmpty();
    if (hasModel)
        window.openModel(options.model, vitrine::Slot::A);
    for (const auto& file : options.files) {
        const auto slot = hasModel ? vitrine::Slot::B : vitrine::Slot::A;
        hasModel = hasModel || QFileInfo(file).isDir() || file.endsWith(QLatin1String(".safetensors"));
        window.open(file, slot);
    }
    if (!options.text.isEmpty())
        window.showText(options.text);
    if (!hasModel)
        window.openUsual();
    if (!options.page.isEmpty())
        window.showPage(options.page);
    if (!options.right.isEmpty())
        window.currentPage()->setRightText(options.right);
}

} // namespace

int main(int argc, char** argv)
{
    drawWithoutDisplay(argc, argv);
    vitrine::Application::setOrganizationName(QStringLiteral("vitrine"));
    vitrine::Application::setApplicationName(QStringLiteral("vitrine"));
    vitrine::Application::setApplicationVersion(QString::fromStdString(vitrine::vitrineVersion()));
    vitrine::Application::setDesktopFileName(QStringLiteral("io.github.vitrine.Vitrine"));
    vitrine::Application application(argc, argv);
    vitrine::Stopwatch stopwatch;

    const auto options = vitrine::readOptions(vitrine::Application::arguments());
    if (!options) {
        QTextStream(stderr) << QString::fromStdString(options.error().message) << Qt::endl;
        return 2;
    }
    const auto command = options->engine.isEmpty() ? vitrine::EngineCommand::standard()
                                                   : vitrine::EngineCommand::fromText(options->engine);
    if (!options->language.isEmpty())
        QLocale::setDefault(QLocale(options->language));
    if (!options->exportTo.isEmpty()) {
        vitrine::applyTheme(application, vitrine::ThemeKind::Light);
        return vitrine::runFigure(*options, command);
    }

    vitrine::Settings settings(options->configFolder);
    vitrine::applyTheme(application, themeNamed(options->theme.isEmpty() ? settings.theme() : options->theme));
    vitrine::EngineProcess engine(command);
    vitrine::MainWindow window(engine, settings);
    QObject::connect(&application, &vitrine::Application::internalFault, &window, [&window](const QString& message) {
        if (auto* banner = window.findChild<vitrine::Banner*>(QStringLiteral("windowBanner")))
            banner->showMessage(vitrine::Banner::Kind::Trouble, message);
    });
    closeOnTerminate(window);
    if (options->time || options->quitAfterFirst)
        stopwatch.watch(window, engine, options->quitAfterFirst);
    if (!options->picture.isEmpty())
        vitrine::takePicture(window, engine, options->picture);
    window.show();
    vitrine::FirstPaint firstPaint(window, [&] {
        engine.start();
        openWhatWasAsked(window, *options);
    });
    const int code = vitrine::Application::exec();
    engine.shutDown();
    return code;
}
