// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/training_banner.h"

#include <utility>

namespace vitrine {

void TrainingBanner::showUnfinished()
{
    showMessage(Kind::Info, tr("The last training was broken off; it can go on from its checkpoint."));
    offer(tr("Resume"), [this] { Q_EMIT startRequested(); });
}

void TrainingBanner::showInterruption(const Error& error)
{
    showMessage(Kind::Warning,
        tr("%1 It is started again, and the training goes on from its last checkpoint, or from the beginning before "
           "the first one.")
            .arg(QString::fromStdString(error.message)),
        QString::fromStdString(error.detail));
}

/// What a folder holds of other settings is never overwritten without being asked.
void TrainingBanner::showFailure(const Error& error, bool canResume)
{
    auto told = error;
    if (canResume)
        told.message += ' ' + tr("Resume goes on from the last checkpoint.").toStdString();
    showError(told);
    if (error.subject == "output")
        offer(tr("Begin anew"), [this] { Q_EMIT anewRequested(); });
}

void TrainingBanner::showNewWarnings(const std::vector<std::string>& warnings)
{
    if (std::exchange(m_warnings, warnings) != warnings && !warnings.empty())
        showWarnings(warnings);
}

void TrainingBanner::forget()
{
    m_warnings.clear();
    clear();
}

} // namespace vitrine
