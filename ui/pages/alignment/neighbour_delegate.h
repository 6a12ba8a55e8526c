// SPDX-License-Identifier: GPL-3.0-or-later
// How one neighbour is painted.
#pragma once

#include <QStyledItemDelegate>

class QListView;

namespace vitrine {

/// Up to three lines of the text (DisplayRole), then its distance with what else is known of it. Everything is drawn as
/// plain text.
class NeighbourDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum Role { TextRole = Qt::UserRole, DistanceRole, NoteRole };

    explicit NeighbourDelegate(QListView* list);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    QListView* m_list;
};

} // namespace vitrine
