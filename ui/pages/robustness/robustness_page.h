// SPDX-License-Identifier: GPL-3.0-or-later
// How little it takes to change the answer: which words a step in embedding space goes into, and how long it has to be.
#pragma once

#include "core/results/robustness.h"
#include "ui/pages/page.h"

#include <QTimer>

class QComboBox;
class QPushButton;

namespace vitrine {

class Banner;
class ChartCard;
class ParameterForm;
class SensitivityView;

/// The text is live; a file of labelled texts is measured when asked for.
class RobustnessPage : public Page {
    Q_OBJECT
public:
    explicit RobustnessPage(const PageContext& context);

    void setActive(bool active) override;
    void cancel() override;
    AnyResult result() const override;
    TokenDisplay tokenDisplay() const override { return {}; }
    Chart* mainChart() const override;
    QString helpText() const override;

protected:
    const Encoding* encoding() const override { return m_text ? &m_text->encoding : nullptr; }

private:
    void buildPanel(const PageContext& context);
    void describe();
    ParameterValues parameters() const;
    std::string direction() const;
    void run();
    void measure();
    void show();
    /// What the card and the button say about the corpus.
    void showCorpus();
    void clear();

    EngineProcess& m_engine;
    Workspace& m_workspace;
    QWidget* m_panel;
    Banner* m_banner;
    std::vector<ChartCard*> m_cards;
    ParameterForm* m_form;
    ParameterForm* m_corpusForm;
    QComboBox* m_direction;
    SensitivityView* m_view;
    QPushButton* m_measure;
    Request m_request;
    Request m_corpusRequest;
    QTimer m_typingPause;
    std::shared_ptr<const Robustness> m_text;
    std::shared_ptr<const Robustness> m_corpus;
    std::shared_ptr<const Robustness> m_shown; ///< both together
    bool m_active = false;
};

} // namespace vitrine
