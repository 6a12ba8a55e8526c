// SPDX-License-Identifier: GPL-3.0-or-later
// One field of a form: a widget whose value is text, as the engine takes it.
#pragma once

#include "core/runtime/parameters.h"
#include "ui/support/file_dialogs.h"

#include <QStringList>
#include <QWidget>

namespace vitrine {

/// What fields need besides their own description: the labels of the model, the way to choose a file.
struct FieldContext {
    QStringList labels;
    int predicted = -1; ///< index; −1: not known yet
    FileDialogs dialogs {};
};

/// Base of all fields. changed() comes when a person changed the value, never from setValue().
class ParameterField : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    virtual QString value() const = 0;
    virtual void setValue(const QString& value) = 0;
    /// Model or prediction changed; keeps the value where it still makes sense.
    virtual void setContext(const FieldContext& context) { Q_UNUSED(context) }

Q_SIGNALS:
    void changed();
};

/// The right field for `spec`. Its accessible name is the title, its tool tip the help.
ParameterField* makeParameterField(const ParamSpec& spec, QWidget* parent);

} // namespace vitrine
