// SPDX-License-Identifier: GPL-3.0-or-later
// The texts a person has looked at, newest first, pinned ones above all.
#pragma once

#include "core/results/prediction.h"
#include "ui/support/settings.h"

#include <QAbstractListModel>

namespace vitrine {

/// A list model. Role Display is the text in one short line, the others are below.
class TextHistory : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { TextRole = Qt::UserRole, LabelRole, ProbabilityRole, PinnedRole };
    static constexpr int maxTexts = 50;

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    /// Puts `text` first among the unpinned; a text that is already there moves nothing. Returns its row.
    int add(const QString& text);
    /// What was predicted for its text: the label with its probability, NaN where there is none. Nothing happens where
    /// nothing was predicted, or the text is not in the list.
    void setPrediction(const Prediction& prediction);
    /// Forgets all predictions: another model answers now.
    void clearPredictions();
    void togglePinned(int row);
    void remove(int row);

    QString text(int row) const { return m_items.at(row).text; }
    int rowOf(const QString& text) const;

    QList<RememberedText> remembered() const;
    void restore(const QList<RememberedText>& texts);

private:
    struct Item {
        QString text;
        bool pinned = false;
        QString label;
        double probability = 0;
    };

    int firstUnpinned() const;

    QList<Item> m_items;
};

} // namespace vitrine
