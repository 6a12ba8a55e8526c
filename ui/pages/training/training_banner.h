// SPDX-License-Identifier: GPL-3.0-or-later
// What the page Training says about its runs, and what can be done about it.
#pragma once

#include "ui/widgets/banner.h"

namespace vitrine {

class TrainingBanner : public Banner {
    Q_OBJECT
public:
    using Banner::Banner;

    /// The program ended while it trained.
    void showUnfinished();
    /// The engine died of `error` and comes up again by itself.
    void showInterruption(const Error& error);
    /// `canResume`: there are steps to go on from.
    void showFailure(const Error& error, bool canResume);
    /// Of a run, whose document comes again and again: each list once, a person may have put it away.
    void showNewWarnings(const std::vector<std::string>& warnings);
    /// For a new run.
    void forget();

Q_SIGNALS:
    void startRequested();
    /// What lies in the output folder shall be forgotten.
    void anewRequested();

private:
    std::vector<std::string> m_warnings;
};

} // namespace vitrine
