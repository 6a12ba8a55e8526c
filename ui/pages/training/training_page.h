// SPDX-License-Identifier: GPL-3.0-or-later
// Trains a classifier of one's own and shows it learning, seed by seed; the result opens as a model.
#pragma once

#include "ui/pages/page.h"
#include "ui/pages/training/training_runs.h"
#include "ui/widgets/banner.h"

namespace vitrine {

class ChartCard;
struct ConfigFile;
class SeedsCard;
class TrainingBanner;
class TrainingControls;
class TrainingForm;
class TrainingPanel;

/// Goes on training while other pages are seen.
class TrainingPage : public Page {
    Q_OBJECT
public:
    explicit TrainingPage(const PageContext& context);
    ~TrainingPage() override;

    void setActive(bool) override { }
    void cancel() override;
    bool isWorking() const override { return m_runs.state() == TrainingRuns::State::Running; }
    bool showsText() const override { return false; }
    AnyResult result() const override;
    TokenDisplay tokenDisplay() const override { return {}; }
    Chart* mainChart() const override;
    QString helpText() const override;

protected:
    const Encoding* encoding() const override { return nullptr; }
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void connectControls();
    void describe();
    void restore();
    void edited();
    void remember();
    void openConfig();
    void fillInSample();
    void take(const Result<ConfigFile>& file);
    void saveConfig();
    void start();
    void resume(bool anew);
    void showRuns();
    void openResult(const QString& folder, Slot slot);

    EngineProcess& m_engine;
    Workspace& m_workspace;
    Settings& m_settings;
    FileDialogs& m_dialogs;
    TrainingRuns m_runs;
    TrainingPanel* m_panel;
    TrainingBanner* m_banner;
    TrainingControls* m_controls;
    TrainingForm* m_form;
    SeedsCard* m_seeds;
    std::vector<ChartCard*> m_charts;
    std::vector<QWidget*> m_later; ///< not seen before the first run
    bool m_restored = false;
};

class TrainingBanner : public Banner {
    Q_OBJECT
public:
    using Banner::Banner;

    /// The program ended while it trained.
    void showUnfinished();
    /// The engine died of `error` and comes up again by itself.
    void showInterruption(const Error& error);
    /// `canResume`: there are steps to go on from.
    void showFailure(const Error& error, bool canResume);
    /// Of a run, whose document comes again and again: each list once, a person may have put it away.
    void showNewWarnings(const std::vector<std::string>& warnings);
    /// For a new run.
    void forget();

Q_SIGNALS:
    void startRequested();
    /// What lies in the output folder shall be forgotten.
    void anewRequested();

private:
    std::vector<std::string> m_warnings;
};

} // namespace vitrine
