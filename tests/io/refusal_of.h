// SPDX-License-Identifier: GPL-3.0-or-later
// What a call refuses, as a value that a test can compare.
#pragma once

#include "core/runtime/error.h"

#include <QString>

namespace vitrine {

/// "code: sentence" of the Refusal that `call` throws; "nothing" when it throws none.
template <typename Call> QString refusalOf(Call&& call)
{
    try {
        call();
    } catch (const Refusal& refusal) {
        return QString::fromUtf8(errorCodeName(refusal.error().code).data()) + QStringLiteral(": ")
            + QString::fromStdString(refusal.error().message);
    }
    return QStringLiteral("nothing");
}

} // namespace vitrine
