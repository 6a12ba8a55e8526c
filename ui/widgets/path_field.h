// SPDX-License-Identifier: GPL-3.0-or-later
// A file or folder: typed, chosen in a dialog, or dropped.
#pragma once

#include "ui/widgets/parameter_field.h"

class QLineEdit;

namespace vitrine {

enum class PathKind { File, Folder };

/// What the parameter `name` names on the disk; nothing when it is no path.
std::optional<PathKind> pathKindOf(const std::string& name);

/// The dialog comes from the context; without one there is no button.
class PathField : public ParameterField {
    Q_OBJECT
public:
    PathField(const ParamSpec& spec, PathKind kind, QWidget* parent = nullptr);

    QString value() const override;
    void setValue(const QString& value) override;
    void setContext(const FieldContext& context) override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void browse();
    void take(const QString& path);

    QString m_title;
    PathKind m_kind;
    FileDialogs m_dialogs;
    QLineEdit* m_line;
    QWidget* m_browse;
};

} // namespace vitrine
