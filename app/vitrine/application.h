// SPDX-License-Identifier: GPL-3.0-or-later
// The last barrier: an exception that got through everything else is logged, and the window lives on.
#pragma once

#include <QApplication>

namespace vitrine {

class Application : public QApplication {
    Q_OBJECT
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override;

Q_SIGNALS:
    /// One sentence for the window.
    void internalFault(const QString& message);
};

} // namespace vitrine
