// SPDX-License-Identifier: GPL-3.0-or-later
// The order of the steps matters: repeated texts are removed first, then validation texts are set apart, then training
// texts that leak into validation or test are removed, and only then are labels withheld.
#include "core/training/training_texts.h"

#include "core/io/corpus/corpus.h"
#include "core/io/files/sha256.h"
#include "core/runtime/error.h"
#include "core/training/leak_filter.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace vitrine {
namespace {

Corpus corpusOf(const std::filesystem::path& path, TrainingTexts& texts)
{
    if (path.empty())
        return {};
    Corpus corpus = readCorpus(path);
    texts.warnings.insert(texts.warnings.end(), corpus.warnings.begin(), corpus.warnings.end());
    return corpus;
}

std::optional<long> wholeNumber(const std::string& text)
{
    long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// Numbers by value, then the rest by bytes.
bool before(const std::string& a, const std::string& b)
{
    const auto x = wholeNumber(a), y = wholeNumber(b);
    return x && y ? *x < *y : x ? true : y ? false : a < b;
}

std::vector<std::string> splitAtCommas(const std::string& text)
{
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const auto comma = std::min(text.find(',', at), text.size());
        parts.push_back(text.substr(at, comma - at));
        at = comma + 1;
    }
    return parts;
}

/// Value in the file → class.
class Classes {
public:
    Classes(const Corpus& train, const Corpus& extra, const std::string& names, const std::vector<std::string>& known)
    {
        std::map<std::string, long, decltype(&before)> counts(before);
        for (const Corpus* corpus : { &train, &extra }) {
            for (const auto& row : corpus->rows) {
                if (row.label && !row.label->empty())
                    ++counts[*row.label];
            }
        }
        if (counts.empty())
            throw Refusal(ErrorCode::BadArgument,
                "No training text has a label: each line needs the text and its label.", "train");
        if (counts.size() == 1)
            throw Refusal(ErrorCode::BadArgument,
                "All training texts have the same label \"" + counts.begin()->first + "\"; there must be two at least.",
                "train");
        if (counts.size() > most)
            throw Refusal(ErrorCode::BadArgument,
                "The training texts have " + std::to_string(counts.size())
                    + " different labels, which looks like no class at all; at most " + std::to_string(most)
                    + " can be.",
                "train");
        if (names.empty() && fitsKnown(counts, known))
            return;
        for (const auto& [value, count] : counts) {
            m_classOf[value] = int(m_names.size());
            m_names.push_back(value);
        }
        if (names.empty())
            return;
        m_names = splitAtCommas(names);
        if (m_names.size() != counts.size())
            throw Refusal(ErrorCode::BadArgument,
                "There are " + std::to_string(m_names.size()) + " names for the labels, but the training texts have "
                    + std::to_string(counts.size()) + " different ones.",
                "labels");
    }

    const std::vector<std::string>& names() const { return m_names; }
    int of(const CorpusRow& row) const
    {
        const auto found = row.label ? m_classOf.find(*row.label) : m_classOf.end();
        return found == m_classOf.end() ? -1 : found->second;
    }

private:
    static constexpr std::size_t most = 10'000;

    template <typename Counts> bool fitsKnown(const Counts& counts, const std::vector<std::string>& known)
    {
        std::map<std::string, int> places;
        for (std::size_t i = 0; i < known.size(); ++i) {
            places[known[i]] = int(i);
            places[std::to_string(i)] = int(i);
        }
        if (known.empty() || !std::all_of(counts.begin(), counts.end(), [&](const auto& count) {
                return places.contains(count.first);
            }))
            return false;
        m_names = known;
        m_classOf = std::move(places);
        return true;
    }

    std::vector<std::string> m_names;
    std::map<std::string, int> m_classOf;
};

/// The rows that are usable as training texts, each text once.
std::vector<LabelledText> distinct(
    const std::vector<const Corpus*>& corpora, const Classes& classes, bool labelled, TrainingData& counts)
{
    std::vector<LabelledText> texts;
    std::unordered_map<std::uint64_t, std::size_t> seen;
    std::vector<bool> contradicts;
    for (const Corpus* corpus : corpora) {
        counts.rows += long(corpus->rows.size()) + corpus->badCount;
        counts.bad += corpus->badCount;
        for (const auto& row : corpus->rows) {
            const int label = labelled ? classes.of(row) : -1;
            if (labelled && label < 0) {
                ++counts.bad;
                continue;
            }
            const auto [place, isNew]
                = seen.emplace(textFingerprint(row.pair ? row.text + "\n" + *row.pair : row.text), texts.size());
            if (isNew) {
                texts.push_back({ row.text, row.pair, label });
                contradicts.push_back(false);
            } else {
                ++counts.duplicates;
                contradicts[place->second] = contradicts[place->second] || texts[place->second].label != label;
            }
        }
    }
    std::vector<LabelledText> kept;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (contradicts[i])
            ++counts.contradicting;
        else
            kept.push_back(std::move(texts[i]));
    }
    return kept;
}

/// Every row of a held-out file: repeats count there as they stand.
std::vector<LabelledText> heldOut(
    const Corpus& corpus, const Classes& classes, const char* what, std::vector<std::string>& warnings)
{
    std::vector<LabelledText> texts;
    for (const auto& row : corpus.rows) {
        if (const int label = classes.of(row); label >= 0)
            texts.push_back({ row.text, row.pair, label });
    }
    if (texts.size() < corpus.rows.size())
        warnings.push_back(std::to_string(corpus.rows.size() - texts.size()) + " " + what
            + " texts have a label that no training text has; they are not counted.");
    return texts;
}

