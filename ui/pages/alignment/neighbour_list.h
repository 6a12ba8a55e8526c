// SPDX-License-Identifier: GPL-3.0-or-later
// The texts of a corpus that lie nearest, with how little had to be solved to know it.
#pragma once

#include "core/results/nearest.h"
#include "ui/engine/request.h"
#include "ui/support/file_dialogs.h"

#include <QStyledItemDelegate>
#include <QWidget>

#include <functional>

class QListView;
class QListWidget;
class QPushButton;

namespace vitrine {

class PlainLabel;

/// Asks for a corpus, shows its nearest texts; a text that is chosen can be aligned.
class NeighbourList : public QWidget {
    Q_OBJECT
public:
    /// `parameters` are those of the request but for the corpus; empty: there is nothing to search with yet.
    NeighbourList(EngineProcess& engine, FileDialogs& dialogs, std::function<ParameterValues()> parameters,
        QWidget* parent = nullptr);

    void search(const QString& corpus);
    void clear();
    /// Text or settings may have changed: offers to search again when what is shown is no answer to them.
    void checkCurrent();

Q_SIGNALS:
    void chosen(const QString& text);
    void failed(const vitrine::Error& error);
    void warned(const std::vector<std::string>& warnings);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void choose();
    void show(const Nearest& nearest);
    void fitHeight();

    FileDialogs& m_dialogs;
    std::function<ParameterValues()> m_parameters;
    Request m_request;
    ParameterValues m_asked; // of what is shown or on its way
    QPushButton* m_open;
    QPushButton* m_again;
    PlainLabel* m_corpus;
    PlainLabel* m_work;
    QListWidget* m_list;
};

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
