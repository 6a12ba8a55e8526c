// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/house/layers.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

namespace vitrine {
namespace {

// A room is a path prefix. What is not named in `mayInclude` (other rooms) or allowed by `torch` and `qt` is a violation.
struct Room {
    const char* prefix;
    QStringList mayInclude;
    bool torch = false;
    bool qt = false;
};

const std::vector<Room>& rooms()
{
    static const QStringList contract { "core/results", "core/runtime", "core/text" };
    static const QStringList models { "core/models", "core/io", "core/text", "core/runtime", "core/results" };
    static const std::vector<Room> all {
        { "core/results", { "core/runtime" } },
        { "core/runtime", {} },
        { "core/text", { "core/io", "core/runtime", "core/results" } },
        { "core/io", { "core/runtime", "core/results" } },
        { "core/models", models, true },
        { "core/attribution", models, true },
        { "core/maps", models, true },
        { "core/robustness", models, true },
        { "core/training", models, true },
        { "core/transport", models, true },
        { "core/service", QStringList { "core/attribution", "core/maps", "core/robustness", "core/training", "core/transport" } + models, false },
        { "ui", contract, false, true },
        { "app/engine", QStringList { "core/service", "core/attribution", "core/maps", "core/robustness", "core/training", "core/transport" } + models, false },
        { "app/vitrine", QStringList { "ui" } + contract, false, true },
    };
    return all;
}

const Room* roomOf(const QString& path)
{
    for (const Room& room : rooms()) {
        if (path.startsWith(QLatin1String(room.prefix) + QLatin1Char('/')))
            return &room;
    }
    return nullptr;
}

bool isTorch(const QString& header)
{
    return header.startsWith("torch/") || header.startsWith("ATen/") || header.startsWith("c10/");
}

bool isQt(const QString& header)
{
    static const QRegularExpression qt("^(Q[A-Z]|Qt|qcustomplot)");
    return qt.match(header).hasMatch();
}

QString violation(const Room& room, const QString& header, bool own)
{
    if (own) {
        const Room* other = roomOf(header);
        if (other == nullptr || other == &room || room.mayInclude.contains(QLatin1String(other->prefix)))
            return {};
        return QString("%1 may not include %2").arg(QLatin1String(room.prefix), QLatin1String(other->prefix));
    }
    if (isTorch(header) && (!room.torch || header == "torch/torch.h"))
        return QString("%1 may not include %2").arg(QLatin1String(room.prefix), header);
    if (isQt(header) && !room.qt)
        return QString("%1 may not include Qt").arg(QLatin1String(room.prefix));
    return {};
}

} // namespace

QStringList layerViolations(const QString& root)
{
    static const QRegularExpression include(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
    QStringList found;
    for (const char* top : { "core", "ui", "app" }) {
        QDirIterator files(root + '/' + top, { "*.h", "*.cpp" }, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = QDir(root).relativeFilePath(files.next());
            const Room* room = roomOf(path);
            QFile file(root + '/' + path);
            if (room == nullptr) {
                found += path + ": stands in no room";
                continue;
            }
            if (!file.open(QIODevice::ReadOnly)) {
                found += path + ": cannot be read";
                continue;
            }
            int number = 0;
            while (!file.atEnd()) {
                ++number;
                const auto match = include.match(QString::fromUtf8(file.readLine()));
                if (!match.hasMatch())
                    continue;
                const QString what = violation(*room, match.captured(2), match.captured(1) == "\"");
                if (!what.isEmpty())
                    found += QString("%1:%2: %3").arg(path).arg(number).arg(what);
            }
        }
    }
    return found;
}

} // namespace vitrine
