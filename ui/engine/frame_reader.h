// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes become messages on a thread of their own: a result may be a hundred megabytes long.
#pragma once

#include "core/pipe/frame.h"
#include "ui/engine/engine_message.h"

#include <QByteArray>
#include <QMutex>
#include <QObject>

#include <map>

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

} // namespace vitrine
