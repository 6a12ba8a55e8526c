// SPDX-License-Identifier: GPL-3.0-or-later
// A table of characters and a text, the first two bytes saying where one ends: any table that loads rewrites any text.
#include "core/text/pipeline/charsmap.h"
#include "core/io/files/utf8.h"
#include "core/runtime/error.h"
#include "core/text/unicode/code_points.h"
#include "tests/fuzz/require.h"

#include <algorithm>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace vitrine;
    if (size < 2)
        return 0;
    const std::string_view input(reinterpret_cast<const char*>(data) + 2, size - 2);
    const std::size_t cut = std::min<std::size_t>(data[0] + 256 * data[1], input.size());
    const std::string text = toUtf8(input.substr(cut));
    try {
        const PrecompiledNormalizer normalizer(Charsmap(input.substr(0, cut), "table", "file"));
        Characters characters;
        for (std::size_t at = 0; at < text.size();) {
            const auto begin = static_cast<std::uint32_t>(at);
            const char32_t c = readUtf8(text, at);
            characters.push_back({ c, begin, static_cast<std::uint32_t>(at) });
        }
        normalizer.apply(characters);
        std::uint32_t last = 0;
        for (const Character& c : characters) {
            require(c.codePoint <= 0x10FFFF && (c.codePoint < 0xD800 || c.codePoint > 0xDFFF),
                "replacements are characters");
            require(c.begin >= last && c.begin < c.end && c.end <= text.size(), "places ascend and lie in the text");
            last = c.begin;
        }
    } catch (const Refusal& refusal) {
        require(!refusal.error().message.empty() && isUtf8(refusal.error().message), "a refusal has a sentence");
    }
    return 0;
}
