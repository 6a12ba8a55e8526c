// SPDX-License-Identifier: GPL-3.0-or-later
// A form made from the engine's own description: a new parameter needs no new line here.
#pragma once

#include "core/runtime/parameters.h"
#include "ui/widgets/parameter_field.h"

#include <QPushButton>

#include <functional>
#include <vector>

class QGridLayout;

namespace vitrine {

/// Titles left, fields right. Advanced parameters are folded away under "More".
class ParameterForm : public QWidget {
    Q_OBJECT
public:
    /// Of the titles at the left; panels line up with it.
    static constexpr int titleWidth = 84;

    explicit ParameterForm(QWidget* parent = nullptr);

    /// Which parameters are not to be seen at all; without: none. Call refold() when the answers change.
    using Choose = std::function<bool(const std::string& name)>;
    void setHidden(Choose isHidden);
    void refold();
    void setTitleWidth(int width) { m_titleWidth = width; }

    /// Builds the fields; values of parameters that were there before are kept.
    void setSpecs(const std::vector<ParamSpec>& specs);
    void setContext(const FieldContext& context);

    const ParamSpec* spec(const std::string& name) const;
    /// Also of fields that are not seen.
    ParameterValues values() const;
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
    };

    void clear();

    FieldContext m_context;
    Choose m_isHidden;
    int m_titleWidth = titleWidth;
    std::vector<Row> m_rows;
    QGridLayout* m_grid;
    QPushButton* m_more;
};

} // namespace vitrine