void dropLeaks(std::vector<LabelledText>& texts, const LeakFilter& held, TrainingData& counts, const Progress& progress)
{
    std::size_t looked = 0;
    const auto leaked = std::remove_if(texts.begin(), texts.end(), [&](const LabelledText& text) {
        if (++looked % 1000 == 0)
            progress.step(int(looked), int(texts.size()), "looking for leaks");
        return held.knows(text.text);
    });
    counts.leaked += long(texts.end() - leaked);
    texts.erase(leaked, texts.end());
}

void cutOffValidation(TrainingTexts& texts, double share, std::uint64_t seed)
{
    const auto order = randomOrder(texts.train.size(), seed);
    const auto count = std::max<std::size_t>(1, std::size_t(double(order.size()) * share));
    std::vector<bool> taken(order.size());
    for (std::size_t i = 0; i < count && i + 1 < order.size(); ++i)
        taken[order[i]] = true;
    std::vector<LabelledText> rest;
    for (std::size_t i = 0; i < taken.size(); ++i)
        (taken[i] ? texts.valid : rest).push_back(std::move(texts.train[i]));
    texts.train = std::move(rest);
}

/// Keeps `limit` labelled texts; the others lose their labels, or go.
void withholdLabels(TrainingTexts& texts, std::size_t limit, bool keepRest, std::uint64_t seed)
{
    if (limit == 0 || limit >= texts.train.size())
        return;
    const auto order = randomOrder(texts.train.size(), seed);
    std::vector<bool> kept(order.size());
    for (std::size_t i = 0; i < limit; ++i)
        kept[order[i]] = true;
    std::vector<LabelledText> labelled;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (kept[i]) {
            labelled.push_back(std::move(texts.train[i]));
        } else if (keepRest) {
            texts.train[i].label = -1;
            texts.unlabelled.push_back(std::move(texts.train[i]));
        }
    }
    texts.train = std::move(labelled);
}

std::string fingerprintOf(const TrainingTexts& texts)
{
    Sha256 sha;
    for (const auto* part : { &texts.train, &texts.unlabelled, &texts.valid, &texts.test }) {
        for (const auto& text : *part) {
            const std::string line
                = std::to_string(text.label) + '\t' + text.text + '\t' + text.pair.value_or("") + '\n';
            sha.add(std::as_bytes(std::span(line)));
        }
        const std::string end = "\n";
        sha.add(std::as_bytes(std::span(end)));
    }
    return sha.finish();
}

} // namespace

TrainingTexts readTrainingTexts(
    const TrainingSettings& settings, const std::vector<std::string>& known, const Progress& progress)
{
    TrainingTexts texts;
    progress.step(0, 1, "reading texts");
    const Corpus train = corpusOf(settings.path("train"), texts);
    const Corpus extra = corpusOf(settings.path("extra"), texts);
    const Corpus more = corpusOf(settings.path("unlabelled"), texts);
    const Classes classes(train, extra, settings.values.text("labels"), known);
    texts.labels = classes.names();
    texts.train = distinct({ &train, &extra }, classes, true, texts.counts);
    TrainingData ofUnlabelled;
    texts.unlabelled = distinct({ &more }, classes, false, ofUnlabelled);

    const auto seed = std::uint64_t(settings.integer("seed"));
    texts.test = heldOut(corpusOf(settings.path("test"), texts), classes, "test", texts.warnings);
    if (settings.path("valid").empty())
        cutOffValidation(texts, settings.values.real("valid-share"), seed);
    else
        texts.valid = heldOut(corpusOf(settings.path("valid"), texts), classes, "validation", texts.warnings);
    if (texts.valid.empty())
        throw Refusal(ErrorCode::BadArgument,
            "No validation text has a label that a training text has; without them nobody knows when to stop.",
            "valid");

    if (settings.values.flag("drop-leaks")) {
        LeakFilter held;
        for (const auto* part : { &texts.valid, &texts.test }) {
            for (const auto& text : *part)
                held.add(text.text);
        }
        dropLeaks(texts.train, held, texts.counts, progress);
        dropLeaks(texts.unlabelled, held, ofUnlabelled, progress);
    }
    LeakFilter published;
    for (const auto& row : train.rows)
        published.add(row.text);
    for (const auto& text : texts.test)
        texts.clean.push_back(!published.knows(text.text));

    withholdLabels(texts, std::size_t(settings.values.integer("limit")), settings.values.flag("rest-unlabelled"), seed);
    if (texts.train.empty())
        throw Refusal(ErrorCode::BadArgument,
            "No training text is left: all share their text, or 20 letters in a row, with a validation or test text.",
            "train");
    texts.counts.used = long(texts.train.size());
    texts.counts.unlabelled = long(texts.unlabelled.size());
    texts.counts.validation = long(texts.valid.size());
    texts.sha256 = fingerprintOf(texts);
    return texts;
}

std::vector<std::size_t> randomOrder(std::size_t count, std::uint64_t seed)
{
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::uint64_t state = seed;
    for (std::size_t i = count; i > 1; --i) {
        std::uint64_t value = state += 0x9e3779b97f4a7c15u;
        value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
        value = (value ^ value >> 27) * 0x94d049bb133111ebu;
        value ^= value >> 31;
        std::swap(order[i - 1], order[std::size_t(value % i)]); // the bias is below count / 2⁶⁴
    }
    return order;
}

} // namespace vitrine
