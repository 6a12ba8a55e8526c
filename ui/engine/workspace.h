// SPDX-License-Identifier: GPL-3.0-or-later
// What the window is about: the models in its slots, the text, what was predicted. Pages read it and nothing else.
#pragma once

#include "core/results/attribution.h"
#include "core/results/model_card.h"
#include "ui/engine/request.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <array>
#include <memory>

namespace vitrine {

class Settings;

enum class Slot { A, B };

/// One model slot. Without a card nothing is open in it.
struct ModelSlot {
    QString reference; ///< what the engine takes: a folder, a file, or a built-in model's name
    std::shared_ptr<const ModelCard> card;
    QString opening; ///< the reference being opened; empty when none is
};

/// Opens models and predicts; both are requests of which only the newest counts. Lives on the window's thread.
class Workspace : public QObject {
    Q_OBJECT
public:
    Workspace(EngineProcess& engine, Settings& settings, QObject* parent = nullptr);

    const ModelSlot& slot(Slot slot) const { return m_slots[std::size_t(slot)]; }
    Slot activeSlot() const { return m_active; }
    /// The card of the active slot, or null.
    const std::shared_ptr<const ModelCard>& card() const { return slot(m_active).card; }

    /// Opens `reference`; on success it takes the slot and becomes active, on failure the former model stays.
    void openModel(const QString& reference, Slot slot);
    void closeModel(Slot slot);
    /// Writes the active model's weights as safetensors beside those it was opened from.
    void convertModel();
    void activate(Slot slot);

    const QString& text() const { return m_text; }
    /// The text is being typed: predicts after a pause of 300 ms.
    void setText(const QString& text);
    /// Lets the pages work, and predicts unless one of them explains: an explanation holds its prediction.
    void run();
    /// Asks for the prediction alone.
    void predict();
    /// To be called by the page that explains, once it has asked for an explanation of text().
    void expectExplanation() { m_explanationExpected = true; }

    const std::shared_ptr<const Prediction>& prediction() const { return m_prediction; }
    /// The newest explanation of any page, for pages that compare with it. Setting one of text() sets prediction() too.
    const std::shared_ptr<const Attribution>& attribution() const { return m_attribution; }
    void setAttribution(std::shared_ptr<const Attribution> attribution);

    /// `model` and `text`, as every request about the text needs them.
    ParameterValues textParameters() const;
    /// True when there is a model and a text to work on.
    bool canRun() const { return card() && !m_text.isEmpty(); }

Q_SIGNALS:
    void slotChanged(vitrine::Slot slot);
    void activeModelChanged();
    void textChanged();
    void predictionChanged();
    void attributionChanged();
    /// A person asked for results of the current text and model.
    void runRequested();
    void openFailed(const QString& reference, const vitrine::Error& error);
    void converted(const std::shared_ptr<const vitrine::ModelCard>& card);
    void predictionFailed(const vitrine::Error& error);

private:
    void opened(Slot slot, const QString& reference, const std::shared_ptr<const ModelCard>& card);
    void clearResults();

    EngineProcess& m_engine;
    Settings& m_settings;
    std::array<ModelSlot, 2> m_slots;
    Slot m_active = Slot::A;
    QString m_text;
    std::shared_ptr<const Prediction> m_prediction;
    std::shared_ptr<const Attribution> m_attribution;
    bool m_explanationExpected = false; ///< since the last run()
    Request m_openRequest;
    Request m_convertRequest;
    Slot m_openingSlot = Slot::A;
    Request m_predictRequest;
    QTimer m_typingPause;
};

} // namespace vitrine
