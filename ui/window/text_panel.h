// SPDX-License-Identifier: GPL-3.0-or-later
// The texts of the left panel: what was looked at, and samples.
#pragma once

#include "ui/window/text_history.h"

#include <QStyledItemDelegate>
#include <QWidget>

class QListView;
class QMenu;

namespace vitrine {

/// A heading with a menu of samples, and the history as a list of two-line rows.
class TextPanel : public QWidget {
    Q_OBJECT
public:
    explicit TextPanel(TextHistory& history, QWidget* parent = nullptr);

    /// Marks the row of `text`, without chosen().
    void setCurrent(const QString& text);
    /// The sample texts as a menu; owned by the panel.
    QMenu* samplesMenu() const { return m_samples; }

Q_SIGNALS:
    void chosen(const QString& text);

private:
    void showContextMenu(const QPoint& position);

    TextHistory& m_history;
    QListView* m_list;
    QMenu* m_samples;
};

/// Lines of the sample file of `language` ("en", "zh").
QStringList sampleTexts(const QString& language);

/// Two lines: the text, then the predicted label with its probability. Everything is drawn as plain text.
class TextDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace vitrine
