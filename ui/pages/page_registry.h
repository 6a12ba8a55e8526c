// SPDX-License-Identifier: GPL-3.0-or-later
// Every page in one list: side bar, View menu, shortcuts and the test of all pages come from it.
#pragma once

#include "ui/pages/page.h"

#include <functional>
#include <memory>
#include <vector>

namespace vitrine {

struct PageEntry {
    QString id;
    const char* title; ///< with its mnemonic; to be translated in the context "PageRegistry"
    QString icon; ///< of the resources
    QString shortcut;
    std::string needs; ///< ability of the model: without it the page is greyed
    std::function<std::unique_ptr<Page>(const PageContext&)> make;
};

const std::vector<PageEntry>& pageRegistry();
QString pageTitle(const PageEntry& entry);

} // namespace vitrine
