// SPDX-License-Identifier: GPL-3.0-or-later
// A view's handle on the engine: at most one live request, the newest one.
#pragma once

#include "ui/engine/engine_process.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

namespace vitrine {

/// Starting cancels the former request and its late answer is dropped; the handle may die at any time. Being cancelled
/// is no error. Handlers and signals come on the window's thread.
class Request : public QObject {
    Q_OBJECT
public:
    /// `title` is what the status line says while it runs: "Explaining".
    Request(EngineProcess& engine, QString title, QObject* parent = nullptr);
    ~Request() override;

    bool isRunning() const { return m_id != 0; }
    /// Milliseconds since start().
    qint64 elapsed() const { return m_clock.elapsed(); }

    /// Sends `method`. `done` gets the result, `partial` earlier and rougher ones. `methodParams` are the parameters of
    /// the method that `params` name, where the request takes one.
    template <Document T>
    void start(std::string method, ParameterValues params, std::function<void(std::shared_ptr<const T>)> done,
        std::function<void(std::shared_ptr<const T>)> partial = {},
        std::optional<ParameterValues> methodParams = std::nullopt)
    {
        EngineCall call;
        call.method = std::move(method);
        call.params = std::move(params);
        call.methodParams = std::move(methodParams);
        call.decoder = decoderOf<T>();
        start(std::move(call), erased<T>(std::move(done)), erased<T>(std::move(partial)));
    }

    using Handler = std::function<void(std::shared_ptr<const void>)>;
    /// The same where the kind of document is not known at compile time: `call` holds method, parameters and the
    /// decoder, which makes what the handlers get.
    void start(EngineCall call, Handler done, Handler partial = {});

    void cancel();

Q_SIGNALS:
    void runningChanged(bool running);
    /// At most twenty times a second. `total` may be 0: unknown.
    void progressChanged(int done, int total, const QString& stage);
    void failed(const vitrine::Error& error);

private:
    template <Document T> static Handler erased(std::function<void(std::shared_ptr<const T>)> handler)
    {
        if (!handler)
            return {};
        return [handler = std::move(handler)](
                   const std::shared_ptr<const void>& result) { handler(std::static_pointer_cast<const T>(result)); };
    }

    bool isCurrent(quint64 serial) const { return m_serial == serial && m_id != 0; }
    void finish();
    void noteProgress(int done, int total, const QString& stage);

    QPointer<EngineProcess> m_engine;
    QString m_title;
    quint64 m_id = 0; // of the running call
    quint64 m_serial = 0; // of the newest start
    QElapsedTimer m_clock;
    QTimer m_progressPause;
    struct {
        int done = 0;
        int total = 0;
        QString stage;
        bool waiting = false;
    } m_progress;
};

} // namespace vitrine
