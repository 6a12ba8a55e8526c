// SPDX-License-Identifier: GPL-3.0-or-later
// Questions that stop the program stand behind this seam, so that tests answer them.
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace vitrine {

/// An empty answer means: never mind.
struct FileDialogs {
    std::function<QString(QWidget* parent, const QString& title, const QString& folder)> chooseFolder;
    std::function<QString(QWidget* parent, const QString& title, const QString& folder, const QString& filter)>
        chooseFile;
    std::function<QString(QWidget* parent, const QString& title, const QString& suggestion, const QString& filter)>
        chooseTarget;
    /// True: go on.
    std::function<bool(QWidget* parent, const QString& question, const QString& goOn)> confirm;

    /// The platform's own dialogs.
    static FileDialogs native();
};

} // namespace vitrine
