// SPDX-License-Identifier: GPL-3.0-or-later
// How far the scores can be trusted, in a card whose colour has a word beside it.
#pragma once

#include "core/results/attribution.h"

#include <QFrame>

#include <memory>

class QGridLayout;
class QPushButton;

namespace vitrine {

class PlainLabel;

/// Green: certified. Amber: a draft, or the residual means little because the difference is small. Red: asked for and
/// not met. A method that promises nothing says so.
class CertificateView : public QFrame {
    Q_OBJECT
public:
    explicit CertificateView(QWidget* parent = nullptr);

    void setAttribution(std::shared_ptr<const Attribution> attribution);
    /// The headline, for tests and screen readers.
    QString headline() const;

Q_SIGNALS:
    void refineRequested(double tolerance);

private:
    enum class Verdict { None, Certified, Draft, NotMet, NoPromise };

    Verdict verdict() const;
    void addRow(const QString& name, const QString& value, const QString& help);
    void clearRows();

    std::shared_ptr<const Attribution> m_attribution;
    PlainLabel* m_headline;
    PlainLabel* m_remark;
    QGridLayout* m_rows;
    QPushButton* m_refine;
    double m_nextTolerance = 0;
};

} // namespace vitrine
