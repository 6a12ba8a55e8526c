// SPDX-License-Identifier: GPL-3.0-or-later
// Both directions move in bounded pieces, so a flood in either never holds the window up. Nothing an engine sends is
// trusted: every field is looked at before it is used.
#include "ui/engine/frame_channel.h"

#include "core/pipe/frame.h"

#include <QMutexLocker>
#include <QProcess>

#include <string>
#include <utility>

namespace vitrine {

namespace {

using Json = nlohmann::json;

std::string textAt(const Json& json, const char* name)
{
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

int numberAt(const Json& json, const char* name)
{
    const auto found = json.find(name);
    return found != json.end() && found->is_number() ? found->get<int>() : 0;
}

std::optional<quint64> idAt(const Json& json)
{
    const auto found = json.find("id");
    if (found == json.end() || !found->is_number_integer() || found->get<long long>() < 0)
        return {};
    return found->get<quint64>();
}

Error errorIn(const Json& json)
{
    Error error;
    error.code = errorCodeFromName(textAt(json, "code")).value_or(ErrorCode::Internal);
    error.message = textAt(json, "message");
    error.subject = textAt(json, "subject");
    error.detail = textAt(json, "detail");
    if (error.message.empty())
        error.message = "The engine refused without saying why; its log may tell.";
    return error;
}

EngineMessage broken(std::string why)
{
    EngineMessage message;
    message.kind = EngineMessage::Kind::Broken;
    message.error = { ErrorCode::MalformedFile, std::move(why), "engine", {} };
    return message;
}

constexpr qint64 pieceBytes = 1 << 20;
constexpr qint64 maxUnwritten = 4 << 20;

} // namespace

void FrameReader::expect(quint64 id, ResultDecoder decoder)
{
    const QMutexLocker lock(&m_mutex);
    m_decoders[id] = std::move(decoder);
}

void FrameReader::forget(quint64 id)
{
    const QMutexLocker lock(&m_mutex);
    m_decoders.erase(id);
}

ResultDecoder FrameReader::decoderFor(quint64 id)
{
    const QMutexLocker lock(&m_mutex);
    const auto found = m_decoders.find(id);
    return found == m_decoders.end() ? ResultDecoder() : found->second;
}

void FrameReader::feed(const QByteArray& bytes)
{
    if (m_broken)
        return;
    m_frames.feed({ reinterpret_cast<const std::uint8_t*>(bytes.constData()), std::size_t(bytes.size()) });
    while (!m_broken) {
        const auto next = m_frames.next();
        if (!next) {
            breakOff(next.error());
            return;
        }
        if (!next->has_value())
            return;
        const auto message = read(**next);
        m_broken = message.kind == EngineMessage::Kind::Broken;
        Q_EMIT arrived(message);
    }
}

void FrameReader::breakOff(const Error& error)
{
    m_broken = true;
    auto message = broken(error.message);
    Q_EMIT arrived(message);
}

EngineMessage FrameReader::read(const Json& json)
{
    EngineMessage message;
    const auto method = textAt(json, "method");
    if (method == "heartbeat")
        return message;

    const auto params = json.find("params");
    const bool isNotification = !method.empty();
    if (isNotification && (params == json.end() || !params->is_object()))
        return broken("The engine sent a notification without parameters.");
    const Json& body = isNotification ? *params : json;
    const auto id = idAt(body);
    if (!id) {
        const auto error = body.find("error");
        return broken(error != body.end() && error->is_object()
                ? errorIn(*error).message
                : "The engine sent a message that belongs to no request.");
    }
    message.id = *id;

    if (method == "progress") {
        message.kind = EngineMessage::Kind::Progress;
        message.done = numberAt(body, "done");
        message.total = numberAt(body, "total");
        message.stage = QString::fromStdString(textAt(body, "stage"));
        return message;
    }
    if (isNotification && method != "partial")
        return EngineMessage(); // a newer engine may tell more than this window understands

    if (const auto error = body.find("error"); error != body.end() && error->is_object()) {
        message.kind = EngineMessage::Kind::Failure;
        message.error = errorIn(*error);
        return message;
    }
    const auto result = body.find("result");
    if (result == body.end())
        return broken("The engine sent an answer with neither a result nor an error.");
    message.kind = isNotification ? EngineMessage::Kind::Partial : EngineMessage::Kind::Answer;
    const auto decoder = decoderFor(*id);
    if (!decoder)
        return message; // nobody waits for it any more
    auto document = decoder(*result);
    if (!document)
        return broken("The engine's answer could not be read: " + document.error().message);
    message.result = *std::move(document);
    return message;
}

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
