// SPDX-License-Identifier: GPL-3.0-or-later
// Ties and unknown characters follow the published tokenizers to the letter: they decide what a rare word becomes.
#include "core/text/tokenizers/unigram.h"

#include "core/io/json/json_parts.h"
#include "core/runtime/error.h"
#include "core/text/tokenizers/model_parts.h"

#include <cmath>

namespace vitrine {
namespace {

constexpr double unknownPenalty = 10;

[[noreturn]] void refuse(ErrorCode code, std::string_view file, const std::string& what)
{
    throw Refusal(code, std::string(file) + ": " + what, std::string(file));
}

std::vector<double> scoresOf(std::vector<double> scores, std::string_view file)
{
    if (scores.empty())
        refuse(ErrorCode::MalformedFile, file, "the vocabulary has no piece; download the file again.");
    if (scores.size() > Vocabulary::maxEntries)
        refuse(ErrorCode::TooLarge, file,
            "the vocabulary has more than the 10000000 pieces that are read; check that it is the right file.");
    return scores;
}

/// Earlier ones of equal pieces keep their id without a token: no text can give it.
Vocabulary vocabularyOf(
    VocabularyBuilder pieces, std::string_view file, std::vector<std::string>& warnings, const Progress& progress)
{
    VocabularyBuilder::Repeated repeated;
    Vocabulary vocabulary = std::move(pieces).build(Vocabulary::Index::Prefixes, repeated, progress);
    if (repeated.count > 0) {
        warnings.push_back(std::string(file) + ": " + std::to_string(repeated.count)
            + (repeated.count == 1 ? " piece stands" : " pieces stand")
            + " twice in the vocabulary; of equal pieces the last one counts.");
    }
    return vocabulary;
}

std::array<int, 256> byteIdsOf(const Vocabulary& vocabulary)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::array<int, 256> ids {};
    for (std::size_t byte = 0; byte < ids.size(); ++byte)
        ids[byte]
            = vocabulary.idOf(std::string { '<', '0', 'x', digits[byte / 16], digits[byte % 16], '>' }).value_or(-1);
    return ids;
}

/// The best way to a place between two characters: its last piece begins at character `first`.
struct Arrival {
    double score = 0;
    std::uint32_t first = 0;
    int id = -1; ///< −1: no way yet
};

} // namespace

Unigram::Unigram(ScoredPieces pieces, const UnigramOptions& options, std::string_view file,
    std::vector<std::string>& warnings, const Progress& progress)
    : m_scores(scoresOf(std::move(pieces.scores), file))
    , m_vocabulary(vocabularyOf(std::move(pieces.texts), file, warnings, progress))
    , m_unknown(options.unknownId)
    , m_unknownScore(*std::min_element(m_scores.begin(), m_scores.end()) - unknownPenalty)
{
    if (m_vocabulary.tokenOf(m_unknown).empty()) {
        refuse(ErrorCode::MalformedFile, file,
            "the unknown token has the id " + std::to_string(m_unknown)
                + ", which no piece has; download the file again.");
    }
    if (options.byteFallback)
        m_byteIds = byteIdsOf(m_vocabulary);
}

void Unigram::tokenize(const Word& word, std::vector<WordToken>& out, const Progress* progress) const
{
    PeriodicCheck check(progress);
    const std::uint32_t characters = word.characters();
    std::vector<Arrival> arrivals(characters + std::size_t(1));
    const auto consider = [&arrivals](std::uint32_t last, double score, std::uint32_t first, int id) {
        Arrival& best = arrivals[last];
        if (best.id < 0 || score > best.score)
            best = { score, first, id };
    };
    for (std::uint32_t first = 0; first < characters; ++first) {
        const std::size_t begin = word.starts[first];
        const double score = arrivals[first].score;
        std::uint32_t last = first;
        bool isPiece = false;
        check();
        m_vocabulary.forEachPrefix(word.utf8.substr(begin), [&](std::size_t bytes, int id) {
            check();
            while (word.starts[last] < begin + bytes)
                ++last;
            consider(last, score + m_scores[static_cast<std::size_t>(id)], first, id);
            isPiece = isPiece || last == first + 1;
        });
        if (!isPiece)
            consider(first + 1, score + m_unknownScore, first, m_unknown);
    }

    std::vector<WordToken> backwards;
    for (std::uint32_t last = characters; last > 0; last = arrivals[last].first) {
        const Arrival& arrival = arrivals[last];
        if (arrival.id == m_unknown && !backwards.empty() && backwards.back().id == m_unknown)
            backwards.back().first = arrival.first;
        else
            backwards.push_back({ arrival.id, arrival.first, last });
    }
    for (auto token = backwards.rbegin(); token != backwards.rend(); ++token) {
        if (token->id == m_unknown)
            appendUnknown(word, *token, out);
        else
            out.push_back(*token);
    }
}

/// Neighbouring unknown characters may be a piece together, one that a better way avoided.
void Unigram::appendUnknown(const Word& word, WordToken token, std::vector<WordToken>& out) const
{
    const std::string_view text
        = word.utf8.substr(word.starts[token.first], word.starts[token.last] - word.starts[token.first]);
    const int id = m_vocabulary.find(text);
    const auto byteId = [this](char byte) { return (*m_byteIds)[static_cast<unsigned char>(byte)]; };
    if (id < 0 && m_byteIds && std::all_of(text.begin(), text.end(), [&](char byte) { return byteId(byte) >= 0; })) {
        for (const char byte : text)
            out.push_back({ byteId(byte), token.first, token.last });
        return;
    }
    out.push_back({ id < 0 ? m_unknown : id, token.first, token.last });
}

namespace {

void addPiece(const JsonMember& element, std::string_view file, ScoredPieces& pieces)
{
    const nlohmann::json& pair = element.value;
    if (!pair.is_array() || pair.size() != 2)
        element.field(file).refuse("be a list of a piece and its score");
    if (!pair[0].is_string() || !pair[1].is_number() || !std::isfinite(pair[1].get<double>())) {
        const auto parts = element.field(file).elements();
        parts[0].string();
        parts[1].real();
        parts[1].refuse("be finite");
    }
    const auto& text = pair[0].get_ref<const std::string&>();
    if (text.size() > maxTokenBytes) {
        refuse(ErrorCode::TooLarge, file,
            element.path() + " has " + std::to_string(text.size()) + " bytes, more than the "
                + std::to_string(maxTokenBytes) + " that a piece may have" + jsonNextStep);
    }
    pieces.add(text, pair[1].get<double>());
}

} // namespace

void takePiece(const JsonMember& element, std::string_view file, ScoredPieces& pieces)
{
    if (pieces.problem)
        return;
    try {
        addPiece(element, file, pieces);
    } catch (const Refusal& refusal) {
        pieces.problem = refusal;
    }
}

std::unique_ptr<TokenModel> makeUnigram(
    const JsonField& model, ModelParts&& parts, std::vector<std::string>& warnings, const Progress& progress)
{
    if (const JsonField vocabulary = model.at("vocab"); !vocabulary.json().is_array())
        vocabulary.refuse("be a list");
    if (parts.pieces.problem)
        throw *parts.pieces.problem;
    UnigramOptions options;
    options.unknownId = static_cast<int>(model.at("unk_id").integer(0, Vocabulary::maxEntries));
    if (const auto fallback = model.find("byte_fallback"))
        options.byteFallback = fallback->boolean();
    return std::make_unique<Unigram>(std::move(parts.pieces), options, "tokenizer.json", warnings, progress);
}

} // namespace vitrine
