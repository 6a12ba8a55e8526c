// SPDX-License-Identifier: GPL-3.0-or-later
// The right panel of the Explain page: the method's form, how tokens are shown, the certificate, what can be taken
// away.
#pragma once

#include "core/results/description.h"
#include "ui/charts/chart.h"
#include "ui/widgets/parameter_form.h"

#include <QWidget>

class QCheckBox;
class QComboBox;

namespace vitrine {

class CertificateView;

class ExplainControls : public QWidget {
    Q_OBJECT
public:
    explicit ExplainControls(QWidget* parent = nullptr);

    /// Fills the method list; keeps the chosen method when it is still there.
    void setMethods(const std::vector<MethodDescription>& methods);
    void setContext(const FieldContext& context) { m_form->setContext(context); }

    /// The chosen method, as `attribute` takes it; empty while no method is known.
    ParameterValues values() const;
    /// The method's own parameters.
    ParameterValues methodValues() const { return m_form->values(); }
    /// The title of the method, for people.
    QString methodTitle() const;
    TokenDisplay tokenDisplay() const;
    void setTolerance(double tolerance);
    CertificateView* certificate() const { return m_certificate; }

Q_SIGNALS:
    void parametersChanged();
    void displayChanged();
    void exportRequested();
    void copyRequested();

private:
    void showForm();

    std::vector<MethodDescription> m_methods;
    QComboBox* m_method;
    ParameterForm* m_form;
    QComboBox* m_grouping;
    QCheckBox* m_hideSpecial;
    CertificateView* m_certificate;
};

} // namespace vitrine
