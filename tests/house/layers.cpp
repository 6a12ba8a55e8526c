// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/house/layers.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QMap>
#include <QRegularExpression>
#include <QSet>

namespace vitrine {
namespace {

// A room is a path prefix; the longest one counts. What is not listed here is a violation.
struct Room {
    QString prefix;
    QStringList mayInclude; // prefixes of other rooms, or of files in them
    bool torch = false;
    bool qt = false;
};

const std::vector<Room>& rooms()
{
    static const QStringList contract { "core/results", "core/runtime", "core/text", "core/pipe" };
    static const QStringList models { "core/models", "core/io", "core/text", "core/runtime", "core/results" };
    static const QStringList words = QStringList { "core/transport" } + models;
    static const QStringList analyses { "core/activations", "core/attribution", "core/corpus", "core/maps",
        "core/robustness", "core/training", "core/transport", "core/words" };
    static const std::vector<Room> all {
        { "core/runtime", {} },
        { "core/results", { "core/runtime" } },
        { "core/pipe", { "core/runtime" } },
        { "core/io", { "core/runtime", "core/results" } },
        { "core/text", { "core/io", "core/runtime", "core/results" } },
        { "core/models", models, true },
        { "core/models/config", models },
        { "core/activations", { "core/runtime", "core/results" } },
        { "core/attribution", models, true },
        { "core/maps", models, true },
        { "core/corpus", models, true },
        { "core/robustness", models, true },
        { "core/training", models, true },
        { "core/transport", { "core/runtime", "core/results" } },
        { "core/transport/sinkhorn", QStringList { "core/transport" } + models, true },
        { "core/words", words },
        { "core/words/model_words", QStringList { "core/words" } + words, true },
        { "core/service", analyses + models + QStringList { "core/pipe" } },
        { "ui/support", contract, false, true },
        { "ui/widgets", QStringList { "ui/support", "core/runtime", "core/text" }, false, true },
        { "ui/charts", QStringList { "ui/widgets", "ui/support" } + contract, false, true },
        { "ui/engine", QStringList { "ui/support" } + contract, false, true },
        { "ui/pages", QStringList { "ui/charts", "ui/widgets", "ui/engine", "ui/support" } + contract, false, true },
        { "ui/window",
            QStringList {
                "ui/pages/page.h", "ui/pages/page_registry.h", "ui/charts", "ui/widgets", "ui/engine", "ui/support" }
                + contract,
            false, true },
        { "app/engine", QStringList { "core/service" } + analyses + models },
        { "app/vitrine", QStringList { "ui/window", "ui/charts", "ui/engine", "ui/widgets", "ui/support" } + contract,
            false, true },
    };
    return all;
}

// A table lists everything in the folders below it; nothing there knows the table.
bool isTable(const QString& path)
{
    return path.endsWith(QLatin1String("_registry.cpp")) || path == QLatin1String("core/service/dispatcher.cpp");
}

bool isInside(const QString& path, const QString& prefix)
{
    return path == prefix || path.startsWith(prefix + '/') || path.startsWith(prefix + '.');
}

const Room* roomOf(const QString& path)
{
    const Room* found = nullptr;
    for (const Room& room : rooms()) {
        if (isInside(path, room.prefix) && (found == nullptr || room.prefix.size() > found->prefix.size()))
            found = &room;
    }
    return found;
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

QString folderOf(const QString& path) { return path.section('/', 0, -2); }

// A page knows no other page.
bool isOtherPage(const QString& path, const QString& header)
{
    const QString from = path.section('/', 2, -2), to = header.section('/', 2, -2);
    return path.startsWith("ui/pages/") && header.startsWith("ui/pages/") && !to.isEmpty() && from != to;
}

QString violation(const QString& path, const Room& room, const QString& header, bool own)
{
    if (own) {
        const Room* other = roomOf(header);
        if (other == nullptr)
            return QString("\"%1\" is not the path of a file from the top folder").arg(header);
        const bool allowed = other == &room
            || std::any_of(room.mayInclude.begin(), room.mayInclude.end(),
                [&](const QString& prefix) { return isInside(header, prefix); });
        if (!allowed)
            return QString("%1 may not include %2").arg(room.prefix, header);
        if (isOtherPage(path, header) && !isTable(path))
            return QString("a page may not include another page's %1").arg(header);
        return {};
    }
    if (isTorch(header) && (!room.torch || header == "torch/torch.h"))
        return QString("%1 may not include %2").arg(room.prefix, header);
    if (isQt(header) && !room.qt)
        return QString("%1 may not include Qt").arg(room.prefix);
    return {};
}

using Arrows = QMap<QString, QMap<QString, QString>>; // from folder → to folder → an #include that says so

// Every folder that can be reached from itself, as one line.
QStringList circles(const Arrows& arrows)
{
    QStringList found;
    for (auto start = arrows.begin(); start != arrows.end(); ++start) {
        QStringList open { start.key() };
        QMap<QString, QString> cameFrom;
        while (!open.isEmpty()) {
            const QString here = open.takeFirst();
            const auto next = arrows.value(here);
            for (auto to = next.begin(); to != next.end(); ++to) {
                if (!cameFrom.contains(to.key())) {
                    cameFrom[to.key()] = here;
                    open.append(to.key());
                }
            }
        }
        if (!cameFrom.contains(start.key()))
            continue;
        QStringList way;
        for (QString at = start.key(); way.isEmpty() || at != start.key(); at = cameFrom[at])
            way.prepend(at + " (" + arrows[cameFrom[at]][at] + ")");
        if (std::all_of(
                way.begin(), way.end(), [&](const QString& step) { return step.section(' ', 0, 0) >= start.key(); }))
            found += "folders in a circle: " + way.join(" <- ");
    }
    return found;
}

} // namespace

QStringList layerViolations(const QString& root)
{
    static const QRegularExpression include(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
    QStringList found;
    Arrows arrows;
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
                const QString header = match.captured(2);
                const bool own = match.captured(1) == "\"";
                const QString what = violation(path, *room, header, own);
                if (!what.isEmpty())
                    found += QString("%1:%2: %3").arg(path).arg(number).arg(what);
                else if (own && !isTable(path) && folderOf(path) != folderOf(header))
                    arrows[folderOf(path)][folderOf(header)] = QString("%1:%2").arg(path).arg(number);
            }
        }
    }
    return found + circles(arrows);
}

} // namespace vitrine
