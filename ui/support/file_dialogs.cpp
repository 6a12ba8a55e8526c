// SPDX-License-Identifier: GPL-3.0-or-later
// The real dialogs behind the seam.
#include "ui/support/file_dialogs.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

namespace vitrine {

FileDialogs FileDialogs::native()
{
    FileDialogs dialogs;
    dialogs.chooseFolder = [](QWidget* parent, const QString& title, const QString& folder) {
        return QFileDialog::getExistingDirectory(parent, title, folder);
    };
    dialogs.chooseFile = [](QWidget* parent, const QString& title, const QString& folder, const QString& filter) {
        return QFileDialog::getOpenFileName(parent, title, folder, filter);
    };
    dialogs.chooseTarget = [](QWidget* parent, const QString& title, const QString& suggestion, const QString& filter) {
        return QFileDialog::getSaveFileName(parent, title, suggestion, filter);
    };
    dialogs.confirm = [](QWidget* parent, const QString& question, const QString& goOn) {
        QMessageBox box(
            QMessageBox::Question, QCoreApplication::applicationName(), question, QMessageBox::Cancel, parent);
        box.setTextFormat(Qt::PlainText);
        auto* button = box.addButton(goOn, QMessageBox::AcceptRole);
        box.setDefaultButton(button);
        box.exec();
        return box.clickedButton() == button;
    };
    return dialogs;
}

} // namespace vitrine
