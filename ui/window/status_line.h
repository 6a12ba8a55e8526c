// SPDX-License-Identifier: GPL-3.0-or-later
// The bottom line: is the engine alive, what does it do, how long will it take, and a way to stop it.
#pragma once

#include "ui/engine/engine_process.h"

#include <QElapsedTimer>
#include <QWidget>

class QProgressBar;
class QPushButton;

namespace vitrine {

class PlainLabel;

/// Follows one engine.
class StatusLine : public QWidget {
    Q_OBJECT
public:
    explicit StatusLine(EngineProcess& engine, QWidget* parent = nullptr);

    /// A short remark on the right: "explained in 0.41 s · refined to 1 %".
    void setRemark(const QString& remark);

Q_SIGNALS:
    void cancelRequested();
    void restartRequested();

private:
    class Dot;

    void showState();
    void taskStarted(const QString& title);
    void taskProgress(int done, int total, const QString& stage);
    void taskEnded();

    EngineProcess& m_engine;
    Dot* m_dot;
    PlainLabel* m_state;
    PlainLabel* m_device;
    PlainLabel* m_task;
    QProgressBar* m_progress;
    QPushButton* m_cancel;
    QPushButton* m_restart;
    PlainLabel* m_remark;
    QString m_title;
    QElapsedTimer m_clock;
    QElapsedTimer m_sinceShown; // progress is drawn at most twenty times a second
    QTimer m_appear; // a task of a few milliseconds must not flicker
};

} // namespace vitrine
