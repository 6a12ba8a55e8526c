// SPDX-License-Identifier: GPL-3.0-or-later
// Order matters here: results of an old text or model are cleared before anybody can read them as new.
#include "ui/engine/workspace.h"

#include "ui/support/settings.h"

#include <utility>

namespace vitrine {

Workspace::Workspace(EngineProcess& engine, Settings& settings, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_settings(settings)
    , m_openRequest(engine, tr("Opening the model"))
    , m_convertRequest(engine, tr("Converting"))
    , m_predictRequest(engine, tr("Predicting"))
{
    m_typingPause.setSingleShot(true);
    m_typingPause.setInterval(300);
    connect(&m_typingPause, &QTimer::timeout, this, &Workspace::predict);
    connect(&m_predictRequest, &Request::failed, this, &Workspace::predictionFailed);
    connect(&m_convertRequest, &Request::failed, this,
        [this](const Error& error) { Q_EMIT openFailed(slot(m_active).reference, error); });
    connect(&m_openRequest, &Request::failed, this,
        [this](const Error& error) { Q_EMIT openFailed(m_slots[std::size_t(m_openingSlot)].opening, error); });
    connect(&m_openRequest, &Request::runningChanged, this, [this](bool running) {
        if (running)
            return;
        // Also after a failure and a cancel; the failure itself is told after this.
        m_settings.setModelBeingOpened({});
        QMetaObject::invokeMethod(
            this,
            [this, slot = m_openingSlot] {
                if (m_openRequest.isRunning() && slot == m_openingSlot)
                    return;
                m_slots[std::size_t(slot)].opening.clear();
                Q_EMIT slotChanged(slot);
            },
            Qt::QueuedConnection);
    });
}

void Workspace::openModel(const QString& reference, Slot slot)
{
    if (m_openRequest.isRunning() && slot != m_openingSlot) {
        m_slots[std::size_t(m_openingSlot)].opening.clear();
        Q_EMIT slotChanged(m_openingSlot);
    }
    m_openingSlot = slot;
    m_slots[std::size_t(slot)].opening = reference;
    m_settings.setModelBeingOpened(reference);
    m_settings.save();
    m_openRequest.start<ModelCard>("open", { { "model", reference.toStdString() } },
        [this, slot, reference](const std::shared_ptr<const ModelCard>& card) { opened(slot, reference, card); });
    Q_EMIT slotChanged(slot);
}

void Workspace::opened(Slot slot, const QString& reference, const std::shared_ptr<const ModelCard>& card)
{
    m_slots[std::size_t(slot)] = { reference, card, {} };
    m_settings.addRecentModel(reference);
    m_settings.save();
    m_active = slot;
    clearResults();
    Q_EMIT slotChanged(slot);
    Q_EMIT activeModelChanged();
    if (canRun())
        run();
}

void Workspace::closeModel(Slot slot)
{
    if (m_openRequest.isRunning() && slot == m_openingSlot)
        m_openRequest.cancel();
    m_slots[std::size_t(slot)] = {};
    Q_EMIT slotChanged(slot);
    if (slot != m_active)
        return;
    const auto other = slot == Slot::A ? Slot::B : Slot::A;
    if (this->slot(other).card)
        activate(other);
    else {
        clearResults();
        Q_EMIT activeModelChanged();
    }
}

void Workspace::convertModel()
{
    m_convertRequest.start<ModelCard>("convert", { { "model", slot(m_active).reference.toStdString() } },
        [this](const std::shared_ptr<const ModelCard>& card) { Q_EMIT converted(card); });
}

void Workspace::activate(Slot slot)
{
    if (slot == m_active || !this->slot(slot).card)
        return;
    m_active = slot;
    clearResults();
    Q_EMIT slotChanged(Slot::A);
    Q_EMIT slotChanged(Slot::B);
    Q_EMIT activeModelChanged();
    if (canRun())
        run();
}

void Workspace::setText(const QString& text)
{
    if (text == m_text)
        return;
    m_text = text;
    m_predictRequest.cancel();
    if (m_text.isEmpty()) {
        m_typingPause.stop();
        clearResults();
    } else {
        m_typingPause.start();
    }
    Q_EMIT textChanged();
}

void Workspace::run()
{
    m_typingPause.stop();
    if (!card())
        return;
    m_explanationExpected = false;
    Q_EMIT runRequested();
    if (!m_explanationExpected)
        predict();
}

void Workspace::predict()
{
    if (!card())
        return;
    m_predictRequest.start<Prediction>(
        "predict", textParameters(), [this](const std::shared_ptr<const Prediction>& prediction) {
            m_prediction = prediction;
            Q_EMIT predictionChanged();
        });
}

void Workspace::clearResults()
{
    m_predictRequest.cancel();
    m_prediction.reset();
    m_attribution.reset();
    Q_EMIT predictionChanged();
    Q_EMIT attributionChanged();
}

void Workspace::setAttribution(std::shared_ptr<const Attribution> attribution)
{
    m_attribution = std::move(attribution);
    if (m_attribution && m_attribution->prediction.encoding.text == m_text.toStdString()) {
        m_prediction = std::shared_ptr<const Prediction>(m_attribution, &m_attribution->prediction);
        Q_EMIT predictionChanged();
    }
    Q_EMIT attributionChanged();
}

ParameterValues Workspace::textParameters() const
{
    return { { "model", slot(m_active).reference.toStdString() }, { "text", m_text.toStdString() } };
}

} // namespace vitrine
