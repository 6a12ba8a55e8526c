// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/vitrine/picture.h"

#include "ui/support/atomic_write.h"
#include "ui/window/main_window.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QPixmap>
#include <QTextStream>
#include <QTimer>

namespace vitrine {
namespace {

constexpr int quiet = 1500; // ms without work: after this time charts that are drawn in other threads are finished
constexpr QSize size { 1440, 900 };

} // namespace

void takePicture(MainWindow& window, EngineProcess& engine, const QString& path)
{
    window.resize(size);
    auto* pause = new QTimer(&window);
    pause->setSingleShot(true);
    pause->setInterval(quiet);
    QObject::connect(&engine, &EngineProcess::stateChanged, pause, [pause] { pause->start(); });
    QObject::connect(pause, &QTimer::timeout, &window, [&window, &engine, pause, path] {
        if (engine.state() != EngineState::Ready || !window.workspace().prediction()) {
            pause->start();
            return;
        }
        QBuffer png;
        window.grab().save(&png, "PNG");
        const auto written = atomicWrite(path, png.data());
        if (!written)
            QTextStream(stderr) << QString::fromStdString(written.error().message) << Qt::endl;
        QCoreApplication::exit(written ? 0 : exitCodeFor(written.error().code));
    });
}

} // namespace vitrine
