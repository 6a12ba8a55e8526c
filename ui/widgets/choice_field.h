// SPDX-License-Identifier: GPL-3.0-or-later
// One of several values; an open choice has a line for what is not in the list.
#pragma once

#include "ui/widgets/parameter_field.h"

class QComboBox;
class QLineEdit;

namespace vitrine {

/// A choice whose value ends with ":" ("text:") is a beginning: the line below holds the rest.
class ChoiceField : public ParameterField {
    Q_OBJECT
public:
    explicit ChoiceField(const ParamSpec& spec, QWidget* parent = nullptr);

    QString value() const override;
    /// A value that is in no list is shown as free text when the choice is open, else added as it stands.
    void setValue(const QString& value) override;

private:
    static QString visibleTitle(const QString& title, const QString& value);
    bool wantsText() const;
    void showLine();

    bool m_open;
    QComboBox* m_box;
    QLineEdit* m_line;
};

} // namespace vitrine
