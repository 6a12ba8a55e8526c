// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/words/file_words.h"

#include "core/io/files/utf8.h"
#include "core/text/unicode/code_points.h"
#include "core/text/unicode/unicode.h"

#include <algorithm>
#include <functional>

namespace vitrine {
namespace {

constexpr int longestIdeographWord = 12; // characters

// A run of code points [begin, end).
struct Run {
    int begin = 0;
    int end = 0;
};

using CodePoints = std::vector<char32_t>;
using Known = std::function<bool(const std::string&)>;

CodePoints charactersOf(const std::string& text)
{
    CodePoints characters;
    for (std::size_t at = 0; at < text.size();)
        characters.push_back(readUtf8(text, at));
    return characters;
}

std::string slice(const CodePoints& text, Run where, bool lower)
{
    std::string out;
    for (int i = where.begin; i < where.end; ++i)
        appendUtf8(lower ? lowerCase(text[std::size_t(i)]) : text[std::size_t(i)], out);
    return out;
}

// The runs of [begin, end) in which `kind` does not change and is not 0 for longer than one character.
template <typename Kind> std::vector<Run> runs(const CodePoints& text, Run within, Kind kind)
{
    std::vector<Run> found;
    for (int i = within.begin; i < within.end; ++i) {
        const int now = kind(text[std::size_t(i)]);
        if (i > within.begin && now != 0 && now == kind(text[std::size_t(i - 1)]))
            ++found.back().end;
        else
            found.push_back({ i, i + 1 });
    }
    return found;
}

std::vector<Run> pieces(const CodePoints& text)
{
    auto all = runs(text, { 0, int(text.size()) }, [](char32_t c) { return isWhiteSpace(c) ? 2 : 1; });
    std::erase_if(all, [&](Run piece) { return isWhiteSpace(text[std::size_t(piece.begin)]); });
    return all;
}

std::vector<Run> partsOf(const CodePoints& text, Run piece)
{
    return runs(text, piece, [](char32_t c) { return isIdeograph(c) ? 2 : isWordCharacter(c) ? 1 : 0; });
}

// The spelling of a run that is known: as written, else in lower case; else empty.
std::string knownSpelling(const CodePoints& text, Run where, const Known& known)
{
    std::string word = slice(text, where, false);
    if (known(word))
        return word;
    std::string lower = slice(text, where, true);
    return lower != word && known(lower) ? lower : std::string();
}

// Calls word(run, spelling) for every word in order; the spelling is empty for an unknown one. Says whether words
// were cut by longest match.
template <typename Word> bool cut(const CodePoints& text, const Known& known, Word word)
{
    bool longestMatch = false;
    for (const Run piece : pieces(text)) {
        if (const auto spelling = knownSpelling(text, piece, known); !spelling.empty()) {
            word(piece, spelling);
            continue;
        }
        for (const Run part : partsOf(text, piece)) {
            if (!isIdeograph(text[std::size_t(part.begin)])) {
                word(part, knownSpelling(text, part, known));
                continue;
            }
            longestMatch = true;
            for (int begin = part.begin; begin < part.end;) {
                Run candidate { begin, std::min(part.end, begin + longestIdeographWord) };
                std::string spelling;
                while ((spelling = knownSpelling(text, candidate, known)).empty() && candidate.end > begin + 1)
                    --candidate.end;
                word(candidate, spelling);
                begin = candidate.end;
            }
        }
    }
    return longestMatch;
}

} // namespace

WordTexts wordsFromFile(const WordVectorFile& file, const std::vector<std::string>& texts, const Progress& progress)
{
    WordVectors vectors(file);
    const Known known = [&](const std::string& word) { return vectors.rowOf(word) >= 0; };
    WordTexts result;
    bool longestMatch = false;
    for (std::size_t t = 0; t < texts.size(); ++t) {
        progress.step(int(t), int(texts.size()), "reading words");
        WordSequence sequence { toUtf8(texts[t]), {}, {}, {} };
        const CodePoints characters = charactersOf(sequence.text);
        longestMatch |= cut(characters, known, [&](Run where, const std::string& spelling) {
            const std::string shown = slice(characters, where, false);
            if (!spelling.empty())
                sequence.words.push_back({ vectors.rowOf(spelling), spelling, shown, { where.begin, where.end }, {} });
            else if (std::find(sequence.unknown.begin(), sequence.unknown.end(), shown) == sequence.unknown.end())
                sequence.unknown.push_back(shown);
        });
        result.texts.push_back(std::move(sequence));
    }
    result.space.note = { "file", toUtf8(file.path().filename().string()), -1, file.shape().width,
        longestMatch ? "longest-match" : "spaces" };
    result.space.vectors = std::move(vectors.values());
    result.warnings = vectors.warnings();
    return result;
}

} // namespace vitrine
