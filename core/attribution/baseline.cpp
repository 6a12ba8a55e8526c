// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/baseline.h"

#include "core/io/corpus/corpus.h"
#include "core/io/files/utf8.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <memory>
#include <optional>
#include <random>
#include <span>

namespace vitrine {
namespace {

constexpr int maxSamples = 1000;
constexpr int usualRows = 16; // of a corpus
constexpr std::size_t mostBytes = 64 << 10; // of a row: more than the positions of a model can hold

/// (1, n, E) of `ids`.
at::Tensor rowsOf(const ExplainedFunction& function, const std::vector<int>& ids)
{
    return function.network().wordEmbeddings(indexTensor(ids, function.input().device()));
}

int checkedRow(const LoadedModel& model, int id)
{
    if (id >= 0 && id < model.network().embeddingRows())
        return id;
    throw Refusal(ErrorCode::VocabularyMismatch,
        "The token \"" + model.tokenizer().tokenOf(id)
            + "\" is needed here, but the model has no embedding for it: its vocabulary and its weights do not belong "
              "together.",
        "baseline");
}

/// x' made of the tokens of another text in the places of the ordinary ones: cut when longer, padded when shorter.
at::Tensor textBaseline(
    const LoadedModel& model, const Encoding& encoding, const ExplainedFunction& function, const std::string& text)
{
    const auto& tokenizer = model.tokenizer();
    EncodeOptions options;
    options.maxTokens = model.card().sizes.maxTokens;
    const Encoding other = tokenizer.encode(text, std::nullopt, options);
    std::vector<int> replacements;
    for (std::size_t i = 0; i < other.size(); ++i) {
        if (!other.special[i])
            replacements.push_back(checkedRow(model, other.ids[i]));
    }
    if (replacements.empty())
        throw Refusal(ErrorCode::BadArgument,
            "--baseline text: needs words after the colon, for example text:it is a film.", "baseline");
    std::vector<int> ids = encoding.ids;
    std::size_t next = 0;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (encoding.special[i])
            continue;
        ids[i] = next < replacements.size() ? replacements[next]
                                            : specialTokenId(model, "pad", "a baseline text that is shorter");
        ++next;
    }
    return rowsOf(function, ids);
}

/// Ids of ordinary entries: not special, not reserved in brackets, with an embedding.
std::vector<int> ordinaryIds(const LoadedModel& model)
{
    const auto& tokenizer = model.tokenizer();
    std::vector<int> ids;
    for (int id = 0; id < std::min(tokenizer.size(), model.network().embeddingRows()); ++id) {
        const auto& token = tokenizer.tokenOf(id);
        const bool reserved = token.size() > 2 && token.front() == '[' && token.back() == ']';
        if (!token.empty() && !reserved)
            ids.push_back(id);
    }
    return ids;
}

/// Nothing if `digits` is no whole number between 1 and the most.
std::optional<int> countOf(std::string_view digits)
{
    int count = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (error != std::errc() || end != digits.data() + digits.size() || count < 1 || count > maxSamples)
        return std::nullopt;
    return count;
}

int sampleCount(const std::string& text)
{
    if (const auto count = countOf(std::string_view(text).substr(text.find(':') + 1)))
        return *count;
    throw Refusal(ErrorCode::BadArgument,
        "--baseline sample:N needs a whole number between 1 and " + std::to_string(maxSamples) + ".", "baseline");
}

/// What is asked by "corpus:FILE" or "corpus:N:FILE".
struct CorpusAsked {
    std::filesystem::path file;
    int count = usualRows;
};

CorpusAsked corpusAsked(const std::string& text)
{
    std::string rest = text.substr(text.find(':') + 1);
    CorpusAsked asked;
    const auto colon = rest.find(':');
    if (const auto count
        = colon == std::string::npos ? std::nullopt : countOf(std::string_view(rest).substr(0, colon))) {
        asked.count = *count;
        rest = rest.substr(colon + 1);
    }
    if (rest.empty() || rest == "-")
        throw Refusal(ErrorCode::BadArgument,
            "--baseline corpus: needs the name of a file of texts after the colon, for example corpus:reviews.txt or "
            "corpus:32:reviews.txt.",
            "baseline");
    asked.file = rest;
    return asked;
}

/// `count` texts of `file`, each row as likely as any other (reservoir sampling, Vitter 1985); all where there are
/// fewer. Beside those that were drawn one row is in memory at a time; of a row the first 64 KiB are kept.
std::vector<std::string> drawnTexts(
    const std::filesystem::path& file, int count, std::uint64_t seed, const Progress& progress)
{
    std::seed_seq sequence { std::uint32_t(seed), std::uint32_t(seed >> 32) };
    std::mt19937_64 random(sequence);
    std::vector<std::string> drawn;
    CorpusFile corpus(file, progress);
    std::uint64_t row = 0; // usable ones
    while (auto item = corpus.next()) {
        auto* const next = std::get_if<CorpusRow>(&*item);
        if (next == nullptr)
            continue;
        if (row % 1024 == 0)
            progress.step(0, 1, "reading"); // how many there are is not known
        std::string& rowText = next->text;
        if (rowText.size() > mostBytes) {
            std::size_t end = mostBytes;
            while (end > 0 && (static_cast<unsigned char>(rowText[end]) & 0xc0) == 0x80)
                --end; // not within a character
            rowText.resize(end);
            rowText.shrink_to_fit();
        }
        if (int(drawn.size()) < count)
            drawn.push_back(std::move(rowText));
        else if (const std::uint64_t place = random() % (row + 1); place < std::uint64_t(count))
            drawn[std::size_t(place)] = std::move(rowText);
        ++row;
    }
    return drawn;
}

Baseline corpusBaseline(const LoadedModel& model, const Encoding& encoding, const ExplainedFunction& function,
    const std::string& text, std::uint64_t seed, const Progress& progress)
{
    const CorpusAsked asked = corpusAsked(text);
    const auto rows = std::make_shared<std::vector<std::vector<int>>>();
    EncodeOptions options;
    options.maxTokens = model.card().sizes.maxTokens;
    for (const std::string& drawn : drawnTexts(asked.file, asked.count, seed, progress)) {
        progress.check();
        const Encoding row = model.tokenizer().encode(drawn, std::nullopt, options);
        std::vector<int> ids;
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (!row.special[i])
                ids.push_back(checkedRow(model, row.ids[i]));
        }
        if (!ids.empty())
            rows->push_back(std::move(ids));
    }
    if (rows->empty())
        throw Refusal(ErrorCode::BadArgument,
            "No row drawn from \"" + shown(asked.file.filename().string())
                + "\" has a token of this vocabulary; name a file of texts for --baseline corpus:.",
            "baseline");
    const auto words = [rows, &encoding, &function](int index) {
        const std::vector<int>& row = (*rows)[std::size_t(index)];
        std::vector<int> ids = encoding.ids;
        std::size_t next = 0;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            if (!encoding.special[i])
                ids[i] = row[next++ % row.size()];
        }
        return rowsOf(function, ids);
    };
    return { "corpus:" + toUtf8(asked.file.filename().string()), int(rows->size()), words };
}

