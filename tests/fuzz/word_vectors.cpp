// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a file of word vectors: every word that is found in passing can be read again, with finite numbers.
#include "core/io/vectors/word_vectors.h"
#include "tests/fuzz/bounds.h"
#include "tests/fuzz/memory_file.h"

#include <cmath>
#include <cstdint>

using namespace vitrine;

namespace {

void check(const InputFile& file)
{
    std::vector<std::pair<std::string, WordPlace>> first; // a few of the words
    long words = 0;
    const WordVectorsShape shape = walkWordVectors(file,
        [&](const std::string& word, const WordPlace& place) {
            require(
                place.offset <= file.size() && place.bytes <= file.size() - place.offset, "a word lies in the file");
            if (words++ < 16)
                first.emplace_back(word, place);
        },
        {});
    require(shape.words == words && shape.words >= shape.announced && words > 0, "all words are counted");
    require(shape.width > 0 && shape.width <= 65536, "a width is within its limits");
    std::vector<double> numbers(std::size_t(shape.width));
    for (const auto& [word, place] : first) {
        require(readWordAt(file, shape, place, numbers) == word, "a word is read where it was found");
        for (const double number : numbers)
            require(std::isfinite(number), "numbers are finite");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    withinBounds(size, {}, [&] {
        withMemoryFile({ reinterpret_cast<const char*>(data), size }, [](const InputFile& file) { check(file); });
    });
    return 0;
}
