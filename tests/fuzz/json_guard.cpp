// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes through the JSON guard: what passes can be written and read again as the same document.
#include "core/io/json/json_guard.h"
#include "core/runtime/error.h"
#include "tests/fuzz/require.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace vitrine;
    try {
        const nlohmann::json document = parseJson({ reinterpret_cast<const char*>(data), size }, "input");
        const std::string text = document.dump();
        require(parseJson(text, "again") == document, "a document reads back as it was written");
    } catch (const Refusal& refusal) {
        require(!refusal.error().message.empty(), "a refusal has a sentence");
        // The sentence goes into JSON documents, and dump() throws for text that is not UTF-8.
        require(!nlohmann::json(refusal.error().message).dump().empty(), "the sentence is UTF-8");
    }
    return 0;
}
