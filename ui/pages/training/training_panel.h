// SPDX-License-Identifier: GPL-3.0-or-later
// The panel beside the page Training: how it is trained, and that as a file.
#pragma once

#include "ui/support/file_dialogs.h"

#include <QWidget>

namespace vitrine {

class ParameterForm;

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

} // namespace vitrine
