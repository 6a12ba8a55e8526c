// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/load_report.h"

#include "ui/support/plain_text.h"

#include <QDialogButtonBox>
#include <QLocale>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace vitrine {

namespace {

    QString text(const std::string& value) { return QString::fromStdString(value); }

    QString shapeText(const std::vector<std::int64_t>& shape)
    {
        QStringList sizes;
        for (const auto size : shape)
            sizes.append(QString::number(size));
        return sizes.join(QStringLiteral(" × "));
    }

    QString tensorLine(const TensorNote& tensor)
    {
        auto line = QStringLiteral("%1  %2  %3  %4").arg(text(tensor.use), -11).arg(text(tensor.dtype), -5).arg(shapeText(tensor.shape), -14).arg(text(tensor.name));
        if (!tensor.readAs.empty())
            line += QStringLiteral(" → ") + text(tensor.readAs);
        if (tensor.notFinite > 0)
            line += LoadReport::tr("  (%1 values are not finite)").arg(QLocale().toString(qlonglong(tensor.notFinite)));
        return line;
    }

} // namespace

QString loadReportText(const ModelCard& card)
{
    QStringList lines;
    const auto add = [&lines](const QString& name, const QString& value) {
        if (!value.isEmpty())
            lines.append(QStringLiteral("%1  %2").arg(name, -18).arg(value));
    };
    add(LoadReport::tr("model"), text(card.title.empty() ? card.head.model.name : card.title));
    add(LoadReport::tr("folder"), text(card.path));
    add(LoadReport::tr("family"), text(card.head.model.family));
    add(LoadReport::tr("architecture"), text(card.architecture));
    add(LoadReport::tr("weights"), LoadReport::tr("%1, %2, %3 parameters").arg(text(card.weightsFormat), text(card.weightsDtype), QLocale().toString(qlonglong(card.sizes.parameters))));
    add(LoadReport::tr("sha256"), text(card.head.model.sha256));
    add(LoadReport::tr("activation"), text(card.activation));
    add(LoadReport::tr("tokenizer"), text(card.tokenizer));
    add(LoadReport::tr("longest text"), LoadReport::tr("%1 tokens").arg(card.sizes.maxTokens));
    for (std::size_t i = 0; i < card.labels.size() && i < 100; ++i)
        add(LoadReport::tr("class %1").arg(i), isolated(text(card.labels[i])));
    for (const auto& ability : card.abilities)
        add(text(ability.id), ability.available ? LoadReport::tr("available") : text(ability.why));
    for (const auto& warning : card.head.warnings)
        add(LoadReport::tr("warning"), text(warning));
    for (const auto& name : card.missing)
        add(LoadReport::tr("not found"), text(name));
    lines.append(QString());
    for (const auto& tensor : card.tensors)
        lines.append(tensorLine(tensor));
    return lines.join(QLatin1Char('\n'));
}

LoadReport::LoadReport(const ModelCard& card, QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Load report"));
    setObjectName(QStringLiteral("loadReport"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    auto* view = new QPlainTextEdit(loadReportText(card));
    view->setReadOnly(true);
    view->setLineWrapMode(QPlainTextEdit::NoWrap);
    view->setFont(QFont(QStringLiteral("monospace")));
    view->setAccessibleName(tr("Load report"));
    layout->addWidget(view);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    resize(760, 520);
}

} // namespace vitrine
