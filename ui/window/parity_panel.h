// SPDX-License-Identifier: GPL-3.0-or-later
// Logits that another program computed, beside ours: drop a file, see the largest difference of each text.
#pragma once

#include "core/results/parity.h"
#include "ui/engine/request.h"
#include "ui/support/file_dialogs.h"

#include <QDialog>

class QFrame;
class QStackedWidget;

namespace vitrine {

class PlainLabel;
class SortedTable;

/// One comparison at a time, for one model.
class ParityPanel : public QDialog {
    Q_OBJECT
public:
    /// `model` is what the engine takes; `name` is what a person reads.
    ParityPanel(EngineProcess& engine, FileDialogs dialogs, QString model, const QString& name, QWidget* parent);

    /// Compares with the reference file at `path`.
    void compare(const QString& path);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* makeHelp();
    void choose();
    void show(const Parity& parity);
    void say(const char* look, const QString& sentence);

    FileDialogs m_dialogs;
    QString m_model;
    Request m_request;
    QFrame* m_verdict;
    PlainLabel* m_sentence;
    QStackedWidget* m_content; ///< how to write a file, or the table
    SortedTable* m_table;
};

} // namespace vitrine
