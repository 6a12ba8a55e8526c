// SPDX-License-Identifier: GPL-3.0-or-later
// The two pipes of one engine process: frames out with back-pressure, messages in through a reading thread, because a
// result may be a hundred megabytes long.
#pragma once

#include "core/pipe/frame.h"
#include "ui/engine/engine_call.h"

#include <QByteArray>
#include <QList>
#include <QMutex>
#include <QObject>
#include <QThread>

#include <map>

class QProcess;

namespace vitrine {

/// Reads one engine's output. Lives on the reading thread; expect() and forget() may be called from any.
class FrameReader : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// How the answer to `id` is to be read. Call before the request is sent.
    void expect(quint64 id, ResultDecoder decoder);
    /// Answers to `id` are dropped unread from now on.
    void forget(quint64 id);

public Q_SLOTS:
    void feed(const QByteArray& bytes);

Q_SIGNALS:
    void arrived(const vitrine::EngineMessage& message);

private:
    EngineMessage read(const nlohmann::json& json);
    ResultDecoder decoderFor(quint64 id);
    void breakOff(const Error& error);

    FrameDecoder m_frames;
    bool m_broken = false;
    QMutex m_mutex; // guards m_decoders
    std::map<quint64, ResultDecoder> m_decoders;
};

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
