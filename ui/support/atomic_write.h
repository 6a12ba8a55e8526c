// SPDX-License-Identifier: GPL-3.0-or-later
// The one way the window writes a document a person cares about.
#pragma once

#include "core/runtime/result.h"

#include <QByteArray>
#include <QString>

namespace vitrine {

/// Replaces `path` by `bytes` wholly or not at all: the old file stays as it was when anything fails. The folder must
/// exist. Errors: Unreadable with one sentence that names the file and the reason.
Result<void> atomicWrite(const QString& path, const QByteArray& bytes);

} // namespace vitrine
