// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/vitrine/application.h"

#include <QLoggingCategory>

#include <exception>

namespace vitrine {

bool Application::notify(QObject* receiver, QEvent* event)
{
    try {
        return QApplication::notify(receiver, event);
    } catch (const std::exception& fault) {
        qCritical("A fault inside the window: %s", fault.what());
        Q_EMIT internalFault(
            tr("Something went wrong inside the window: %1. Your text is kept; save what you need and start again.")
                .arg(QString::fromUtf8(fault.what())));
    }
    return false;
}

} // namespace vitrine
