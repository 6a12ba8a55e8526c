// SPDX-License-Identifier: GPL-3.0-or-later
// Puts texts, special tokens and what is known about each token together.
#include "core/text/pipeline/pipeline_tokenizer.h"

#include "core/io/files/utf8.h"
#include "core/runtime/error.h"
#include "core/text/unicode/code_points.h"
#include "core/text/unicode/graphemes.h"

#include <algorithm>
#include <limits>

namespace vitrine {
namespace {

/// Numbers of tokens kept of two texts with `first` and `second` tokens when together at most `room` fit. Tokens are
/// removed from the longer text first; an odd token is left to the longer one ("longest_first" of the published
/// tokenizers).
std::pair<std::size_t, std::size_t> keepLongestFirst(std::size_t first, std::size_t second, std::size_t room)
{
    if (first + second <= room)
        return { first, second };
    std::size_t shorter = std::min(first, second);
    std::size_t longer = room - std::min(room, shorter);
    if (longer < shorter) {
        shorter = room / 2;
        longer = shorter + room % 2;
    }
    return first <= second ? std::pair(shorter, longer) : std::pair(longer, shorter);
}

/// Valid UTF-8 whose offsets fit an int.
std::string readable(std::string_view text)
{
    constexpr std::size_t longest = std::numeric_limits<std::int32_t>::max() / 3; // a bad byte becomes three
    if (text.size() > longest) {
        std::size_t end = longest;
        while (end > 0 && isUtf8Continuation(text[end]))
            --end;
        text = text.substr(0, end);
    }
    return isUtf8(text) ? std::string(text) : toUtf8(text);
}

/// Appends to an encoding; words and groups are counted on from text to text.
class EncodingBuilder {
public:
    EncodingBuilder(const Tokenizer& tokenizer, Encoding& encoding, const Progress* progress)
        : m_tokenizer(tokenizer)
        , m_encoding(encoding)
        , m_progress(progress)
    {
    }

    void addSpecial(int id, int segment)
    {
        addToken(id, segment, true, -1);
        m_encoding.offsets.emplace_back(0, 0);
        m_encoding.graphemes.push_back(-1);
    }

    void addText(std::string_view text, const std::vector<ReadToken>& tokens, int segment)
    {
        std::vector<ByteRange> places;
        places.reserve(tokens.size());
        reserve(m_encoding.size() + tokens.size() + 2); // and usually one special token at each end
        CodePointCounter begins(text); // one for each, because tokens may share a long run of characters
        CodePointCounter ends(text);
        PeriodicCheck check(m_progress);
        for (const ReadToken& token : tokens) {
            check();
            addToken(token.id, segment, false, m_words + token.word);
            m_encoding.offsets.emplace_back(begins.before(token.begin), ends.before(token.end));
            places.emplace_back(token.begin, token.end);
        }
        if (tokens.empty())
            return;
        const std::vector<int> groups = groupByGraphemes(text, places, m_groups);
        m_encoding.graphemes.insert(m_encoding.graphemes.end(), groups.begin(), groups.end());
        m_words += tokens.back().word + 1;
        m_groups = groups.back() + 1;
    }

private:
    void reserve(std::size_t tokens)
    {
        m_encoding.ids.reserve(tokens);
        m_encoding.tokens.reserve(tokens);
        m_encoding.segments.reserve(tokens);
        m_encoding.words.reserve(tokens);
        m_encoding.offsets.reserve(tokens);
    }

    void addToken(int id, int segment, bool special, int word)
    {
        m_encoding.ids.push_back(id);
        m_encoding.tokens.push_back(m_tokenizer.tokenOf(id));
        m_encoding.segments.push_back(segment);
        m_encoding.special.push_back(special);
        m_encoding.words.push_back(word);
    }

