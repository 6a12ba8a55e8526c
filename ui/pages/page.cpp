// SPDX-License-Identifier: GPL-3.0-or-later
// Finding is the same on every page: over the words of the encoding, round the end.
#include "ui/pages/page.h"

#include "core/text/token_groups.h"

namespace vitrine {

int Page::findToken(const QString& text, int after) const
{
    const auto* shown = encoding();
    if (!shown || text.isEmpty())
        return -1;
    const auto groups = groupTokens(*shown, Grouping::Words);
    int first = -1;
    for (const auto& group : groups) {
        if (!QString::fromStdString(group.text).contains(text, Qt::CaseInsensitive))
            continue;
        if (group.first > after)
            return group.first;
        if (first < 0)
            first = group.first;
    }
    return first;
}

} // namespace vitrine
