// SPDX-License-Identifier: GPL-3.0-or-later
// The texts of a corpus that lie nearest, with how little had to be solved to know it.
#pragma once

#include "core/results/nearest.h"
#include "ui/engine/request.h"
#include "ui/support/file_dialogs.h"

#include <QWidget>

#include <functional>

class QListWidget;
class QPushButton;

namespace vitrine {

class PlainLabel;

/// Asks for a corpus, shows its nearest texts; a text that is chosen can be aligned.
class NeighbourList : public QWidget {
    Q_OBJECT
public:
    /// `parameters` are those of the request but for the corpus; empty: there is nothing to search with yet.
    NeighbourList(EngineProcess& engine, FileDialogs& dialogs, std::function<CallParameters()> parameters, QWidget* parent = nullptr);

    void search(const QString& corpus);
    void clear();

Q_SIGNALS:
    void chosen(const QString& text);
    void failed(const vitrine::Error& error);

private:
    void choose();
    void show(const Nearest& nearest);

    FileDialogs& m_dialogs;
    std::function<CallParameters()> m_parameters;
    Request m_request;
    QPushButton* m_open;
    PlainLabel* m_work;
    QListWidget* m_list;
};

} // namespace vitrine
