// SPDX-License-Identifier: GPL-3.0-or-later
// Made-up reviews whose label one can see: enough for a small network to learn from in a second.
#pragma once

#include <QByteArray>

namespace vitrine {

/// `count` different lines "text<TAB>label", half of them positive. `salt` makes others.
inline QByteArray opinions(int count, int salt = 0)
{
    static const char* const things[] = { "book", "hotel", "film", "phone", "soup", "room", "story", "pear" };
    static const char* const good[] = { "good", "fine", "lovely", "great", "warm" };
    static const char* const bad[] = { "bad", "poor", "awful", "cold", "dull" };
    QByteArray lines;
    for (int i = 0; i < count; ++i) {
        const int n
            = i / 2 + salt * 7919; // a good and a bad one of each, so that nothing but the word tells them apart
        lines += QByteArray("the ") + things[n % 8] + " no " + QByteArray::number(n) + " was "
            + (i % 2 ? good : bad)[n / 3 % 5] + (n % 7 ? "" : " indeed") + '\t' + (i % 2 ? "1" : "0") + '\n';
    }
    return lines;
}

} // namespace vitrine
