// SPDX-License-Identifier: GPL-3.0-or-later
// vocab.txt and a text, cut apart at the first NUL: any vocabulary that loads encodes any text.
#include "core/runtime/error.h"
#include "tests/fuzz/check_encoding.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace vitrine;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t cut = std::min(input.find('\0'), size);
    const std::string_view text = input.substr(std::min(cut + 1, size));
    // The frame lets most inputs load; without it only the refusals would be tried.
    const std::string frame = size % 4 == 0 ? "" : "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";
    try {
        const TokenizerFiles files { { "vocab.txt", frame + std::string(input.substr(0, cut)) },
            { "tokenizer_config.json", size % 2 == 0 ? R"({"do_lower_case":false})" : "{}" } };
        const auto tokenizer = makeTokenizer(files, "bert");
        checkEncoding(*tokenizer, text, { .maxTokens = 1 << 20 });
        checkEncoding(*tokenizer, text, { .maxTokens = 8, .specialTokensAsText = true });
    } catch (const Refusal& refusal) {
        require(!refusal.error().message.empty() && isUtf8(refusal.error().message), "a refusal has a sentence");
    }
    return 0;
}
