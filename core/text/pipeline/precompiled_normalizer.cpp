// SPDX-License-Identifier: GPL-3.0-or-later
// Places follow by count (rewriting.h), which is not the same as by cluster where a replacement is shorter or longer.
#include "core/text/pipeline/precompiled_normalizer.h"

#include "core/io/files/base64.h"
#include "core/io/json/json_field.h"
#include "core/text/pipeline/rewriting.h"
#include "core/text/unicode/code_points.h"
#include "core/text/unicode/graphemes.h"

namespace vitrine {
namespace {

constexpr std::size_t longestClusterBytes = 5;

void appendReplacement(std::string_view text, int replaced, std::vector<RewrittenCharacter>& out)
{
    int left = replaced;
    for (std::size_t at = 0; at < text.size(); --left)
        out.push_back({ readUtf8(text, at), left > 0 ? 1 : 0 });
    if (left > 0 && !out.empty())
        out.back().consumed += left;
}

} // namespace

void PrecompiledNormalizer::apply(Characters& text) const
{
    std::vector<RewrittenCharacter> out;
    out.reserve(text.size());
    bool modified = false;
    GraphemeBoundaries boundaries;
    std::string utf8;
    const auto replace = [&](int characters) {
        const auto found = m_charsmap.find(utf8);
        if (found) {
            appendReplacement(*found, characters, out);
            modified = true;
        }
        return found.has_value();
    };
    for (std::size_t first = 0, last = 0; first < text.size(); first = last) {
        utf8.clear();
        do
            appendUtf8(text[last++].codePoint, utf8);
        while (last < text.size() && !boundaries.isBoundary(text[last - 1].codePoint, text[last].codePoint));
        if (utf8.size() <= longestClusterBytes && replace(static_cast<int>(last - first)))
            continue;
        for (std::size_t i = first; i < last; ++i) {
            utf8.clear();
            appendUtf8(text[i].codePoint, utf8);
            if (!replace(1))
                out.push_back({ text[i].codePoint, 1 });
        }
    }
    if (modified)
        placeByCount(text, out);
}

std::unique_ptr<Normalizer> makePrecompiled(const JsonField& step)
{
    const JsonField field = step.at("precompiled_charsmap");
    const auto bytes = fromBase64(field.string());
    if (!bytes)
        field.refuse("be base64");
    return std::make_unique<PrecompiledNormalizer>(
        Charsmap(*bytes, "tokenizer.json: " + field.path(), "tokenizer.json"));
}

} // namespace vitrine
