// SPDX-License-Identifier: GPL-3.0-or-later
// The combo box holds values as data and titles as text; numbers are compared as numbers ("0.01" is "1e-2").
#include "ui/widgets/choice_field.h"

#include "ui/widgets/layouts.h"
#include "ui/widgets/plain_text.h"

#include <QComboBox>
#include <QLineEdit>
#include <QVBoxLayout>

namespace vitrine {

namespace {

bool sameValue(const QString& a, const QString& b)
{
    bool aIsNumber = false;
    bool bIsNumber = false;
    const double x = a.toDouble(&aIsNumber);
    const double y = b.toDouble(&bIsNumber);
    return aIsNumber && bIsNumber ? x == y : a == b;
}

} // namespace

ChoiceField::ChoiceField(const ParamSpec& spec, QWidget* parent)
    : ParameterField(parent)
    , m_open(spec.open)
    , m_box(new QComboBox)
    , m_line(new QLineEdit)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_box);
    layout->addWidget(m_line);

    bool hasBeginning = false;
    for (const auto& choice : spec.choices) {
        const auto value = QString::fromStdString(choice.value);
        m_box->addItem(visibleTitle(QString::fromStdString(choice.title), value), value);
        hasBeginning = hasBeginning || value.endsWith(QLatin1Char(':'));
    }
    if (m_open && !hasBeginning)
        m_box->addItem(tr("Other…"), QString());
    m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_box->setMinimumContentsLength(8);
    m_box->setAccessibleName(QString::fromStdString(spec.title));
    m_line->setAccessibleName(tr("%1, own value").arg(QString::fromStdString(spec.title)));
    m_line->setPlaceholderText(tr("own value, then Enter"));
    m_line->hide();
    leaveWheelToPage(m_box);
    setFocusProxy(m_box);

    connect(m_box, &QComboBox::activated, this, [this] {
        showLine();
        if (wantsText())
            m_line->setFocus();
        if (!wantsText() || !m_line->text().isEmpty())
            Q_EMIT changed();
    });
    connect(m_line, &QLineEdit::editingFinished, this, [this] {
        if (m_line->isModified() && !m_line->text().isEmpty())
            Q_EMIT changed();
        m_line->setModified(false);
    });
}

QString ChoiceField::visibleTitle(const QString& title, const QString& value)
{
    return title.isEmpty() ? value : title;
}

bool ChoiceField::wantsText() const
{
    const auto value = m_box->currentData().toString();
    return m_open && (value.isEmpty() || value.endsWith(QLatin1Char(':')));
}

void ChoiceField::showLine() { m_line->setVisible(wantsText()); }

QString ChoiceField::value() const
{
    const auto value = m_box->currentData().toString();
    return wantsText() ? value + m_line->text() : value;
}

void ChoiceField::setValue(const QString& value)
{
    int index = -1;
    for (int i = 0; i < m_box->count() && index < 0; ++i) {
        if (sameValue(m_box->itemData(i).toString(), value))
            index = i;
    }
    for (int i = 0; i < m_box->count() && index < 0 && m_open; ++i) {
        const auto beginning = m_box->itemData(i).toString();
        if (beginning.isEmpty() || (beginning.endsWith(QLatin1Char(':')) && value.startsWith(beginning))) {
            index = i;
            m_line->setText(value.mid(beginning.size()));
        }
    }
    if (index < 0) {
        m_box->addItem(value, value);
        index = m_box->count() - 1;
    }
    m_box->setCurrentIndex(index);
    showLine();
}

} // namespace vitrine
