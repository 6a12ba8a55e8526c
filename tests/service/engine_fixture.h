// SPDX-License-Identifier: GPL-3.0-or-later
// The real engine's binary on a real pipe.
#pragma once

#include "core/pipe/frame.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include <deque>
#include <functional>

namespace vitrine {

/// A running `vitrine-engine serve`.
class EnginePipe {
public:
    explicit EnginePipe(const QStringList& options = { "--device", "cpu" })
    {
        m_process.setProcessChannelMode(QProcess::SeparateChannels);
        m_process.start(QString(VITRINE_BIN_DIR) + "/vitrine-engine", QStringList { "serve" } + options);
    }
    ~EnginePipe()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    QProcess& process() { return m_process; }

    void write(const QByteArray& bytes) { m_process.write(bytes); }
    void write(const nlohmann::json& message)
    {
        const auto frame = encodeFrame(message);
        write(QByteArray(reinterpret_cast<const char*>(frame.data()), qsizetype(frame.size())));
    }
    void request(unsigned id, const std::string& method, const nlohmann::json& params = nlohmann::json::object())
    {
        write(nlohmann::json { { "id", id }, { "method", method }, { "params", params } });
    }
    void cancel(unsigned id) { write(nlohmann::json { { "method", "cancel" }, { "params", { { "id", id } } } }); }

    /// The next message that `wanted` accepts, others dropped; a null value when none comes in time.
    nlohmann::json await(const std::function<bool(const nlohmann::json&)>& wanted, int milliseconds = 60'000)
    {
        QElapsedTimer timer;
        timer.start();
        while (true) {
            auto message = m_decoder.next();
            if (!message)
                return nullptr;
            if (*message) {
                if (wanted(**message))
                    return **message;
                continue;
            }
            const qint64 left = milliseconds - timer.elapsed();
            if (left <= 0 || (m_process.bytesAvailable() == 0 && !m_process.waitForReadyRead(int(left))))
                return nullptr;
            const QByteArray bytes = m_process.readAllStandardOutput();
            m_decoder.feed({ reinterpret_cast<const std::uint8_t*>(bytes.constData()), std::size_t(bytes.size()) });
        }
    }
    /// The answer to request `id`.
    nlohmann::json answer(unsigned id, int milliseconds = 60'000)
    {
        return await([id](const nlohmann::json& message) { return message.contains("id") && message["id"] == id; },
            milliseconds);
    }
    /// The next notification called `method`.
    nlohmann::json notification(const std::string& method, int milliseconds = 60'000)
    {
        return await(
            [&](const nlohmann::json& message) { return message.contains("method") && message["method"] == method; },
            milliseconds);
    }

private:
    QProcess m_process;
    FrameDecoder m_decoder;
};

} // namespace vitrine
