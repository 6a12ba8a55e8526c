// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/evaluate.h"

#include "app/engine/command.h"
#include "app/engine/table.h"

namespace vitrine {

void Evaluator::add(const std::optional<std::string>& label, const Prediction* prediction)
{
    ++m_evaluation.rows;
    if (prediction != nullptr && m_evaluation.labels.empty()) {
        m_evaluation.provenance = prediction->provenance;
        m_evaluation.provenance.warnings.clear();
        m_evaluation.labels = prediction->labels;
        m_evaluation.confusion.assign(prediction->labels.size(), std::vector<int>(prediction->labels.size()));
    }
    if (!label) {
        ++m_evaluation.unlabelled;
        return;
    }
    const int predicted = prediction == nullptr ? -1 : prediction->labelIndex;
    if (predicted < 0) {
        ++m_evaluation.unpredicted;
        return;
    }
    const int given = classOf(*label, m_evaluation.labels);
    if (given < 0)
        ++m_evaluation.unknownLabel;
    else
        ++m_evaluation.confusion[std::size_t(given)][std::size_t(predicted)];
}

Evaluation Evaluator::result() const
{
    Evaluation evaluation = m_evaluation;
    long correct = 0;
    long count = 0;
    for (std::size_t given = 0; given < evaluation.confusion.size(); ++given) {
        for (std::size_t predicted = 0; predicted < evaluation.confusion.size(); ++predicted) {
            count += evaluation.confusion[given][predicted];
            correct += given == predicted ? evaluation.confusion[given][predicted] : 0;
        }
    }
    evaluation.accuracy = wilson(correct, count);
    if (evaluation.unknownLabel > 0)
        evaluation.provenance.warnings.push_back(std::to_string(evaluation.unknownLabel)
            + " rows have a label that no class of the model has; they are not counted.");
    return evaluation;
}

void print(std::ostream& out, const Evaluation& evaluation)
{
    const auto& share = evaluation.accuracy;
    out << "accuracy " << share.correct << " of " << share.count << " = " << fixed(share.value) << ", 95 % interval ["
        << fixed(share.low) << ", " << fixed(share.high) << "]\n";
    std::vector<Table::Align> columns(evaluation.labels.size() + 1, Table::Align::Right);
    columns.front() = Table::Align::Left;
    Table table(columns);
    std::vector<std::string> head { "given \\ predicted" };
    head.insert(head.end(), evaluation.labels.begin(), evaluation.labels.end());
    table.row(head);
    for (std::size_t i = 0; i < evaluation.labels.size(); ++i) {
        std::vector<std::string> cells { evaluation.labels[i] };
        for (const int count : evaluation.confusion[i])
            cells.push_back(std::to_string(count));
        table.row(cells);
    }
    table.print(out);
    printWarnings(out, evaluation.provenance);
}

} // namespace vitrine
