// SPDX-License-Identifier: GPL-3.0-or-later
// What was found in a model folder, for people: read, ignored, missing, and what the model can therefore do.
#pragma once

#include "core/results/model_card.h"

#include <QDialog>
#include <QString>

#include <vector>

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

struct LoadFact {
    QString name;
    QString value; ///< controls and direction marks made visible
};

/// What the model is, in the order of reading. Facts that are unknown are left out.
std::vector<LoadFact> loadFacts(const ModelCard& card);

/// How many tensors were put to each use, the uses in the order of their weight: "read", "renamed", "ignored", …
struct TensorUse {
    std::string use; ///< as in TensorNote::use, or "missing"
    QString title; ///< for people
    int count = 0;
};

/// Only uses that occur.
std::vector<TensorUse> tensorUses(const ModelCard& card);

/// A number of bytes as people read it: "45.4 MB".
QString bytesText(std::int64_t bytes);

} // namespace vitrine
