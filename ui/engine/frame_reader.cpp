// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing an engine sends is trusted: every field is looked at before it is used.
#include "ui/engine/frame_reader.h"

#include <QMutexLocker>

#include <string>

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

} // namespace vitrine