Baseline sampledBaseline(const LoadedModel& model, const Encoding& encoding, const ExplainedFunction& function,
    const std::string& text, std::uint64_t seed)
{
    const auto candidates = std::make_shared<const std::vector<int>>(ordinaryIds(model));
    if (candidates->empty())
        throw Refusal(ErrorCode::BadArgument,
            "This vocabulary has no ordinary tokens to draw baselines from; use --baseline zero.", "baseline");
    const auto draw = [candidates, &encoding, &function, seed](int index) {
        // One generator a sample, so that sample k is the same however many are asked for. The remainder is
        // drawn by hand because the standard's distributions differ between libraries.
        std::seed_seq sequence { std::uint32_t(seed), std::uint32_t(seed >> 32), std::uint32_t(index) };
        std::mt19937_64 random(sequence);
        std::vector<int> ids = encoding.ids;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            if (!encoding.special[i])
                ids[i] = (*candidates)[random() % candidates->size()];
        }
        return rowsOf(function, ids);
    };
    return { text, sampleCount(text), draw };
}

at::Tensor namedBaseline(
    const LoadedModel& model, const Encoding& encoding, const ExplainedFunction& function, const std::string& text)
{
    const at::Tensor& x = function.input(); // (1, L, E)
    if (text == "zero-all")
        return at::zeros_like(x);
    if (text == "zero")
        return replaceOrdinary(encoding, x, at::zeros_like(x));
    if (text == "mean") {
        const auto mean = function.network().embeddingTable().mean(0, true, at::kDouble).to(x.scalar_type()); // (1, E)
        return replaceOrdinary(encoding, x, mean.unsqueeze(0));
    }
    if (text == "pad-all")
        return rowsOf(function, { specialTokenId(model, "pad", "--baseline pad-all") }).expand_as(x);
    if (text == "pad" || text == "mask" || text == "unk")
        return replaceOrdinary(encoding, x, rowsOf(function, { specialTokenId(model, text, "--baseline " + text) }));
    if (text.starts_with("text:"))
        return textBaseline(model, encoding, function, text.substr(5));
    throw Refusal(ErrorCode::BadArgument,
        "--baseline must be pad, mask, unk, zero, zero-all, pad-all, mean, text:…, sample:N or corpus:FILE, not \""
            + text + "\".",
        "baseline");
}

} // namespace

