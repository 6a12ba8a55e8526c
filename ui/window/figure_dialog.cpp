// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/figure_dialog.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPushButton>
#include <QSpinBox>

namespace vitrine {

FigureDialog::FigureDialog(const AnyResult& result, const FigureOptions& options, QWidget* parent)
    : QDialog(parent)
    , m_options(options)
    , m_figure(new QComboBox)
    , m_theme(new QComboBox)
    , m_palette(new QComboBox)
    , m_width(new QSpinBox)
    , m_dpi(new QSpinBox)
{
    setWindowTitle(tr("Export figure"));
    setObjectName(QStringLiteral("figureDialog"));
    auto* form = new QFormLayout(this);
    form->setContentsMargins(16, 16, 16, 16);
    form->setVerticalSpacing(8);
    for (const auto& figure : figureRegistry()) {
        if (figure.needs == result.kind())
            m_figure->addItem(QCoreApplication::translate("vitrine::Figures", figure.title), figure.id);
    }
    m_figure->setCurrentIndex(std::max(0, m_figure->findData(options.figure)));
    m_theme->addItem(tr("light"), int(ThemeKind::Light));
    m_theme->addItem(tr("dark"), int(ThemeKind::Dark));
    m_theme->addItem(tr("for print"), int(ThemeKind::Print));
    m_theme->setCurrentIndex(m_theme->findData(int(options.theme)));
    m_palette->addItem(tr("blue – red"), int(Palette::BlueRed));
    m_palette->addItem(tr("purple – orange"), int(Palette::PurpleOrange));
    m_palette->setCurrentIndex(m_palette->findData(int(options.palette)));
    m_width->setRange(20, 1200);
    m_width->setSuffix(tr(" mm"));
    m_width->setValue(int(options.widthMm));
    m_dpi->setRange(36, 2400);
    m_dpi->setSuffix(tr(" dpi"));
    m_dpi->setValue(options.dpi);
    const auto add = [form](const QString& title, QWidget* field) {
        field->setAccessibleName(title);
        form->addRow(title, field);
    };
    add(tr("Figure"), m_figure);
    add(tr("Width"), m_width);
    add(tr("Resolution (PNG)"), m_dpi);
    add(tr("Colours"), m_theme);
    add(tr("Palette"), m_palette);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("Choose file…"));
    buttons->button(QDialogButtonBox::Ok)->setProperty("look", QStringLiteral("primary"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    form->addRow(buttons);
}

FigureOptions FigureDialog::options() const
{
    auto options = m_options;
    options.figure = m_figure->currentData().toString();
    options.theme = ThemeKind(m_theme->currentData().toInt());
    options.palette = Palette(m_palette->currentData().toInt());
    options.widthMm = m_width->value();
    options.dpi = m_dpi->value();
    return options;
}

FigureQuestions FigureQuestions::native()
{
    return { [](QWidget* parent, const AnyResult& result,
                 const FigureOptions& options) -> std::optional<FigureOptions> {
        FigureDialog dialog(result, options, parent);
        if (dialog.exec() != QDialog::Accepted)
            return {};
        return dialog.options();
    } };
}

QString suggestedFigureName(const AnyResult& result)
{
    const auto* kind = findKind(result.kind());
    auto name = kind ? kind->fileName(result) : QStringLiteral("figure");
    for (auto& character : name) {
        if (!character.isLetterOrNumber() && character != QLatin1Char('-') && character != QLatin1Char('_'))
            character = QLatin1Char('-');
    }
    return name.left(80) + QStringLiteral(".pdf");
}

} // namespace vitrine
