// SPDX-License-Identifier: GPL-3.0-or-later
// The table of normalizers, and the place of a rewritten character in the original text.
#include "core/text/pipeline/normalizer.h"

#include "core/io/json/json_field.h"
#include "core/text/pipeline/bert_steps.h"
#include "core/text/pipeline/charsmap.h"
#include "core/text/pipeline/normal_form.h"
#include "core/text/pipeline/normalizer_steps.h"
#include "core/text/pipeline/step_type.h"

#include <algorithm>

namespace vitrine {
namespace {

using Pointer = std::unique_ptr<Normalizer>;

class NormalizerSequence : public Normalizer {
public:
    explicit NormalizerSequence(std::vector<Pointer> steps)
        : m_steps(std::move(steps))
    {
    }

    void rewrite(Characters& text, const StepLimits& limits) const override
    {
        for (const Pointer& step : m_steps)
            step->apply(text, limits);
    }
    bool isLocal() const override
    {
        return std::all_of(m_steps.begin(), m_steps.end(), [](const Pointer& step) { return step->isLocal(); });
    }
    bool separatesIdeographs() const override
    {
        // A step before it might make or join Chinese characters.
        return !m_steps.empty() && m_steps.front()->separatesIdeographs();
    }
    bool lowersCase() const override
    {
        return std::any_of(m_steps.begin(), m_steps.end(), [](const Pointer& step) { return step->lowersCase(); });
    }

private:
    std::vector<Pointer> m_steps;
};

bool flag(const JsonField& step, std::string_view key, bool otherwise)
{
    const auto field = step.find(key);
    return field ? field->boolean() : otherwise;
}

Pointer makeBert(const JsonField& step)
{
    BertNormalizerOptions options;
    options.cleanText = flag(step, "clean_text", true);
    options.separateIdeographs = flag(step, "handle_chinese_chars", true);
    options.lowerCase = flag(step, "lowercase", true);
    options.stripAccents = flag(step, "strip_accents", options.lowerCase);
    return std::make_unique<BertNormalizer>(options);
}

Pointer makeSequence(const JsonField& step)
{
    std::vector<Pointer> steps;
    for (const JsonField& part : step.at("normalizers").elements())
        steps.push_back(makeNormalizer(part));
    return makeNormalizerSequence(std::move(steps));
}

template <NormalForm form> Pointer makeNormalForm(const JsonField&)
{
    return std::make_unique<NormalFormNormalizer>(form);
}

Pointer makeStrip(const JsonField& step)
{
    return std::make_unique<StripNormalizer>(flag(step, "strip_left", true), flag(step, "strip_right", true));
}

const std::vector<StepEntry<Normalizer>>& registry()
{
    static const std::vector<StepEntry<Normalizer>> entries {
        { "BertNormalizer", makeBert },
        { "Lowercase", [](const JsonField&) -> Pointer { return std::make_unique<LowercaseNormalizer>(); } },
        { "NFC", makeNormalForm<NormalForm::NFC> },
        { "NFD", makeNormalForm<NormalForm::NFD> },
        { "NFKC", makeNormalForm<NormalForm::NFKC> },
        { "NFKD", makeNormalForm<NormalForm::NFKD> },
        { "Nmt", [](const JsonField&) -> Pointer { return std::make_unique<NmtNormalizer>(); } },
        { "Precompiled", makePrecompiled },
        { "Prepend",
            [](const JsonField& step) -> Pointer {
                return std::make_unique<PrependNormalizer>(step.at("prepend").string());
            } },
        { "Replace", makeReplace },
        { "Sequence", makeSequence },
        { "Strip", makeStrip },
        { "StripAccents", [](const JsonField&) -> Pointer { return std::make_unique<StripAccentsNormalizer>(); } },
    };
    return entries;
}

} // namespace

std::unique_ptr<Normalizer> makeNormalizerSequence(std::vector<std::unique_ptr<Normalizer>> steps)
{
    return std::make_unique<NormalizerSequence>(std::move(steps));
}

std::unique_ptr<Normalizer> makeNormalizer(const JsonField& step) { return makeStep(registry(), step); }

// A text that shrinks at its very beginning has no character to count that on: its places are those of the published
// tokenizers.

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
