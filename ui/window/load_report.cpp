// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/load_report.h"

#include "ui/widgets/plain_text.h"
#include "ui/widgets/table.h"

#include <QClipboard>
#include <QComboBox>
#include <QCoreApplication>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace vitrine {

namespace {

QString text(const std::string& value) { return QString::fromStdString(value); }

QString shapeText(const std::vector<std::int64_t>& shape)
{
    QStringList sizes;
    for (const auto size : shape)
        sizes.append(QString::number(size));
    return QStringLiteral("(%1)").arg(sizes.join(QStringLiteral(", ")));
}

/// A value that can be selected and wraps, beside its name.
void addFact(QFormLayout* form, const QString& name, const QString& value)
{
    auto* label = new PlainLabel(value);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    form->addRow(PlainLabel::make(name, "muted"), label);
}

TableData tensorTable(const ModelCard& card)
{
    TableData table { { LoadReport::tr("Use"), LoadReport::tr("Type"), LoadReport::tr("Shape"),
                          LoadReport::tr("Not finite"), LoadReport::tr("Tensor"), LoadReport::tr("Read as") },
        {} };
    for (const auto& tensor : card.tensors) {
        table.rows.push_back({ text(tensor.use), text(tensor.dtype), shapeText(tensor.shape),
            tensor.notFinite > 0 ? QString::number(tensor.notFinite) : QString(), text(tensor.name),
            text(tensor.readAs) });
    }
    for (const auto& name : card.missing)
        table.rows.push_back({ QStringLiteral("missing"), {}, {}, {}, text(name), {} });
    return table;
}

QString tr(const char* text) { return QCoreApplication::translate("vitrine::LoadReport", text); }
QString count(std::int64_t value) { return QLocale().toString(qlonglong(value)); }

constexpr std::size_t maxLabels = 20;

QString labelsText(const ModelCard& card)
{
    QStringList labels;
    for (std::size_t i = 0; i < std::min(card.labels.size(), maxLabels); ++i)
        labels.append(QStringLiteral("%1 %2").arg(i).arg(isolated(shortened(text(card.labels[i]), 40))));
    auto all = labels.join(QStringLiteral(" · "));
    if (card.labels.size() > maxLabels)
        all += tr(" and %1 more").arg(count(std::int64_t(card.labels.size() - maxLabels)));
    return all;
}

QString problemText(Problem problem)
{
    switch (problem) {
    case Problem::SingleLabel:
        return tr("one class of several (softmax)");
    case Problem::MultiLabel:
        return tr("each class by itself (sigmoid)");
    case Problem::Regression:
        return tr("a value (regression)");
    }
    return {};
}

} // namespace

QString loadReportText(const ModelCard& card)
{
    QStringList lines { text(card.title.empty() ? card.provenance.model.name : card.title) };
    const auto add = [&lines](const QString& name, const QString& value) {
        lines.append(QStringLiteral("%1  %2").arg(name, -14).arg(value));
    };
    for (const auto& fact : loadFacts(card))
        add(fact.name, fact.value);
    for (const auto& warning : card.provenance.warnings)
        add(LoadReport::tr("warning"), text(warning));
    for (const auto& row : tensorTable(card).rows)
        lines.append(row.join(QLatin1Char('\t')));
    return lines.join(QLatin1Char('\n'));
}

