// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens per second on one core: tokenizer_speed TEXT-FILE FAMILY=MODEL-FOLDER…
#include "core/runtime/error.h"
#include "core/text/tokenizers/tokenizer.h"

#include <cstdio>
#include <ctime>
#include <fstream>
#include <sstream>

using namespace vitrine;

namespace {

std::string bytesOf(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

TokenizerFiles filesOf(const std::string& folder)
{
    TokenizerFiles files;
    for (const std::string& name : tokenizerFileNames()) {
        if (std::string bytes = bytesOf(folder + "/" + name); !bytes.empty())
            files[name] = std::move(bytes);
    }
    return files;
}

struct Rate {
    double tokens = 0;
    double bytes = 0;
    double seconds = 0;
};

/// Encodes all texts again and again for at least two seconds.
Rate measure(const Tokenizer& tokenizer, const std::vector<std::string>& texts)
{
    Rate rate;
    const std::clock_t start = std::clock(); // processor time: other work on the machine has little effect
    while (rate.seconds < 2) {
        for (const std::string& text : texts) {
            rate.tokens += static_cast<double>(tokenizer.encode(text, std::nullopt, { .maxTokens = 1 << 30 }).size());
            rate.bytes += static_cast<double>(text.size());
        }
        rate.seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    }
    return rate;
}

void report(
    const std::string& folder, const char* texts, const Tokenizer& tokenizer, const std::vector<std::string>& all)
{
    const Rate rate = measure(tokenizer, all);
    std::printf("| %s | %s | %s | %.2f | %.1f |\n", folder.c_str(), tokenizer.description().c_str(), texts,
        rate.tokens / rate.seconds / 1e6, rate.bytes / rate.seconds / 1e6);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        std::fputs("tokenizer_speed TEXT-FILE FAMILY=MODEL-FOLDER…\n", stderr);
        return 2;
    }
    const std::string whole = bytesOf(argv[1]);
    std::vector<std::string> lines;
    std::istringstream stream(whole);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    std::puts("| folder | tokenizer | texts | million tokens/s | MB/s |\n|---|---|---|---|---|");
    try {
        for (int i = 2; i < argc; ++i) {
            const std::string argument = argv[i];
            const std::size_t cut = argument.find('=');
            const std::string folder = cut == std::string::npos ? argument : argument.substr(cut + 1);
            const auto tokenizer = makeTokenizer(filesOf(folder), argument.substr(0, cut));
            const std::string name = folder.substr(folder.find_last_of('/') + 1);
            report(name, "lines", *tokenizer, lines);
            report(name, "one text", *tokenizer, { whole });
        }
    } catch (const Refusal& refusal) {
        std::fprintf(stderr, "%s\n", refusal.what());
        return 1;
    }
    return 0;
}
