// SPDX-License-Identifier: GPL-3.0-or-later
// All settings of a training as one form, though the texts stand on the card of the page and the rest in the panel
// beside it.
#pragma once

#include "core/results/description.h"
#include "ui/engine/engine_call.h"
#include "ui/support/file_dialogs.h"

#include <QObject>
#include <QWidget>

namespace vitrine {

class ParameterForm;
class TrainingControls;

class TrainingForm : public QObject {
    Q_OBJECT
public:
    /// Both outlive it.
    TrainingForm(TrainingControls& card, ParameterForm& panel, QObject* parent = nullptr);

    /// Builds the fields; without a request `train` in it nothing happens.
    void describe(const Description& description);
    bool isDescribed() const { return !m_specs.empty(); }
    /// What a person decides, in the order of the description.
    const std::vector<ParamSpec>& specs() const { return m_specs; }
    ParameterValues values() const;
    void setValues(const ParameterValues& values);

Q_SIGNALS:
    void changed();

private:
    TrainingControls& m_card;
    ParameterForm& m_panel;
    std::vector<ParamSpec> m_specs;
    std::vector<MethodDescription>
        m_regularisers; ///< empty: the engine does not tell, and all their settings are to be seen
};

class TrainingPanel : public QWidget {
    Q_OBJECT
public:
    explicit TrainingPanel(const FileDialogs& dialogs, QWidget* parent = nullptr);

    ParameterForm& form() { return *m_form; }

Q_SIGNALS:
    void openRequested();
    void saveRequested();
    void exportRequested();
    void copyRequested();

private:
    ParameterForm* m_form;
};

/// A regulariser takes `name`.
bool isOfARegulariser(const std::vector<MethodDescription>& regularisers, const std::string& name);

/// False when only other regularisers than `regulariser` take `name`.
bool isMeantFor(
    const std::vector<MethodDescription>& regularisers, const std::string& name, const std::string& regulariser);

} // namespace vitrine
