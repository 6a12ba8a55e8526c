// SPDX-License-Identifier: GPL-3.0-or-later
// Only U+0020 becomes ▁: other white space is left to the normalizer.
#include "core/text/pipeline/metaspace.h"

#include "core/io/json/json_field.h"
#include "core/text/unicode/code_points.h"

namespace vitrine {
namespace {

std::optional<PrependScheme> schemeOf(const JsonField& step)
{
    const auto field = step.find("prepend_scheme");
    if (!field)
        return std::nullopt;
    if (field->string() == "always")
        return PrependScheme::Always;
    if (field->string() == "first")
        return PrependScheme::First;
    if (field->string() == "never")
        return PrependScheme::Never;
    field->refuse("be always, first or never");
}

} // namespace

void MetaspacePreTokenizer::cut(PreTokens& text, const StepLimits& limits) const
{
    PeriodicCheck check(limits.progress());
    Characters out;
    out.reserve(text.characters.size() + text.pieces.size());
    std::vector<CharacterRange> pieces;
    const auto mark = m_options.replacement;
    for (const CharacterRange piece : text.pieces) {
        auto first = static_cast<std::uint32_t>(out.size());
        const auto close = [&] {
            const auto last = static_cast<std::uint32_t>(out.size());
            if (first < last)
                pieces.push_back({ first, last });
            first = last;
        };
        for (std::uint32_t i = piece.first; i < piece.last; ++i) {
            check();
            Character c = text.characters[i];
            if (c.codePoint == U' ')
                c.codePoint = mark;
            const bool prepends = m_options.prepend == PrependScheme::Always
                || (m_options.prepend == PrependScheme::First && c.begin == 0);
            if (i == piece.first && c.codePoint != mark && prepends)
                out.push_back({ mark, c.begin, c.end });
            if (c.codePoint == mark && m_options.split)
                close();
            out.push_back(c);
        }
        close();
    }
    text.characters = std::move(out);
    text.pieces = std::move(pieces);
}

std::unique_ptr<PreTokenizer> makeMetaspace(const JsonField& step)
{
    MetaspaceOptions options;
    const JsonField replacement = step.at("replacement");
    std::size_t end = 0;
    if (!replacement.string().empty())
        options.replacement = readUtf8(replacement.string(), end);
    if (end == 0 || end != replacement.string().size())
        replacement.refuse("be one character");
    if (const auto split = step.find("split"))
        options.split = split->boolean();
    const auto prefix = step.find("add_prefix_space");
    const PrependScheme older = prefix && !prefix->boolean() ? PrependScheme::Never : PrependScheme::Always;
    options.prepend = schemeOf(step).value_or(older);
    if (older == PrependScheme::Never && options.prepend != PrependScheme::Never)
        prefix->refuse("be true where prepend_scheme is not never");
    return std::make_unique<MetaspacePreTokenizer>(options);
}

} // namespace vitrine
