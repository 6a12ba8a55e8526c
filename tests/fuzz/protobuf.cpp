// SPDX-License-Identifier: GPL-3.0-or-later
// A SentencePiece file of one of the four families, by the first byte: any model that loads encodes any text.
#include "core/runtime/error.h"
#include "tests/fuzz/check_encoding.h"

#include <array>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace vitrine;
    static constexpr std::array<std::pair<const char*, const char*>, 4> families { { { "spiece.model", "albert" },
        { "spm.model", "deberta-v2" }, { "sentencepiece.bpe.model", "xlm-roberta" },
        { "sentencepiece.bpe.model", "camembert" } } };
    if (size == 0)
        return 0;
    const auto [file, family] = families[data[0] % families.size()];
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    try {
        const auto tokenizer = makeTokenizer({ { file, std::string(bytes) } }, family);
        // The pieces themselves are the text that is most likely to be cut into pieces.
        checkEncoding(*tokenizer, bytes, { .maxTokens = 1 << 20 });
        checkEncoding(*tokenizer, bytes, { .maxTokens = 8, .specialTokensAsText = true });
    } catch (const Refusal& refusal) {
        require(!refusal.error().message.empty() && isUtf8(refusal.error().message), "a refusal has a sentence");
    }
    return 0;
}
