// SPDX-License-Identifier: GPL-3.0-or-later
// Ties and unknown characters follow the published tokenizers to the letter: they decide what a rare word becomes.
#include "core/text/tokenizers/unigram.h"

#include "core/io/json/json_field.h"
#include "core/runtime/error.h"

#include <cmath>
#include <unordered_map>

namespace vitrine {
namespace {

constexpr double unknownPenalty = 10;

[[noreturn]] void refuse(ErrorCode code, std::string_view file, const std::string& what)
{
    throw Refusal(code, std::string(file) + ": " + what, std::string(file));
}

std::vector<double> scoresOf(const std::vector<ScoredPiece>& pieces, std::string_view file)
{
    if (pieces.empty())
        refuse(ErrorCode::MalformedFile, file, "the vocabulary has no piece; download the file again.");
    if (pieces.size() > Vocabulary::maxEntries)
        refuse(ErrorCode::TooLarge, file, "the vocabulary has more than the 10000000 pieces that are read.");
    std::vector<double> scores;
    scores.reserve(pieces.size());
    for (const ScoredPiece& piece : pieces)
        scores.push_back(piece.score);
    return scores;
}

/// Earlier ones of equal pieces keep their id without a token: no text can give it.
Vocabulary vocabularyOf(std::vector<ScoredPiece> pieces, std::string_view file, std::vector<std::string>& warnings)
{
    std::unordered_map<std::string_view, int> last;
    last.reserve(pieces.size());
    for (std::size_t id = 0; id < pieces.size(); ++id)
        last.insert_or_assign(pieces[id].text, static_cast<int>(id));
    if (const std::size_t repeated = pieces.size() - last.size(); repeated > 0) {
        warnings.push_back(std::string(file) + ": " + std::to_string(repeated)
            + (repeated == 1 ? " piece stands" : " pieces stand")
            + " twice in the vocabulary; of equal pieces the last one counts.");
    }
    std::vector<std::pair<std::string, int>> entries;
    entries.reserve(last.size());
    for (std::size_t id = 0; id < pieces.size(); ++id) {
        if (last.find(pieces[id].text)->second == static_cast<int>(id))
            entries.emplace_back(pieces[id].text, static_cast<int>(id));
    }
    return Vocabulary(std::move(entries));
}

PieceTrie trieOf(const Vocabulary& vocabulary)
{
    std::vector<PieceTrie::Entry> entries;
    for (int id = 0; id < vocabulary.size(); ++id) {
        if (!vocabulary.tokenOf(id).empty())
            entries.emplace_back(vocabulary.tokenOf(id), id);
    }
    return PieceTrie(std::move(entries));
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

Unigram::Unigram(std::vector<ScoredPiece> pieces, const UnigramOptions& options, std::string_view file,
    std::vector<std::string>& warnings)
    : m_scores(scoresOf(pieces, file))
    , m_vocabulary(vocabularyOf(std::move(pieces), file, warnings))
    , m_trie(trieOf(m_vocabulary))
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

void Unigram::tokenize(const Word& word, std::vector<WordToken>& out) const
{
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
        m_trie.forEachPrefix(word.utf8.substr(begin), [&](std::size_t bytes, int id) {
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
    const int id = m_vocabulary.table().find(text);
    const auto byteId = [this](char byte) { return (*m_byteIds)[static_cast<unsigned char>(byte)]; };
    if (id < 0 && m_byteIds && std::all_of(text.begin(), text.end(), [&](char byte) { return byteId(byte) >= 0; })) {
        for (const char byte : text)
            out.push_back({ byteId(byte), token.first, token.last });
        return;
    }
    out.push_back({ id < 0 ? m_unknown : id, token.first, token.last });
}

std::unique_ptr<TokenModel> makeUnigram(const JsonField& model, std::vector<std::string>& warnings)
{
    const JsonField vocabulary = model.at("vocab");
    std::vector<ScoredPiece> pieces;
    for (const JsonField& entry : vocabulary.elements()) {
        const auto pair = entry.elements();
        if (pair.size() != 2)
            entry.refuse("be a list of a piece and its score");
        const double score = pair[1].real();
        if (!std::isfinite(score))
            pair[1].refuse("be finite");
        pieces.push_back({ pair[0].string(), score });
    }
    UnigramOptions options;
    options.unknownId = static_cast<int>(model.at("unk_id").integer(0, Vocabulary::maxEntries));
    if (const auto fallback = model.find("byte_fallback"))
        options.byteFallback = fallback->boolean();
    return std::make_unique<Unigram>(std::move(pieces), options, "tokenizer.json", warnings);
}

} // namespace vitrine
