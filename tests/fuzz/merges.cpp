// SPDX-License-Identifier: GPL-3.0-or-later
// merges.txt, vocab.json and a text, cut apart at the first two NULs: any merges that load encode any text.
#include "core/runtime/error.h"
#include "tests/fuzz/check_encoding.h"

#include <array>
#include <cstdint>

namespace {

/// Takes what stands before the first NUL off `input`.
std::string takePart(std::string_view& input)
{
    const std::size_t cut = std::min(input.find('\0'), input.size());
    std::string part(input.substr(0, cut));
    input.remove_prefix(std::min(cut + 1, input.size()));
    return part;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace vitrine;
    constexpr std::array families { "gpt2", "roberta", "deberta", "openai-gpt" };
    std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::string merges = takePart(input);
    const std::string vocabulary = takePart(input);
    try {
        const TokenizerFiles files { { "merges.txt", merges }, { "vocab.json", vocabulary },
            { "tokenizer_config.json", size % 2 == 0 ? R"({"add_prefix_space":true})" : "{}" } };
        const auto tokenizer = makeTokenizer(files, families[size / 2 % families.size()]);
        checkEncoding(*tokenizer, input, { .maxTokens = 1 << 20 });
        checkEncoding(*tokenizer, input, { .maxTokens = 8, .specialTokensAsText = true });
    } catch (const Refusal& refusal) {
        require(!refusal.error().message.empty() && isUtf8(refusal.error().message), "a refusal has a sentence");
    }
    return 0;
}
