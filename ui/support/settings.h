// SPDX-License-Identifier: GPL-3.0-or-later
// What the window remembers between runs, in one INI file.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <memory>

class QSettings;

namespace vitrine {

/// One text of the history.
struct RememberedText {
    QString text;
    bool pinned = false;
};

/// Read and written on the window's thread only. A broken file is set aside as NAME.bad and the defaults hold.
class Settings {
public:
    /// `folder` is made when missing; empty means the platform's place for settings.
    explicit Settings(const QString& folder = {});
    ~Settings();

    /// One sentence when the file was broken or cannot be written; empty otherwise.
    const QString& notice() const { return m_notice; }
    QString fileName() const;

    QString theme() const; ///< "light", "dark" or "system"
    void setTheme(const QString& name);

    QStringList recentModels() const; ///< newest first, at most 10
    void addRecentModel(const QString& reference);
    void clearRecentModels();

    /// Set while a model is being opened: what is left there after a crash is not opened by itself again.
    QString modelBeingOpened() const;
    void setModelBeingOpened(const QString& reference);

    QString lastFolder() const; ///< of the file dialogs
    void setLastFolder(const QString& folder);

    QString page() const;
    void setPage(const QString& id);

    QByteArray geometry() const;
    QByteArray splitter() const;
    void setWindowState(const QByteArray& geometry, const QByteArray& splitter);

    /// The page Training as it was left: a JSON object, empty the first time.
    QByteArray training() const;
    void setTraining(const QByteArray& json);

    QList<RememberedText> texts() const;
    void setTexts(const QList<RememberedText>& texts);

    void save();

private:
    void setBrokenFileAside(const QString& path);

    std::unique_ptr<QSettings> m_settings;
    QString m_notice;
};

} // namespace vitrine
