// SPDX-License-Identifier: GPL-3.0-or-later
// The plain kinds of fields: a choice, a number, a share in percent, a text, a tick.
#include "ui/widgets/parameter_field.h"

#include "ui/widgets/choice_field.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/path_field.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/target_field.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSpinBox>

#include <limits>

namespace vitrine {

namespace {

QHBoxLayout* tightLayout(QWidget* owner)
{
    auto* layout = new QHBoxLayout(owner);
    layout->setContentsMargins(0, 0, 0, 0);
    return layout;
}

class IntegerField : public ParameterField {
public:
    IntegerField(const ParamSpec& spec, QWidget* parent)
        : ParameterField(parent)
        , m_box(new QSpinBox)
    {
        tightLayout(this)->addWidget(m_box);
        m_box->setRange(int(spec.minimum.value_or(0)), int(std::min(spec.maximum.value_or(1e9), 1e9)));
        m_box->setKeyboardTracking(false);
        leaveWheelToPage(m_box);
        m_box->setButtonSymbols(QAbstractSpinBox::NoButtons);
        m_box->setAccessibleName(QString::fromStdString(spec.title));
        connect(m_box, &QSpinBox::valueChanged, this, &ParameterField::changed);
        setFocusProxy(m_box);
    }
    QString value() const override { return QString::number(m_box->value()); }
    void setValue(const QString& value) override
    {
        const QSignalBlocker quiet(m_box);
        m_box->setValue(value.toInt());
    }

private:
    QSpinBox* m_box;
};

/// Text and real numbers. A number is shown and read in the person's own locale.
class LineField : public ParameterField {
public:
    LineField(const ParamSpec& spec, QWidget* parent)
        : ParameterField(parent)
        , m_isNumber(spec.kind == ParamKind::Real)
        , m_line(new QLineEdit)
    {
        tightLayout(this)->addWidget(m_line);
        m_line->setAccessibleName(QString::fromStdString(spec.title));
        connect(m_line, &QLineEdit::editingFinished, this, [this] {
            if (m_line->isModified())
                Q_EMIT changed();
            m_line->setModified(false);
        });
        setFocusProxy(m_line);
    }
    QString value() const override
    {
        bool ok = false;
        const double number = QLocale().toDouble(m_line->text(), &ok);
        return m_isNumber && ok ? QString::number(number, 'g', 17) : m_line->text();
    }
    void setValue(const QString& value) override
    {
        bool ok = false;
        const double number = value.toDouble(&ok);
        m_line->setText(m_isNumber && ok ? QLocale().toString(number, 'g', QLocale::FloatingPointShortest) : value);
    }

private:
    bool m_isNumber;
    QLineEdit* m_line;
};

class FlagField : public ParameterField {
public:
    FlagField(const ParamSpec& spec, QWidget* parent)
        : ParameterField(parent)
        , m_box(new QCheckBox)
    {
        tightLayout(this)->addWidget(m_box);
        m_box->setAccessibleName(QString::fromStdString(spec.title));
        connect(m_box, &QCheckBox::clicked, this, &ParameterField::changed);
        setFocusProxy(m_box);
    }
    QString value() const override { return m_box->isChecked() ? QStringLiteral("true") : QStringLiteral("false"); }
    void setValue(const QString& value) override
    {
        m_box->setChecked(value == QLatin1String("true") || value == QLatin1String("1"));
    }

private:
    QCheckBox* m_box;
};

/// Shares that are thought of in percent are rarely any but these.
ParamSpec percentChoices(ParamSpec spec)
{
    spec.kind = ParamKind::Choice;
    spec.open = false;
    for (const double share : { 0.05, 0.01, 0.001, 0.0001 }) {
        const auto title = QStringLiteral("%1 %").arg(QLocale().toString(share * 100, 'g', 3));
        spec.choices.push_back({ QString::number(share, 'g', 17).toStdString(), title.toStdString() });
    }
    return spec;
}

ParameterField* make(const ParamSpec& spec, QWidget* parent)
{
    switch (spec.role) {
    case ParamRole::Target:
        return new TargetField(spec, parent);
    case ParamRole::Percentage:
        return new ChoiceField(percentChoices(spec), parent);
    case ParamRole::OpenFile:
    case ParamRole::SaveFolder:
        return new PathField(spec, parent);
    case ParamRole::None:
        break;
    }
    switch (spec.kind) {
    case ParamKind::Choice:
        return new ChoiceField(spec, parent);
    case ParamKind::Integer:
        return new IntegerField(spec, parent);
    case ParamKind::Flag:
        return new FlagField(spec, parent);
    case ParamKind::Real:
    case ParamKind::Text:
        break;
    }
    return new LineField(spec, parent);
}

} // namespace

ParameterField* makeParameterField(const ParamSpec& spec, QWidget* parent)
{
    auto* field = make(spec, parent);
    field->setObjectName(QStringLiteral("field-%1").arg(QString::fromStdString(spec.name)));
    field->setToolTip(plainToolTip(QString::fromStdString(spec.help)));
    field->setValue(QString::fromStdString(spec.defaultValue));
    return field;
}

} // namespace vitrine