LoadReport::LoadReport(const ModelCard& card, QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Load report"));
    setObjectName(QStringLiteral("loadReport"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 16);
    layout->setSpacing(12);
    layout->addWidget(
        PlainLabel::make(isolated(text(card.title.empty() ? card.provenance.model.name : card.title)), "title"));
    layout->addWidget(factsOf(card));
    layout->addWidget(tensorsOf(card), 1);
    layout->addLayout(buttonsOf(card));
    resize(860, 720);
}

QWidget* LoadReport::factsOf(const ModelCard& card)
{
    auto* facts = new QWidget;
    auto* form = new QFormLayout(facts);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(4);
    for (const auto& fact : loadFacts(card))
        addFact(form, fact.name, fact.value);
    for (const auto& warning : card.provenance.warnings)
        addFact(form, tr("Note"), isolated(text(warning)));
    return facts;
}

QWidget* LoadReport::tensorsOf(const ModelCard& card)
{
    auto* part = new QWidget;
    auto* layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(8);
    auto* head = new QHBoxLayout;
    auto* uses = new QComboBox;
    uses->setObjectName(QStringLiteral("tensorUses"));
    uses->setAccessibleName(tr("Which tensors to list"));
    uses->addItem(tr("all %1").arg(card.tensors.size() + card.missing.size()));
    for (const auto& use : tensorUses(card))
        uses->addItem(QStringLiteral("%1 %2").arg(use.count).arg(use.title), text(use.use));
    head->addWidget(PlainLabel::make(tr("Tensors"), "heading"));
    head->addWidget(uses);
    head->addStretch(1);
    auto* table = new SortedTable;
    table->setObjectName(QStringLiteral("tensors"));
    table->setAccessibleName(tr("Tensors of the weights file"));
    table->setTable(tensorTable(card));
    table->setMinimumHeight(160);
    connect(uses, &QComboBox::currentIndexChanged, table,
        [uses, table] { table->showOnly(0, uses->currentData().toString()); });
    layout->addLayout(head);
    layout->addWidget(table, 1);
    return part;
}

QLayout* LoadReport::buttonsOf(const ModelCard& card)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    const auto add = [row](const QString& title) {
        auto* button = new QPushButton(title);
        button->setAutoDefault(false);
        row->addWidget(button);
        return button;
    };
    auto* copy = add(tr("Copy report"));
    connect(copy, &QPushButton::clicked, this,
        [report = loadReportText(card)] { QGuiApplication::clipboard()->setText(report); });
    connect(add(tr("Compare with logits…")), &QPushButton::clicked, this, &LoadReport::parityRequested);
    if (QString::fromStdString(card.weightsFormat).contains(QLatin1String("PyTorch")))
        connect(add(tr("Convert to safetensors…")), &QPushButton::clicked, this, &LoadReport::convertRequested);
    row->addStretch(1);
    auto* close = add(tr("Close"));
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    return row;
}

QString bytesText(std::int64_t bytes) { return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat); }

std::vector<LoadFact> loadFacts(const ModelCard& card)
{
    const auto& sizes = card.sizes;
    std::vector<LoadFact> facts;
    const auto add = [&facts](const QString& name, const QString& value) {
        if (!value.isEmpty())
            facts.push_back({ name, value });
    };
    add(tr("Folder"), card.path.empty() ? tr("built in") : isolated(text(card.path)));
    add(tr("Architecture"), isolated(text(card.architecture)));
    add(tr("Size"),
        tr("%1 layers, %2 heads, width %3, feed-forward %4")
            .arg(sizes.layers)
            .arg(sizes.heads)
            .arg(sizes.hidden)
            .arg(sizes.intermediate));
    add(tr("Weights"),
        tr("%1 parameters, %2 on disk, %3, %4")
            .arg(count(sizes.parameters), bytesText(sizes.fileBytes), text(card.weightsFormat),
                text(card.weightsDtype)));
    const auto needed = tr("%1 as %2 on %3")
                            .arg(bytesText(sizes.memoryBytes), text(card.provenance.engine.dtype),
                                text(card.provenance.engine.device));
    add(tr("Memory"),
        sizes.memoryAvailable > 0 ? tr("%1; %2 were free, so it fits").arg(needed, bytesText(sizes.memoryAvailable))
                                  : needed);
    add(tr("Activation"), text(card.activation));
    add(tr("Tokenizer"), tr("%1; %2 embedding rows").arg(isolated(text(card.tokenizer)), count(sizes.vocabulary)));
    add(tr("Longest text"), tr("%1 tokens").arg(count(sizes.maxTokens)));
    if (!card.labels.empty()) {
        add(tr("Answers"), problemText(card.problem));
        add(tr("Labels"), labelsText(card));
    }
    QStringList can;
    for (const auto& ability : card.abilities) {
        if (ability.available)
            can.append(text(ability.id));
    }
    add(tr("Can"), can.join(QStringLiteral(", ")));
    for (const auto& ability : card.abilities) {
        if (!ability.available)
            add(tr("Cannot"), QStringLiteral("%1: %2").arg(text(ability.id), text(ability.why)));
    }
    add(tr("SHA-256"), text(card.provenance.model.sha256));
    return facts;
}

std::vector<TensorUse> tensorUses(const ModelCard& card)
{
    std::vector<TensorUse> uses {
        { "read", tr("read") },
        { "renamed", tr("read under another name") },
        { "ignored", tr("ignored on purpose") },
        { "unexpected", tr("not expected") },
        { "unsupported", tr("of an unsupported type") },
        { "missing", tr("missing, not needed"), int(card.missing.size()) },
    };
    for (const auto& tensor : card.tensors) {
        for (auto& use : uses)
            use.count += use.use == tensor.use;
    }
    std::erase_if(uses, [](const TensorUse& use) { return use.count == 0; });
    return uses;
}

} // namespace vitrine
