// SPDX-License-Identifier: GPL-3.0-or-later
// Which answer is explained: the predicted one, another class, or one class rather than another.
#pragma once

#include "ui/widgets/parameter_field.h"

class QComboBox;

namespace vitrine {

/// Values are "predicted", "INDEX" or "INDEX:INDEX"; labels may repeat or hold colons, indices do not.
class TargetField : public ParameterField {
    Q_OBJECT
public:
    explicit TargetField(const ParamSpec& spec, QWidget* parent = nullptr);

    QString value() const override;
    void setValue(const QString& value) override;
    void setContext(const FieldContext& context) override;

private:
    void fill();
    void showOther();

    FieldContext m_context;
    QComboBox* m_box;
    QWidget* m_ratherRow;
    QComboBox* m_for;
    QComboBox* m_against;
};

} // namespace vitrine
