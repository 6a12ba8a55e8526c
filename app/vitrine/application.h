// SPDX-License-Identifier: GPL-3.0-or-later
// Catches exceptions that nothing else caught: they are logged, and the window stays open.
#pragma once

#include <QApplication>

namespace vitrine {

class Application : public QApplication {
    Q_OBJECT
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override;

Q_SIGNALS:
    /// One sentence that the window shows.
    void internalFault(const QString& message);
};

} // namespace vitrine
