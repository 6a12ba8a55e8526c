// SPDX-License-Identifier: GPL-3.0-or-later
// Changing a parameter asks for a new answer; changing how tokens are shown does not.
#include "ui/pages/explain/explain_controls.h"

#include "ui/pages/explain/certificate_view.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/plain_text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QVBoxLayout>

namespace vitrine {

ExplainControls::ExplainControls(QWidget* parent)
    : QWidget(parent)
    , m_method(new QComboBox)
    , m_form(new ParameterForm)
    , m_grouping(new QComboBox)
    , m_hideSpecial(new QCheckBox(tr("Hide special tokens")))
    , m_certificate(new CertificateView)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(PlainLabel::make(tr("Method"), "heading"));
    layout->addLayout(sideRow(tr("Method"), m_method));
    layout->addWidget(m_form);
    layout->addLayout(sideRow(tr("Show"), m_grouping));
    layout->addWidget(m_hideSpecial);
    layout->addSpacing(4);
    layout->addWidget(m_certificate);
    layout->addSpacing(4);
    layout->addLayout(exportButtons(this, [this] { Q_EMIT exportRequested(); }, [this] { Q_EMIT copyRequested(); }));
    layout->addStretch(1);

    m_method->setObjectName(QStringLiteral("method"));
    m_grouping->setObjectName(QStringLiteral("grouping"));
    m_hideSpecial->setObjectName(QStringLiteral("hideSpecial"));
    m_grouping->addItem(tr("words"), int(Grouping::Words));
    m_grouping->addItem(tr("characters"), int(Grouping::Graphemes));
    m_grouping->addItem(tr("word pieces"), int(Grouping::Pieces));
    connect(m_method, &QComboBox::activated, this, [this] {
        showForm();
        Q_EMIT parametersChanged();
    });
    connect(m_form, &ParameterForm::changed, this, &ExplainControls::parametersChanged);
    connect(m_grouping, &QComboBox::activated, this, &ExplainControls::displayChanged);
    connect(m_hideSpecial, &QCheckBox::toggled, this, &ExplainControls::displayChanged);
}

void ExplainControls::setMethods(const std::vector<MethodDescription>& methods)
{
    const auto before = m_method->currentData();
    m_methods = methods;
    m_method->clear();
    for (const auto& method : methods) {
        m_method->addItem(QString::fromStdString(method.title), QString::fromStdString(method.id));
        m_method->setItemData(
            m_method->count() - 1, plainToolTip(QString::fromStdString(method.help)), Qt::ToolTipRole);
    }
    if (const int index = m_method->findData(before); index >= 0)
        m_method->setCurrentIndex(index);
    showForm();
}

void ExplainControls::showForm()
{
    const int index = m_method->currentIndex();
    if (index < 0 || index >= int(m_methods.size()))
        return;
    const auto& method = m_methods[std::size_t(index)];
    m_method->setToolTip(plainToolTip(QString::fromStdString(method.help)));
    m_form->setSpecs(method.parameters);
}

ParameterValues ExplainControls::values() const
{
    if (m_method->currentIndex() < 0)
        return {};
    return { { "method", m_method->currentData().toString().toStdString() } };
}

QString ExplainControls::methodTitle() const { return m_method->currentText(); }

TokenDisplay ExplainControls::tokenDisplay() const
{
    return { Grouping(m_grouping->currentData().toInt()), m_hideSpecial->isChecked() };
}

void ExplainControls::setTolerance(double tolerance)
{
    m_form->setValue("tolerance", QString::number(tolerance, 'g', 12));
}

} // namespace vitrine