std::vector<ParamSpec> baselineParameters()
{
    ParamSpec baseline { "baseline", "Baseline", ParamKind::Choice, "pad",
        "What stands for nothing: a baseline by name, text:… (another text), sample:N (the mean over N random texts), "
        "or "
        "corpus:FILE (expected gradients: the mean over 16 rows of a file, corpus:N:FILE over N).",
        {}, {},
        { { "pad", "Padding, special tokens kept" }, { "mask", "Mask tokens, special tokens kept" },
            { "unk", "Unknown tokens, special tokens kept" }, { "zero", "Zero vectors, special tokens kept" },
            { "zero-all", "Zero vectors everywhere" }, { "pad-all", "Padding everywhere" },
            { "mean", "The mean embedding, special tokens kept" }, { "sample:16", "The mean over 16 random texts" } },
        true };
    ParamSpec seed { "seed", "Seed", ParamKind::Integer, "1", "Of the baselines that sample:N and corpus:FILE draw.",
        0.0, 9007199254740992.0, {}, false, ParamRole::None, true };
    return { baseline, seed };
}

Baseline resolveBaseline(const LoadedModel& model, const Encoding& encoding, const ExplainedFunction& function,
    const std::string& text, std::uint64_t seed, const Progress& progress)
{
    if (text.starts_with("corpus:"))
        return corpusBaseline(model, encoding, function, text, seed, progress);
    if (text.starts_with("sample:"))
        return sampledBaseline(model, encoding, function, text, seed);
    const auto words = namedBaseline(model, encoding, function, text);
    return { text, 1, [words](int) { return words; } };
}

at::Tensor replaceOrdinary(const Encoding& encoding, const at::Tensor& x, const at::Tensor& replacement)
{
    const std::vector<int> special(encoding.special.begin(), encoding.special.end());
    const auto keep = indexTensor(special, x.device()).to(at::kBool).unsqueeze(-1); // (1, L, 1)
    return at::where(keep, x, replacement);
}

int specialTokenId(const LoadedModel& model, const std::string& name, const std::string& asked)
{
    const auto& ids = model.tokenizer().specialIds();
    // GPT-2's vocabulary has no padding of its own: the config names the id that stands for it.
    const auto id = name == "pad" ? (ids.pad ? ids.pad : model.config().padId)
        : name == "mask"          ? ids.mask
                                  : ids.unknown;
    if (!id) {
        throw Refusal(ErrorCode::BadArgument,
            "The vocabulary of this model has no " + name + " token, which " + asked
                + " needs; choose zero or mean, or another model.",
            "baseline");
    }
    return checkedRow(model, *id);
}

} // namespace vitrine
