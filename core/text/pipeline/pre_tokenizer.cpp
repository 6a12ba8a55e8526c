// SPDX-License-Identifier: GPL-3.0-or-later
// The known pre-tokenizers, one row each.
#include "core/text/pipeline/pre_tokenizer.h"

#include "core/text/pipeline/bert_steps.h"
#include "core/text/pipeline/byte_level.h"
#include "core/text/pipeline/metaspace.h"
#include "core/text/pipeline/split.h"
#include "core/text/pipeline/step_type.h"
#include "core/text/unicode/unicode.h"

#include <array>

namespace vitrine {
namespace {

using Pointer = std::unique_ptr<PreTokenizer>;

class PreTokenizerSequence : public PreTokenizer {
public:
    explicit PreTokenizerSequence(std::vector<Pointer> steps)
        : m_steps(std::move(steps))
    {
    }

    void cut(PreTokens& text, const StepLimits& limits) const override
    {
        for (const Pointer& step : m_steps)
            step->apply(text, limits);
    }
    // A step before it might want to see across blanks.
    bool splitsAtWhiteSpace() const override { return !m_steps.empty() && m_steps.front()->splitsAtWhiteSpace(); }
    bool splitsBeforeBlanks() const override { return !m_steps.empty() && m_steps.front()->splitsBeforeBlanks(); }

private:
    std::vector<Pointer> m_steps;
};

/// `\w+|[^\w\s]+`
class WhitespacePreTokenizer : public PreTokenizer {
public:
    void cut(PreTokens& text, const StepLimits& limits) const override
    {
        SplitPreTokenizer(matchEach(isWhiteSpace), SplitBehavior::Removed).apply(text, limits);
        SplitPreTokenizer(matchRuns(isWordCharacter), SplitBehavior::Isolated).apply(text, limits);
    }
    bool splitsAtWhiteSpace() const override { return true; }
};

SplitBehavior behaviorOf(const JsonField& step, SplitBehavior otherwise)
{
    static constexpr std::array names { std::pair { "Removed", SplitBehavior::Removed },
        std::pair { "Isolated", SplitBehavior::Isolated },
        std::pair { "MergedWithPrevious", SplitBehavior::MergedWithPrevious },
        std::pair { "MergedWithNext", SplitBehavior::MergedWithNext },
        std::pair { "Contiguous", SplitBehavior::Contiguous } };
    const auto field = step.find("behavior");
    if (!field)
        return otherwise;
    for (const auto& [name, behavior] : names) {
        if (field->string() == name)
            return behavior;
    }
    field->refuse("be Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous");
}

bool flag(const JsonField& step, std::string_view key)
{
    const auto field = step.find(key);
    return field && field->boolean();
}

Pointer makeDigits(const JsonField& step)
{
    const bool individual = flag(step, "individual_digits");
    return std::make_unique<SplitPreTokenizer>(
        matchEach(isNumber), individual ? SplitBehavior::Isolated : SplitBehavior::Contiguous);
}

Pointer makePunctuation(const JsonField& step)
{
    return std::make_unique<SplitPreTokenizer>(matchEach(isPunctuation), behaviorOf(step, SplitBehavior::Isolated));
}

Pointer makeSequence(const JsonField& step)
{
    std::vector<Pointer> steps;
    for (const JsonField& part : step.at("pretokenizers").elements())
        steps.push_back(makePreTokenizer(part));
    return std::make_unique<PreTokenizerSequence>(std::move(steps));
}

bool isNotLineFeed(char32_t c) { return c != '\n'; }

/// The regular expressions that need no machine: character vocabularies and GPT-2's cut with them. All others are
/// refused.
SplitPattern patternOf(const JsonField& step)
{
    if (const auto expression = step.at("pattern").find("Regex")) {
        if (expression->string() == ".")
            return matchEach(isNotLineFeed);
        if (expression->string() == gpt2WordExpression)
            return matchGpt2Words();
    }
    return matchString(fixedPattern(step));
}

Pointer makeSplit(const JsonField& step)
{
    return std::make_unique<SplitPreTokenizer>(
        patternOf(step), behaviorOf(step, SplitBehavior::Isolated), flag(step, "invert"));
}

Pointer makeWhitespaceSplit(const JsonField&)
{
    return std::make_unique<SplitPreTokenizer>(matchEach(isWhiteSpace), SplitBehavior::Removed, false, true);
}

const std::vector<StepEntry<PreTokenizer>>& registry()
{
    static const std::vector<StepEntry<PreTokenizer>> entries {
        { "BertPreTokenizer", [](const JsonField&) -> Pointer { return std::make_unique<BertPreTokenizer>(); } },
        { "ByteLevel", makeByteLevel },
        { "Digits", makeDigits },
        { "Metaspace", makeMetaspace },
        { "Punctuation", makePunctuation },
        { "Sequence", makeSequence },
        { "Split", makeSplit },
        { "Whitespace", [](const JsonField&) -> Pointer { return std::make_unique<WhitespacePreTokenizer>(); } },
        { "WhitespaceSplit", makeWhitespaceSplit },
    };
    return entries;
}

} // namespace

std::unique_ptr<PreTokenizer> makePreTokenizer(const JsonField& step) { return makeStep(registry(), step); }

} // namespace vitrine
