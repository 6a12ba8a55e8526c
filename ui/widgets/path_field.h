// SPDX-License-Identifier: GPL-3.0-or-later
// A file or folder: typed, chosen in a dialog, or dropped.
#pragma once

#include "ui/widgets/parameter_field.h"

class QLineEdit;

namespace vitrine {

/// A file to read or a folder to write into, as the role of the parameter says. The dialog comes from the context;
/// without one there is no button.
class PathField : public ParameterField {
    Q_OBJECT
public:
    explicit PathField(const ParamSpec& spec, QWidget* parent = nullptr);

    QString value() const override;
    void setValue(const QString& value) override;
    void setContext(const FieldContext& context) override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void browse();
    void take(const QString& path);

    QString m_title;
    bool m_isFolder;
    FileDialogs m_dialogs;
    QLineEdit* m_line;
    QWidget* m_browse;
};

} // namespace vitrine
