// SPDX-License-Identifier: GPL-3.0-or-later
// Trains a classifier of one's own and shows it learning, seed by seed; the result opens as a model.
#pragma once

#include "ui/pages/page.h"
#include "ui/pages/training_runs.h"

#include <QPointer>

class QPushButton;

namespace vitrine {

class Banner;
class ChartCard;
class ParameterForm;
class SeedsTable;
class TrainingControls;

/// Goes on training while other pages are seen.
class TrainingPage : public Page {
    Q_OBJECT
public:
    explicit TrainingPage(const PageContext& context);
    ~TrainingPage() override;

    QWidget* sidePanel() override { return m_panel; }
    void setActive(bool) override { }
    void cancel() override;
    bool isWorking() const override { return m_runs.state() == TrainingRuns::State::Running; }
    bool showsText() const override { return false; }
    AnyResult result() const override;
    QString figureId() const override { return QStringLiteral("training"); }
    TokenDisplay tokenDisplay() const override { return {}; }
    Chart* mainChart() const override;
    QString helpText() const override;

protected:
    const Encoding* encoding() const override { return nullptr; }
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    ChartCard* addCard(const QString& chartId);
    QWidget* makeTable();
    void buildPanel();
    void describe();
    /// All settings of the request, this page's card and panel together.
    CallParameters values() const;
    void setValues(const CallParameters& values);
    void edited();
    void remember();
    void openConfig();
    void saveConfig();
    void start();
    void showRuns();
    void showFailure(const Error& error);
    void openResult(int run, Slot slot);

    EngineProcess& m_engine;
    Workspace& m_workspace;
    Settings& m_settings;
    FileDialogs& m_dialogs;
    TrainingRuns m_runs;
    QPointer<QWidget> m_panel; // the window owns it once it is shown
    Banner* m_banner;
    TrainingControls* m_controls;
    ParameterForm* m_form;
    std::vector<ChartCard*> m_cards;
    std::vector<QWidget*> m_later; ///< not seen before the first run
    SeedsTable* m_table;
    QPushButton* m_open;
    QPushButton* m_openBeside;
    std::vector<ParamSpec> m_specs; ///< all of the request
    std::vector<std::string> m_warnings; ///< shown already
    bool m_restored = false;
};

} // namespace vitrine
