// SPDX-License-Identifier: GPL-3.0-or-later
// All known post-processors come down to templates.
#include "core/text/pipeline/post_processor.h"

#include "core/io/json/json_field.h"
#include "core/text/pipeline/step_type.h"

#include <algorithm>
#include <limits>

namespace vitrine {
namespace {

using Source = TemplatePart::Source;

int number(const JsonField& field) { return static_cast<int>(field.integer(0, std::numeric_limits<int>::max())); }

[[noreturn]] void refuseLength(const JsonField& pieces)
{
    throw Refusal(ErrorCode::TooLarge,
        "tokenizer.json: " + pieces.path() + " puts more than " + std::to_string(maxTemplateTokens)
            + " tokens around a text, which leaves no room for it; open a model whose tokenizer adds fewer.",
        "tokenizer.json");
}

/// `room`: how many special tokens may still be added.
TemplatePart partOf(const JsonField& pieces, const JsonField& piece, const JsonField& specialTokens, std::size_t& room)
{
    TemplatePart part;
    if (const auto special = piece.find("SpecialToken")) {
        part.segment = number(special->at("type_id"));
        const JsonField ids = specialTokens.at(special->at("id").string()).at("ids");
        if (ids.json().is_array() && ids.json().size() > room)
            refuseLength(pieces);
        for (const JsonField& id : ids.elements())
            part.ids.push_back(number(id));
        room -= part.ids.size();
        return part;
    }
    const JsonField sequence = piece.at("Sequence");
    part.segment = number(sequence.at("type_id"));
    const JsonField name = sequence.at("id");
    if (name.string() != "A" && name.string() != "B")
        name.refuse("be A or B");
    part.source = name.string() == "A" ? Source::First : Source::Second;
    return part;
}

std::vector<TemplatePart> partsOf(const JsonField& pieces, const JsonField& specialTokens, bool hasPair)
{
    std::vector<TemplatePart> parts;
    if (pieces.json().is_array() && pieces.json().size() > maxTemplateTokens)
        refuseLength(pieces);
    std::size_t room = maxTemplateTokens;
    for (const JsonField& piece : pieces.elements())
        parts.push_back(partOf(pieces, piece, specialTokens, room));
    const auto uses = [&](Source source) {
        return std::count_if(parts.begin(), parts.end(), [&](const TemplatePart& p) { return p.source == source; });
    };
    if (uses(Source::First) != 1 || uses(Source::Second) != (hasPair ? 1 : 0))
        pieces.refuse(hasPair ? "use A and B once each" : "use A once and B never");
    return parts;
}

PostProcessor makeTemplate(const JsonField& step)
{
    static const nlohmann::json noTokens = nlohmann::json::object();
    const JsonField specialTokens = step.find("special_tokens").value_or(JsonField(noTokens, "tokenizer.json"));
    PostProcessor processor;
    processor.single = partsOf(step.at("single"), specialTokens, false);
    processor.pair = partsOf(step.at("pair"), specialTokens, true);
    return processor;
}

int idOf(const JsonField& tokenAndId)
{
    const auto elements = tokenAndId.elements();
    if (elements.size() != 2)
        tokenAndId.refuse("be a list of a token and its id");
    return number(elements[1]);
}

PostProcessor makeBert(const JsonField& step) { return bertTemplate(idOf(step.at("cls")), idOf(step.at("sep"))); }

bool flag(const JsonField& step, std::string_view key)
{
    const auto field = step.find(key);
    return !field || field->boolean();
}

PostProcessor trimmed(PostProcessor processor, const JsonField& step)
{
    processor.trimsOffsets = flag(step, "trim_offsets");
    processor.keepsPrefixBlank = flag(step, "add_prefix_space");
    return processor;
}

PostProcessor makeByteLevel(const JsonField& step) { return trimmed({}, step); }

PostProcessor makeRoberta(const JsonField& step)
{
    return trimmed(robertaTemplate(idOf(step.at("cls")), idOf(step.at("sep"))), step);
}

PostProcessor makeSequence(const JsonField& step)
{
    PostProcessor all;
    bool hasTemplate = false;
    const JsonField steps = step.at("processors");
    for (const JsonField& field : steps.elements()) {
        PostProcessor one = makePostProcessor(field);
        const bool isTemplate = field.at("type").string() != "ByteLevel";
        if ((isTemplate && hasTemplate) || (one.trimsOffsets && all.trimsOffsets))
            steps.refuse("have one step that adds tokens and one that trims offsets at most");
        if (isTemplate) {
            hasTemplate = true;
            all.single = std::move(one.single);
            all.pair = std::move(one.pair);
        }
        if (one.trimsOffsets) {
            all.trimsOffsets = true;
            all.keepsPrefixBlank = one.keepsPrefixBlank;
        }
    }
    return all;
}

struct Entry {
    std::string_view type;
    PostProcessor (*make)(const JsonField& step);
};

const std::vector<Entry>& registry()
{
    static const std::vector<Entry> entries {
        { "BertProcessing", makeBert },
        { "ByteLevel", makeByteLevel },
        { "RobertaProcessing", makeRoberta },
        { "Sequence", makeSequence },
        { "TemplateProcessing", makeTemplate },
    };
    return entries;
}

} // namespace

int PostProcessor::addedTokens(bool hasPair) const
{
    std::size_t count = 0;
    for (const TemplatePart& part : parts(hasPair))
        count += part.ids.size();
    return static_cast<int>(count);
}

PostProcessor bertTemplate(int classify, int separate)
{
    const TemplatePart begin { Source::Special, { classify }, 0 };
    const TemplatePart end { Source::Special, { separate }, 0 };
    const TemplatePart last { Source::Special, { separate }, 1 };
    const TemplatePart first { Source::First, {}, 0 };
    const TemplatePart second { Source::Second, {}, 1 };
    return { .single = { begin, first, end }, .pair = { begin, first, end, second, last } };
}

PostProcessor robertaTemplate(int classify, int separate)
{
    const TemplatePart begin { Source::Special, { classify }, 0 };
    const TemplatePart end { Source::Special, { separate }, 0 };
    const TemplatePart first { Source::First, {}, 0 };
    const TemplatePart second { Source::Second, {}, 0 };
    return { .single = { begin, first, end }, .pair = { begin, first, end, end, second, end } };
}

PostProcessor makePostProcessor(const JsonField& step)
{
    const std::string& type = step.at("type").string();
    for (const Entry& entry : registry()) {
        if (entry.type == type)
            return entry.make(step);
    }
    refuseStep("'" + shown(type) + "'");
}

} // namespace vitrine
