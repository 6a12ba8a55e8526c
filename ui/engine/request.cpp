// SPDX-License-Identifier: GPL-3.0-or-later
// Every handler asks first whether its request is still the newest one.
#include "ui/engine/request.h"

#include <utility>

namespace vitrine {

Request::Request(EngineProcess& engine, QString title, QObject* parent)
    : QObject(parent)
    , m_engine(&engine)
    , m_title(std::move(title))
{
    m_progressPause.setSingleShot(true);
    m_progressPause.setInterval(50);
    connect(&m_progressPause, &QTimer::timeout, this, [this] {
        if (std::exchange(m_progress.waiting, false) && isRunning()) {
            Q_EMIT progressChanged(m_progress.done, m_progress.total, m_progress.stage);
            m_progressPause.start();
        }
    });
}

Request::~Request()
{
    ++m_serial;
    if (m_engine && m_id != 0)
        m_engine->cancel(std::exchange(m_id, 0));
}

void Request::start(EngineCall call, Handler done, Handler partial)
{
    if (!m_engine)
        return;
    const bool wasRunning = isRunning();
    const auto serial = ++m_serial;
    if (wasRunning)
        m_engine->cancel(std::exchange(m_id, 0));

    const QPointer<Request> self(this);
    call.title = m_title;
    call.onResult = [self, serial, done = std::move(done)](const std::shared_ptr<const void>& result) {
        if (!self || !self->isCurrent(serial))
            return;
        self->finish();
        if (self && self->m_serial == serial && done)
            done(result);
    };
    call.onPartial = [self, serial, partial = std::move(partial)](const std::shared_ptr<const void>& result) {
        if (self && self->isCurrent(serial) && partial)
            partial(result);
    };
    call.onProgress = [self, serial](int count, int total, const QString& stage) {
        if (self && self->isCurrent(serial))
            self->noteProgress(count, total, stage);
    };
    call.onFailure = [self, serial](const Error& error) {
        if (!self || !self->isCurrent(serial))
            return;
        self->finish();
        if (error.code != ErrorCode::Cancelled && self)
            Q_EMIT self->failed(error);
    };
    m_progress.waiting = false;
    m_clock.start();
    m_id = m_engine->submit(std::move(call));
    if (!wasRunning)
        Q_EMIT runningChanged(true);
}

void Request::cancel()
{
    if (!isRunning())
        return;
    ++m_serial;
    const auto id = std::exchange(m_id, 0);
    if (m_engine)
        m_engine->cancel(id);
    Q_EMIT runningChanged(false);
}

void Request::finish()
{
    m_id = 0;
    m_progress.waiting = false;
    Q_EMIT runningChanged(false);
}

void Request::noteProgress(int done, int total, const QString& stage)
{
    m_progress = { done, total, stage, true };
    if (!m_progressPause.isActive()) {
        m_progress.waiting = false;
        Q_EMIT progressChanged(done, total, stage);
        m_progressPause.start();
    }
}

} // namespace vitrine
