// SPDX-License-Identifier: GPL-3.0-or-later
// Keys carry a version: a later program that changes their meaning changes the number.
#include "ui/support/settings.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace vitrine {

namespace {

constexpr int keysVersion = 1;
constexpr int maxRecent = 10;
constexpr qint64 maxFileBytes = 16 << 20;

} // namespace

Settings::Settings(const QString& folder)
{
    const auto place = folder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) : folder;
    QDir().mkpath(place);
    const auto path = QDir(place).filePath(QStringLiteral("vitrine.ini"));
    if (QFileInfo(path).size() > maxFileBytes)
        setBrokenFileAside(path);
    m_settings = std::make_unique<QSettings>(path, QSettings::IniFormat);
    if (m_settings->status() == QSettings::FormatError) {
        m_settings.reset(); // it would write its own idea of the file when it goes
        setBrokenFileAside(path);
        m_settings = std::make_unique<QSettings>(path, QSettings::IniFormat);
    }
    if (!m_settings->isWritable())
        m_notice = QCoreApplication::translate(
            "Settings", "Settings cannot be saved in %1; the window works, but will not remember.")
                       .arg(path);
}

Settings::~Settings() = default;

void Settings::setBrokenFileAside(const QString& path)
{
    const auto aside = path + QStringLiteral(".bad");
    QFile::remove(aside);
    QFile::rename(path, aside);
    m_notice = QCoreApplication::translate(
        "Settings", "The settings file was broken; it was renamed to %1 and the defaults are used.")
                   .arg(aside);
}

QString Settings::fileName() const { return m_settings->fileName(); }

QString Settings::theme() const
{
    const auto name = m_settings->value(QStringLiteral("window/theme")).toString();
    return name == QLatin1String("light") || name == QLatin1String("dark") ? name : QStringLiteral("system");
}

void Settings::setTheme(const QString& name) { m_settings->setValue(QStringLiteral("window/theme"), name); }

QStringList Settings::recentModels() const
{
    auto list = m_settings->value(QStringLiteral("models/recent")).toStringList();
    list.removeAll(QString());
    return list.mid(0, maxRecent);
}

void Settings::addRecentModel(const QString& reference)
{
    auto list = recentModels();
    list.removeAll(reference);
    list.prepend(reference);
    m_settings->setValue(QStringLiteral("models/recent"), list.mid(0, maxRecent));
}

void Settings::clearRecentModels() { m_settings->remove(QStringLiteral("models/recent")); }

QString Settings::modelBeingOpened() const { return m_settings->value(QStringLiteral("models/opening")).toString(); }
void Settings::setModelBeingOpened(const QString& reference)
{
    m_settings->setValue(QStringLiteral("models/opening"), reference);
}

QString Settings::lastFolder() const
{
    return m_settings->value(QStringLiteral("files/folder"), QDir::homePath()).toString();
}
void Settings::setLastFolder(const QString& folder) { m_settings->setValue(QStringLiteral("files/folder"), folder); }

QString Settings::page() const { return m_settings->value(QStringLiteral("window/page")).toString(); }
void Settings::setPage(const QString& id) { m_settings->setValue(QStringLiteral("window/page"), id); }

QByteArray Settings::geometry() const
{
    const bool ours = m_settings->value(QStringLiteral("window/version")).toInt() == keysVersion;
    return ours ? m_settings->value(QStringLiteral("window/geometry")).toByteArray() : QByteArray();
}

QByteArray Settings::splitter() const
{
    const bool ours = m_settings->value(QStringLiteral("window/version")).toInt() == keysVersion;
    return ours ? m_settings->value(QStringLiteral("window/splitter")).toByteArray() : QByteArray();
}

void Settings::setWindowState(const QByteArray& geometry, const QByteArray& splitter)
{
    m_settings->setValue(QStringLiteral("window/version"), keysVersion);
    m_settings->setValue(QStringLiteral("window/geometry"), geometry);
    m_settings->setValue(QStringLiteral("window/splitter"), splitter);
}

QByteArray Settings::training() const { return m_settings->value(QStringLiteral("training/page")).toByteArray(); }
void Settings::setTraining(const QByteArray& json) { m_settings->setValue(QStringLiteral("training/page"), json); }

QList<RememberedText> Settings::texts() const
{
    QList<RememberedText> texts;
    const int count = m_settings->beginReadArray(QStringLiteral("texts"));
    for (int i = 0; i < std::min(count, 1000); ++i) {
        m_settings->setArrayIndex(i);
        texts.append({ m_settings->value(QStringLiteral("text")).toString(),
            m_settings->value(QStringLiteral("pinned")).toBool() });
    }
    m_settings->endArray();
    return texts;
}

void Settings::setTexts(const QList<RememberedText>& texts)
{
    m_settings->remove(QStringLiteral("texts"));
    m_settings->beginWriteArray(QStringLiteral("texts"), int(texts.size()));
    for (int i = 0; i < texts.size(); ++i) {
        m_settings->setArrayIndex(i);
        m_settings->setValue(QStringLiteral("text"), texts[i].text);
        m_settings->setValue(QStringLiteral("pinned"), texts[i].pinned);
    }
    m_settings->endArray();
}

void Settings::save() { m_settings->sync(); }

} // namespace vitrine
