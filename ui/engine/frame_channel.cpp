// SPDX-License-Identifier: GPL-3.0-or-later
// Both directions move in bounded pieces, so a flood in either one never holds the window up.
#include "ui/engine/frame_channel.h"

#include "core/pipe/frame.h"
#include "ui/engine/frame_reader.h"

#include <QProcess>

#include <utility>

namespace vitrine {

namespace {

constexpr qint64 pieceBytes = 1 << 20;
constexpr qint64 maxUnwritten = 4 << 20;

} // namespace

FrameChannel::FrameChannel(QProcess* process, QObject* parent)
    : QObject(parent)
    , m_process(process)
    , m_reader(new FrameReader)
{
    m_thread.setObjectName(QStringLiteral("engine-reader"));
    m_reader->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_reader, &QObject::deleteLater);
    connect(m_reader, &FrameReader::arrived, this, &FrameChannel::arrived, Qt::QueuedConnection);
    connect(m_process, &QProcess::readyReadStandardOutput, this, &FrameChannel::readSome);
    connect(m_process, &QProcess::bytesWritten, this, &FrameChannel::writeSome);
    m_thread.start();
}

FrameChannel::~FrameChannel()
{
    disconnect(m_reader, nullptr, this, nullptr);
    m_thread.quit();
    m_thread.wait();
}

void FrameChannel::sendRequest(quint64 id, const nlohmann::json& message, ResultDecoder decoder)
{
    m_reader->expect(id, std::move(decoder));
    send(message);
}

void FrameChannel::send(const nlohmann::json& message)
{
    const auto frame = encodeFrame(message);
    m_unsent.append(QByteArray(reinterpret_cast<const char*>(frame.data()), qsizetype(frame.size())));
    writeSome();
}

void FrameChannel::forget(quint64 id) { m_reader->forget(id); }

void FrameChannel::writeSome()
{
    while (!m_unsent.isEmpty() && m_process->bytesToWrite() < maxUnwritten)
        m_process->write(m_unsent.takeFirst());
}

void FrameChannel::readSome()
{
    m_process->setReadChannel(QProcess::StandardOutput);
    for (auto bytes = m_process->read(pieceBytes); !bytes.isEmpty(); bytes = m_process->read(pieceBytes))
        QMetaObject::invokeMethod(m_reader, "feed", Qt::QueuedConnection, Q_ARG(QByteArray, bytes));
    Q_EMIT heard();
}

} // namespace vitrine
