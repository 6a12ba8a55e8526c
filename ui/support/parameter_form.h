// SPDX-License-Identifier: GPL-3.0-or-later
// A form made from the engine's own description: a new parameter needs no new line here.
#pragma once

#include "ui/engine/engine_call.h"
#include "ui/support/parameter_field.h"

#include <QPushButton>

#include <vector>

class QGridLayout;

namespace vitrine {

/// Titles left, fields right. Parameters for specialists (rule, evaluations, seed) are folded away under "More".
class ParameterForm : public QWidget {
    Q_OBJECT
public:
    /// Of the titles at the left; panels line up with it.
    static constexpr int titleWidth = 84;

    explicit ParameterForm(QWidget* parent = nullptr);

    /// Builds the fields; values of parameters that were there before are kept.
    void setSpecs(const std::vector<ParamSpec>& specs);
    void setContext(const FieldContext& context);

    CallParameters values() const;
    void setValue(const std::string& name, const QString& value);
    /// nullptr when there is no such parameter.
    ParameterField* field(const std::string& name) const;

Q_SIGNALS:
    void changed();

private:
    struct Row {
        ParamSpec spec;
        QWidget* title = nullptr;
        ParameterField* field = nullptr;
        bool folded = false;
    };

    void clear();
    void showFolded(bool shown);

    FieldContext m_context;
    std::vector<Row> m_rows;
    QGridLayout* m_grid;
    QPushButton* m_more;
};

} // namespace vitrine
