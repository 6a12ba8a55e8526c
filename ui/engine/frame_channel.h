// SPDX-License-Identifier: GPL-3.0-or-later
// The two pipes of one engine process: frames out with back-pressure, messages in through the reading thread.
#pragma once

#include "ui/engine/engine_message.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QThread>

class QProcess;

namespace vitrine {

class FrameReader;

/// Belongs to one running process and is thrown away with it, so bytes of a dead engine never reach its successor.
class FrameChannel : public QObject {
    Q_OBJECT
public:
    /// `process` has its pipes separate and outlives the channel.
    explicit FrameChannel(QProcess* process, QObject* parent = nullptr);
    ~FrameChannel() override;

    /// Sends a request whose answer is read by `decoder`.
    void sendRequest(quint64 id, const nlohmann::json& message, ResultDecoder decoder);
    /// Sends a message that has no answer.
    void send(const nlohmann::json& message);
    /// Answers to `id` are dropped unread from now on.
    void forget(quint64 id);

Q_SIGNALS:
    void arrived(const vitrine::EngineMessage& message);
    /// Any bytes at all arrived.
    void heard();

private:
    void readSome();
    void writeSome();

    QProcess* m_process;
    QThread m_thread;
    FrameReader* m_reader; // lives on m_thread, deleted with it
    QList<QByteArray> m_unsent;
};

} // namespace vitrine
