// SPDX-License-Identifier: GPL-3.0-or-later
// A text that shrinks at its very beginning has no character to count that on: its places are those of the published
// tokenizers.
#include "core/text/pipeline/rewriting.h"

#include <algorithm>

namespace vitrine {

void placeByCount(Characters& text, const std::vector<RewrittenCharacter>& rewritten)
{
    Characters out;
    out.reserve(rewritten.size());
    std::size_t next = 0;
    for (const RewrittenCharacter& c : rewritten) {
        const std::size_t from = std::min(c.consumed > 0 || next == 0 ? next : next - 1, text.size() - 1);
        out.push_back({ c.codePoint, text[from].begin, text[from].end });
        next += static_cast<std::size_t>(c.consumed);
    }
    text = std::move(out);
}

} // namespace vitrine
