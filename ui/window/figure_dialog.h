// SPDX-License-Identifier: GPL-3.0-or-later
// How a figure is to be drawn: which one, how wide, how fine, in which colours.
#pragma once

#include "ui/charts/figures.h"

#include <QDialog>

#include <optional>

class QComboBox;
class QSpinBox;

namespace vitrine {

/// Asks for FigureOptions. Only figures that can be drawn from `result` are offered.
class FigureDialog : public QDialog {
    Q_OBJECT
public:
    FigureDialog(const AnyResult& result, const FigureOptions& options, QWidget* parent);

    FigureOptions options() const;

private:
    FigureOptions m_options;
    QComboBox* m_figure;
    QComboBox* m_theme;
    QComboBox* m_palette;
    QSpinBox* m_width;
    QSpinBox* m_dpi;
};

/// Asks and exports. Tests replace the questions; `trouble` hears why nothing was written.
struct FigureQuestions {
    std::function<std::optional<FigureOptions>(QWidget* parent, const AnyResult& result, const FigureOptions& options)>
        chooseOptions;
    static FigureQuestions native();
};

/// "english-integrated-gradients.pdf": named after model and what is shown, safe as a file name.
QString suggestedFigureName(const AnyResult& result);

} // namespace vitrine
