// SPDX-License-Identifier: GPL-3.0-or-later
// The card at the head of the page Training: which texts, where to, how many seeds, start and stop, how far it is.
#pragma once

#include "ui/pages/training/training_runs.h"
#include "ui/support/file_dialogs.h"

#include <QElapsedTimer>
#include <QFrame>
#include <QSpinBox>

class QProgressBar;
class QPushButton;

namespace vitrine {

class ParameterForm;
class PlainLabel;
class SeedCountBox;
class TwoColumns;

class TrainingControls : public QFrame {
    Q_OBJECT
public:
    explicit TrainingControls(const FileDialogs& dialogs, QWidget* parent = nullptr);

    /// The parameters this card asks for itself: the paths that every training needs.
    static bool isOwn(const ParamSpec& spec)
    {
        return !spec.advanced && (spec.role == ParamRole::OpenFile || spec.role == ParamRole::SaveFolder);
    }

    ParameterForm& form() { return *m_form; }
    /// Builds the fields of those parameters that isOwn().
    void setSpecs(const std::vector<ParamSpec>& specs);
    int seeds() const;
    void setSeeds(int count);
    /// The next key press starts.
    void focusStart();
    /// What the buttons offer and whether the fields take input.
    void showState(const TrainingRuns& runs);
    void showProgress(const TrainingRuns& runs, int done, int total, const QString& stage);
    /// What a check or a run told about texts, time and memory.
    void showFacts(const Training& training);
    /// They were about other settings.
    void hideFacts();
    /// The engine died and comes up again.
    void showRestart();

Q_SIGNALS:
    void changed();
    void startRequested();
    void checkRequested();
    void sampleRequested();
    void pauseRequested();
    void resumeRequested();
    void stopRequested();

private:
    QWidget* makeHint();
    QWidget* makeActions();
    QPushButton* addButton(
        const QString& title, const char* name, const QString& help, void (TrainingControls::*asked)());

    ParameterForm* m_form;
    SeedCountBox* m_seeds;
    QWidget* m_hint; ///< seen while no texts are chosen
    PlainLabel* m_facts;
    PlainLabel* m_told;
    TwoColumns* m_progressRow;
    QProgressBar* m_progress;
    QPushButton* m_check;
    QPushButton* m_stop;
    QPushButton* m_pause;
    QPushButton* m_resume;
    QPushButton* m_start;
    QString m_stage; // of the running clock
    QElapsedTimer m_clock;
    int m_doneAtStart = 0;
};

/// 1 to 10. A click selects the whole number, so that the next digit replaces it; what is too large becomes the
/// largest.
class SeedCountBox : public QSpinBox {
    Q_OBJECT
public:
    explicit SeedCountBox(QWidget* parent = nullptr);

protected:
    QValidator::State validate(QString& text, int& position) const override;
    void fixup(QString& text) const override;
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace vitrine
