// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/load_facts.h"

#include "ui/widgets/plain_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace vitrine {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("vitrine::LoadReport", text); }
QString text(const std::string& value) { return QString::fromStdString(value); }
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
