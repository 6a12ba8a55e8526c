// SPDX-License-Identifier: GPL-3.0-or-later
// How one text of the history is painted.
#pragma once

#include <QStyledItemDelegate>

namespace vitrine {

/// Two lines: the text, then the predicted label with its probability. Everything is drawn as plain text.
class TextDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace vitrine
