// SPDX-License-Identifier: GPL-3.0-or-later
// The list is filled from the model's labels, which are foreign text, and says which of them was predicted.
#include "ui/widgets/target_field.h"

#include "ui/widgets/plain_text.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace vitrine {

namespace {

const QString predictedValue = QStringLiteral("predicted");
const QString ratherValue = QStringLiteral("rather");

void makeNarrow(QComboBox* box)
{
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(5);
}

void select(QComboBox* box, const QString& value)
{
    const int index = box->findData(value);
    if (index >= 0)
        box->setCurrentIndex(index);
}

} // namespace

TargetField::TargetField(const ParamSpec& spec, QWidget* parent)
    : ParameterField(parent)
    , m_box(new QComboBox)
    , m_ratherRow(new QWidget)
    , m_for(new QComboBox)
    , m_against(new QComboBox)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_box);
    auto* row = new QHBoxLayout(m_ratherRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_for, 1);
    row->addWidget(m_against, 1);
    layout->addWidget(m_ratherRow);
    m_ratherRow->hide();

    for (auto* box : { m_box, m_for, m_against }) {
        makeNarrow(box);
        connect(box, &QComboBox::activated, this, [this] {
            showOther();
            Q_EMIT changed();
        });
    }
    const auto title = QString::fromStdString(spec.title);
    m_box->setAccessibleName(title);
    m_for->setAccessibleName(tr("%1: this class").arg(title));
    m_against->setAccessibleName(tr("%1: rather than this class").arg(title));
    setFocusProxy(m_box);
    fill();
}

void TargetField::fill()
{
    const auto before = value();
    m_box->clear();
    m_for->clear();
    m_against->clear();
    const auto count = int(m_context.labels.size());
    const auto name = [this](int index) { return isolated(shortened(m_context.labels.value(index), 40)); };
    const bool known = m_context.predicted >= 0 && m_context.predicted < count;
    m_box->addItem(known ? tr("%1 (predicted)").arg(name(m_context.predicted)) : tr("predicted class"), predictedValue);
    for (int i = 0; i < count; ++i) {
        const auto index = QString::number(i);
        m_box->addItem(name(i), index);
        m_for->addItem(name(i), index);
        m_against->addItem(tr("not %1").arg(name(i)), index);
    }
    if (count > 1)
        m_box->addItem(tr("one rather than another…"), ratherValue);
    if (known)
        select(m_for, QString::number(m_context.predicted));
    if (count > 1)
        m_against->setCurrentIndex(m_for->currentIndex() == 0 ? 1 : 0);
    setValue(before);
}

void TargetField::showOther() { m_ratherRow->setVisible(m_box->currentData() == ratherValue); }

QString TargetField::value() const
{
    const auto value = m_box->currentData().toString();
    if (value != ratherValue)
        return value.isEmpty() ? predictedValue : value;
    return m_for->currentData().toString() + QLatin1Char(':') + m_against->currentData().toString();
}

void TargetField::setValue(const QString& value)
{
    const auto colon = value.indexOf(QLatin1Char(':'));
    if (colon > 0 && m_box->findData(ratherValue) >= 0) {
        select(m_box, ratherValue);
        select(m_for, value.left(colon));
        select(m_against, value.mid(colon + 1));
    } else {
        select(m_box, m_box->findData(value) >= 0 ? value : predictedValue);
    }
    showOther();
}

void TargetField::setContext(const FieldContext& context)
{
    m_context = context;
    fill();
}

} // namespace vitrine
