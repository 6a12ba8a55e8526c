// SPDX-License-Identifier: GPL-3.0-or-later
// Several files in one input, as a model folder: everything of opening that needs no LibTorch. Each file begins with a
// line "=== NAME"; the names are those of a folder.
#include "core/io/safetensors/safetensors.h"
#include "core/models/config/model_config.h"
#include "core/text/tokenizers/tokenizer.h"
#include "tests/fuzz/bounds.h"

#include <cstdint>

using namespace vitrine;

namespace {

TokenizerFiles filesOf(std::string_view input)
{
    constexpr std::string_view sign = "=== ";
    TokenizerFiles files;
    std::string name;
    while (!input.empty()) {
        const std::size_t end = std::min(input.find('\n'), input.size() - 1) + 1;
        const std::string_view line = input.substr(0, end);
        input.remove_prefix(end);
        if (line.starts_with(sign))
            name = line.substr(sign.size(), line.find('\n') - sign.size());
        else
            files[name] += line;
    }
    return files;
}

void check(const TokenizerFiles& files)
{
    std::vector<std::string> names;
    if (const auto weights = files.find("model.safetensors"); weights != files.end()) {
        const std::string& bytes = weights->second;
        const auto length = safetensorsTableLength(bytes.substr(0, 9), bytes.size(), "model.safetensors");
        for (const auto& entry :
            parseSafetensorsTable(std::string_view(bytes).substr(8, length), bytes.size(), "model.safetensors").entries)
            names.push_back(entry.name);
    }
    const auto config = files.find("config.json");
    const ModelConfig about = parseModelConfig(config == files.end() ? "{}" : config->second, names);
    std::vector<std::string> warnings;
    require(labelsFor(about, 3, warnings).size() == 3, "every class has a label");
    const auto tokenizer = makeTokenizer(files, about.family);
    for (const char* text : { "", "a good film", "[CLS] 这是一本很糟糕的书 [MASK]\xF0\x9F\x98\x80" }) {
        const Encoding encoding = tokenizer->encode(text, std::nullopt, {});
        require(encoding.tokens.size() == encoding.ids.size() && encoding.special.size() == encoding.ids.size(),
            "every token has its columns");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto files = filesOf({ reinterpret_cast<const char*>(data), size });
    withinBounds(size, { 100e-6, 64 }, [&] { check(files); });
    return 0;
}
