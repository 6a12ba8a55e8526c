// SPDX-License-Identifier: GPL-3.0-or-later
// Why the distance is exact, in a card whose colour has a word beside it.
#pragma once

#include "core/results/alignment.h"

#include <QFrame>

class QGridLayout;

namespace vitrine {

class PlainLabel;

/// Green: proved optimal. Amber: an approximation, or the solver was stopped early.
class TransportCertificateView : public QFrame {
    Q_OBJECT
public:
    explicit TransportCertificateView(QWidget* parent = nullptr);

    /// Hidden without an alignment.
    void setAlignment(const Alignment* alignment);
    QString headline() const;

private:
    void addRow(const QString& name, const QString& value, const QString& help);

    PlainLabel* m_headline;
    QGridLayout* m_rows;
};

} // namespace vitrine
