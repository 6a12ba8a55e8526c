// SPDX-License-Identifier: GPL-3.0-or-later
// What one step does to the answer, beside what it has to be compared with: random steps of the same length, the size
// of embeddings.
#pragma once

#include "core/results/robustness.h"

#include <QFrame>

class QGridLayout;

namespace vitrine {

class PlainLabel;

class SensitivityView : public QFrame {
    Q_OBJECT
public:
    explicit SensitivityView(QWidget* parent = nullptr);

    /// Shows the direction `method`, or the first there is; null, or one without directions, hides the view.
    void setRobustness(const Robustness* robustness, const std::string& method);
    QString headline() const;

private:
    void addRow(const QString& name, const QString& value, const QString& help);

    PlainLabel* m_headline;
    QGridLayout* m_rows;
};

} // namespace vitrine
