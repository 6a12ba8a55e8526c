// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a file of texts, in the layout that the first byte chooses: every row is used or counted, every text is
// UTF-8.
#include "core/io/corpus/corpus.h"
#include "core/io/files/utf8.h"
#include "core/runtime/error.h"
#include "tests/fuzz/require.h"

#include <algorithm>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace vitrine;
    if (size == 0)
        return 0;
    const int choice = data[0] % 6;
    std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto source = [&rest](std::span<char> target) {
        const std::size_t bytes = std::min<std::size_t>({ target.size(), rest.size(), 7 }); // short reads
        std::copy_n(rest.begin(), bytes, target.begin());
        rest.remove_prefix(bytes);
        return bytes;
    };
    try {
        CorpusReader reader(source, "input", choice == 5 ? std::nullopt : std::optional(CorpusFormat(choice)));
        long used = 0;
        long last = 0;
        while (const auto row = reader.next()) {
            ++used;
            last = row->row;
            require(isUtf8(row->text) && !row->text.empty() && isUtf8(row->id), "texts are UTF-8");
            require(isUtf8(row->label.value_or("")) && isUtf8(row->pair.value_or("")), "labels and pairs are UTF-8");
        }
        require(rest.empty(), "everything is read");
        require(used + reader.badCount() >= last, "every row is used or counted");
        for (const std::string& warning : reader.warnings())
            require(isUtf8(warning), "warnings are UTF-8");
    } catch (const Refusal& refusal) {
        require(isUtf8(refusal.error().message), "the sentence is UTF-8");
    }
    return 0;
}