    const Tokenizer& m_tokenizer;
    Encoding& m_encoding;
    const Progress* m_progress;
    int m_words = 0;
    int m_groups = 0;
};

int asCount(std::size_t count)
{
    return static_cast<int>(std::min<std::size_t>(count, std::numeric_limits<int>::max()));
}

} // namespace

PipelineTokenizer::PipelineTokenizer(Pipeline pipeline)
    : m_pipeline(std::move(pipeline))
    , m_steps(m_pipeline)
    , m_size(m_pipeline.model->vocabulary().size())
{
    for (std::size_t i = 0; i < m_pipeline.addedTokens.size(); ++i) {
        const AddedToken& token = m_pipeline.addedTokens[i];
        m_size = std::max(m_size, token.id + 1);
        if (m_pipeline.model->vocabulary().find(token.content) != token.id)
            m_addedById.emplace_back(token.id, static_cast<std::uint32_t>(i));
    }
    std::sort(m_addedById.begin(), m_addedById.end());
    for (const auto* parts : { &m_pipeline.postProcessor.single, &m_pipeline.postProcessor.pair }) {
        for (const TemplatePart& part : *parts) {
            for (const int id : part.ids) {
                if (tokenOf(id).empty()) {
                    throw Refusal(ErrorCode::MalformedFile,
                        m_pipeline.source + ": post_processor puts the id " + std::to_string(id)
                            + " around texts, but no token has it; download the file again.",
                        m_pipeline.source);
                }
            }
        }
    }
}

Encoding PipelineTokenizer::encode(
    std::string_view text, std::optional<std::string_view> pair, const EncodeOptions& options) const
{
    Encoding encoding;
    encoding.text = readable(text);
    if (pair)
        encoding.pair = readable(*pair);

    const int added = m_pipeline.postProcessor.addedTokens(pair.has_value());
    const auto room = static_cast<std::size_t>(std::max(0, options.maxTokens - added));
    ReadTokens first = m_steps.read(encoding.text, room, options.specialTokensAsText, options.progress);
    ReadTokens second;
    if (pair)
        second = m_steps.read(*encoding.pair, room, options.specialTokensAsText, options.progress);

    const auto [keptFirst, keptSecond] = keepLongestFirst(first.total, second.total, room);
    encoding.droppedTokens = asCount(first.total - keptFirst + second.total - keptSecond);
    if (keptFirst < first.total)
        encoding.truncatedAt
            = keptFirst == 0 ? 0 : CodePointCounter(encoding.text).before(first.tokens[keptFirst - 1].end);
    first.tokens.resize(keptFirst);
    second.tokens.resize(keptSecond);

    EncodingBuilder builder(*this, encoding, options.progress);
    for (const TemplatePart& part : m_pipeline.postProcessor.parts(pair.has_value())) {
        for (const int id : part.ids)
            builder.addSpecial(id, part.segment);
        if (part.source == TemplatePart::Source::First)
            builder.addText(encoding.text, first.tokens, part.segment);
        else if (part.source == TemplatePart::Source::Second)
            builder.addText(*encoding.pair, second.tokens, part.segment);
    }
    return encoding;
}

std::string PipelineTokenizer::tokenOf(int id) const
{
    const auto place = std::lower_bound(m_addedById.begin(), m_addedById.end(), std::pair(id, std::uint32_t(0)));
    if (place != m_addedById.end() && place->first == id)
        return m_pipeline.addedTokens[place->second].content;
    return std::string(m_pipeline.model->vocabulary().tokenOf(id));
}

std::optional<int> PipelineTokenizer::idOf(std::string_view token) const
{
    if (const auto id = m_pipeline.model->vocabulary().idOf(token))
        return id;
    for (const auto& [id, place] : m_addedById) {
        if (m_pipeline.addedTokens[place].content == token)
            return id;
    }
    return std::nullopt;
}

std::string PipelineTokenizer::description() const
{
    const bool uncased = m_pipeline.normalizer && m_pipeline.normalizer->lowersCase();
    return m_pipeline.model->title() + (uncased ? ", uncased (" : ", cased (") + m_pipeline.source + ")";
}

} // namespace vitrine
