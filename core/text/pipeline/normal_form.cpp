// SPDX-License-Identifier: GPL-3.0-or-later
// Decompose, order, compose (Unicode 14, 3.11), counting for each new character how many old ones it uses up: published
// tokenizers find the place of a character by that count, also where ordering moved it.
#include "core/text/pipeline/normal_form.h"

#include "core/text/pipeline/normalizer.h"
#include "core/text/unicode/unicode.h"

#include <algorithm>

namespace vitrine {
namespace {

struct Counted {
    char32_t codePoint;
    int combiningClass;
    int consumed; ///< see RewrittenCharacter
};

std::vector<Counted> decomposed(const Characters& text, bool compatibility, const Progress* progress)
{
    PeriodicCheck check(progress);
    std::vector<Counted> out;
    out.reserve(text.size() + text.size() / 8);
    std::vector<char32_t> parts;
    for (const Character& c : text) {
        check();
        parts.clear();
        decompose(c.codePoint, compatibility, parts);
        for (std::size_t i = 0; i < parts.size(); ++i)
            out.push_back({ parts[i], combiningClass(parts[i]), i == 0 ? 1 : 0 });
    }
    for (auto first = out.begin(); first != out.end();) {
        const auto isStarter = [](const Counted& c) { return c.combiningClass == 0; };
        const auto begin = std::find_if_not(first, out.end(), isStarter);
        const auto end = std::find_if(begin, out.end(), isStarter);
        std::stable_sort(begin, end, [&check](const Counted& a, const Counted& b) {
            check();
            return a.combiningClass < b.combiningClass;
        });
        first = end;
    }
    return out;
}

void composeInPlace(std::vector<Counted>& text, const Progress* progress)
{
    PeriodicCheck check(progress);
    std::size_t size = 0;
    std::ptrdiff_t starter = -1;
    int lastClass = -1; // of the character before, when it stands between it and the starter
    for (const Counted c : text) {
        check();
        const bool blocked = lastClass >= c.combiningClass && lastClass >= 0;
        if (starter >= 0 && !blocked) {
            Counted& base = text[static_cast<std::size_t>(starter)];
            if (const char32_t together = compose(base.codePoint, c.codePoint)) {
                base.codePoint = together;
                base.consumed += c.consumed;
                continue;
            }
        }
        if (c.combiningClass == 0) {
            starter = static_cast<std::ptrdiff_t>(size);
            lastClass = -1;
        } else {
            lastClass = c.combiningClass;
        }
        text[size++] = c;
    }
    text.resize(size);
}

} // namespace

void normalize(Characters& text, NormalForm form, const StepLimits& limits)
{
    const bool compatibility = form == NormalForm::NFKC || form == NormalForm::NFKD;
    const bool composing = form == NormalForm::NFC || form == NormalForm::NFKC;
    // Below these nothing decomposes, and nothing composes with what stands before it.
    const char32_t harmless = composing && !compatibility ? 0x300 : compatibility ? 0xA0 : 0xC0;
    if (std::all_of(text.begin(), text.end(), [&](const Character& c) { return c.codePoint < harmless; }))
        return;
    std::vector<Counted> rewritten = decomposed(text, compatibility, limits.progress());
    if (composing)
        composeInPlace(rewritten, limits.progress());
    std::vector<RewrittenCharacter> counted;
    counted.reserve(rewritten.size());
    for (const Counted& c : rewritten)
        counted.push_back({ c.codePoint, c.consumed });
    placeByCount(text, counted);
}

} // namespace vitrine
