// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes through the JSON guard: what passes can be written and read again as the same document.
#include "core/io/json/json_guard.h"
#include "tests/fuzz/bounds.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace vitrine;
    withinBounds(size, { 20e-6, 64 }, [&] {
        const nlohmann::json document = parseJson({ reinterpret_cast<const char*>(data), size }, "input");
        const std::string text = document.dump();
        require(parseJson(text, "again") == document, "a document reads back as it was written");
    });
    return 0;
}
