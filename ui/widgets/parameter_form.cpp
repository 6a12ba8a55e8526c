// SPDX-License-Identifier: GPL-3.0-or-later
// Fields are made anew when the description changes; what a person had chosen is carried over by name.
#include "ui/widgets/parameter_form.h"

#include "ui/widgets/plain_text.h"

#include <QGridLayout>
#include <QVBoxLayout>

namespace vitrine {

ParameterForm::ParameterForm(QWidget* parent)
    : QWidget(parent)
    , m_grid(new QGridLayout)
    , m_more(new QPushButton(tr("More…")))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(m_grid);
    layout->addWidget(m_more, 0, Qt::AlignLeft);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(8);
    m_grid->setColumnStretch(1, 1);
    m_more->setProperty("look", QStringLiteral("flat"));
    m_more->setCheckable(true);
    m_more->setObjectName(QStringLiteral("moreParameters"));
    m_more->setAccessibleName(tr("Show parameters for specialists"));
    m_more->hide();
    connect(m_more, &QPushButton::toggled, this, &ParameterForm::refold);
}

void ParameterForm::clear()
{
    for (const auto& row : m_rows) {
        delete row.title;
        delete row.field;
    }
    m_rows.clear();
}

void ParameterForm::setSpecs(const std::vector<ParamSpec>& specs)
{
    const auto before = values();
    clear();
    for (const auto& spec : specs) {
        Row row;
        row.spec = spec;
        const auto title = QString::fromStdString(spec.title.empty() ? spec.name : spec.title);
        auto* label = PlainLabel::make(title, "muted", this);
        label->setToolTip(plainToolTip(QString::fromStdString(spec.help)));
        label->setWordWrap(true);
        label->setFixedWidth(m_titleWidth);
        row.title = label;
        row.field = makeParameterField(spec, this);
        row.field->setContext(m_context);
        if (const auto old = before.find(spec.name); old != before.end())
            row.field->setValue(QString::fromStdString(old->second));
        label->setBuddy(row.field);
        connect(row.field, &ParameterField::changed, this, &ParameterForm::changed);
        const int line = int(m_rows.size());
        m_grid->addWidget(row.title, line, 0, Qt::AlignTop);
        m_grid->addWidget(row.field, line, 1);
        label->setContentsMargins(0, 6, 0, 0);
        m_rows.push_back(row);
    }
    refold();
}

void ParameterForm::setHidden(Choose isHidden)
{
    m_isHidden = std::move(isHidden);
    refold();
}

void ParameterForm::refold()
{
    const bool unfolded = m_more->isChecked();
    bool hasFolded = false;
    m_more->setText(unfolded ? tr("Less") : tr("More…"));
    for (const auto& row : m_rows) {
        const bool hidden = m_isHidden && m_isHidden(row.spec.name);
        const bool folded = !hidden && row.spec.advanced;
        hasFolded = hasFolded || folded;
        row.title->setVisible(!hidden && (!folded || unfolded));
        row.field->setVisible(!hidden && (!folded || unfolded));
    }
    m_more->setVisible(hasFolded);
}

void ParameterForm::setContext(const FieldContext& context)
{
    m_context = context;
    for (const auto& row : m_rows)
        row.field->setContext(context);
}

ParameterValues ParameterForm::values() const
{
    ParameterValues values;
    for (const auto& row : m_rows)
        values[row.spec.name] = row.field->value().toStdString();
    return values;
}

void ParameterForm::setValue(const std::string& name, const QString& value)
{
    if (auto* wanted = field(name))
        wanted->setValue(value);
}

const ParamSpec* ParameterForm::spec(const std::string& name) const
{
    for (const auto& row : m_rows) {
        if (row.spec.name == name)
            return &row.spec;
    }
    return nullptr;
}

ParameterField* ParameterForm::field(const std::string& name) const
{
    for (const auto& row : m_rows) {
        if (row.spec.name == name)
            return row.field;
    }
    return nullptr;
}

} // namespace vitrine
