// SPDX-License-Identifier: GPL-3.0-or-later
// QSaveFile, used the only way that keeps its promise.
#include "ui/support/atomic_write.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

namespace vitrine {

namespace {

Error refusal(const QString& path, const QString& reason)
{
    const QString sentence = QCoreApplication::translate("vitrine", "%1 could not be written (%2); save it elsewhere.")
                                 .arg(QDir::toNativeSeparators(path), reason);
    return { ErrorCode::Unreadable, sentence.toStdString(), path.toStdString(), {} };
}

} // namespace

Result<void> atomicWrite(const QString& path, const QByteArray& bytes)
{
    if (QFileInfo(path).isDir())
        return refusal(path, QCoreApplication::translate("vitrine", "it is a folder"));
    QSaveFile file(path);
    file.setDirectWriteFallback(false);
    if (!file.open(QIODevice::WriteOnly))
        return refusal(path, file.errorString());
    // A short write is no error to QSaveFile: commit() would then replace the old file by half of the new one.
    const bool whole = file.write(bytes) == bytes.size() && file.flush();
    const QString reason = whole ? QString() : file.errorString();
    if (!whole)
        file.cancelWriting();
    if (!file.commit())
        return refusal(path, whole ? file.errorString() : reason);
    return {};
}

} // namespace vitrine
