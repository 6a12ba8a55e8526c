// SPDX-License-Identifier: GPL-3.0-or-later
// A text is remembered once; the list is short, so it is searched from the top.
#include "ui/window/text_history.h"

#include "ui/widgets/plain_text.h"

#include <QLocale>

#include <cmath>
#include <limits>

namespace vitrine {

int TextHistory::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_items.size()); }

QVariant TextHistory::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_items.size())
        return {};
    const auto& item = m_items.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return shortened(item.text, 120);
    case Qt::ToolTipRole:
        return plainToolTip(item.text.left(1000));
    case Qt::AccessibleTextRole: {
        const auto line = shortened(item.text, 120);
        return item.label.isEmpty()
            ? line
            : tr("%1, %2 %3").arg(line, item.label, QLocale().toString(item.probability, 'f', 3));
    }
    case TextRole:
        return item.text;
    case LabelRole:
        return item.label;
    case ProbabilityRole:
        return item.probability;
    case PinnedRole:
        return item.pinned;
    }
    return {};
}

int TextHistory::rowOf(const QString& text) const
{
    for (int row = 0; row < m_items.size(); ++row) {
        if (m_items.at(row).text == text)
            return row;
    }
    return -1;
}

int TextHistory::firstUnpinned() const
{
    int row = 0;
    while (row < m_items.size() && m_items.at(row).pinned)
        ++row;
    return row;
}

int TextHistory::add(const QString& text)
{
    if (const int known = rowOf(text); known >= 0)
        return known;
    const int row = firstUnpinned();
    beginInsertRows({}, row, row);
    m_items.insert(row, { text, false, {}, std::numeric_limits<double>::quiet_NaN() });
    endInsertRows();
    if (m_items.size() > maxTexts && !m_items.last().pinned)
        remove(int(m_items.size()) - 1);
    return row;
}

void TextHistory::setPrediction(const Prediction& prediction)
{
    const int row = rowOf(QString::fromStdString(prediction.encoding.text));
    if (row < 0 || prediction.labelIndex < 0)
        return;
    const auto label = std::size_t(prediction.labelIndex);
    const auto& probabilities = prediction.probabilities;
    m_items[row].label = QString::fromStdString(prediction.label);
    m_items[row].probability = label < probabilities.size() ? probabilities[label] : std::nan("");
    Q_EMIT dataChanged(index(row), index(row));
}

void TextHistory::clearPredictions()
{
    for (auto& item : m_items)
        item.label.clear();
    if (!m_items.isEmpty())
        Q_EMIT dataChanged(index(0), index(int(m_items.size()) - 1));
}

void TextHistory::togglePinned(int row)
{
    if (row < 0 || row >= m_items.size())
        return;
    auto item = m_items.at(row);
    remove(row);
    item.pinned = !item.pinned;
    const int target = item.pinned ? 0 : firstUnpinned();
    beginInsertRows({}, target, target);
    m_items.insert(target, item);
    endInsertRows();
}

void TextHistory::remove(int row)
{
    if (row < 0 || row >= m_items.size())
        return;
    beginRemoveRows({}, row, row);
    m_items.removeAt(row);
    endRemoveRows();
}

QList<RememberedText> TextHistory::remembered() const
{
    QList<RememberedText> texts;
    for (const auto& item : m_items)
        texts.append({ item.text, item.pinned });
    return texts;
}

void TextHistory::restore(const QList<RememberedText>& texts)
{
    beginResetModel();
    m_items.clear();
    for (const auto& remembered : texts) {
        if (!remembered.text.isEmpty() && m_items.size() < maxTexts)
            m_items.append({ remembered.text, remembered.pinned, {}, std::numeric_limits<double>::quiet_NaN() });
    }
    endResetModel();
}

} // namespace vitrine
