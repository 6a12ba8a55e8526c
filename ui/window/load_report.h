// SPDX-License-Identifier: GPL-3.0-or-later
// What was found in a model folder, for people: read, ignored, missing, and what the model can therefore do.
#pragma once

#include "core/results/model_card.h"

#include <QDialog>

class QLayout;

namespace vitrine {

/// Plain text throughout: everything in it comes out of foreign files.
class LoadReport : public QDialog {
    Q_OBJECT
public:
    LoadReport(const ModelCard& card, QWidget* parent);

Q_SIGNALS:
    void parityRequested();
    void convertRequested();

private:
    QWidget* factsOf(const ModelCard& card);
    QWidget* tensorsOf(const ModelCard& card);
    QLayout* buttonsOf(const ModelCard& card);
};

/// The report as text, one fact a line.
QString loadReportText(const ModelCard& card);

} // namespace vitrine
