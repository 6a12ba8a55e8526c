// SPDX-License-Identifier: GPL-3.0-or-later
// Words that all have one value of libstdc++'s std::hash<std::string>, as a hostile file would hold them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace vitrine {

/// `count` words of 16 bytes, none of which is a blank, a line end, a quote, NUL or "/". The first half of each is
/// random letters, the second undoes it: MurmurHash64A with a fixed seed can be inverted block by block.
inline std::vector<std::string> collidingWords(std::size_t count)
{
    constexpr std::uint64_t m = 0xc6a4a7935bd1e995, inverse = 0x5f7a0ea7e59b19bd, seed = 0xc70f6907;
    static_assert(m * inverse == 1);
    const auto mixed = [](std::uint64_t block) {
        block *= m;
        return (block ^ block >> 47) * m;
    };
    const auto unmixed = [](std::uint64_t value) {
        value *= inverse;
        return (value ^ value >> 47) * inverse;
    };
    const std::uint64_t start = seed ^ 16 * m;
    std::mt19937_64 random(5);
    std::vector<std::string> words;
    while (words.size() < count) {
        std::uint64_t first = 0;
        for (int i = 0; i < 8; ++i)
            first = first << 8 | ('a' + random() % 26);
        const std::uint64_t second = unmixed(((start ^ mixed(first)) * m) ^ 0x123456789abcdef);
        std::string word(16, '\0');
        std::memcpy(word.data(), &first, 8);
        std::memcpy(word.data() + 8, &second, 8);
        const bool plain = std::none_of(word.begin(), word.end(),
            [](unsigned char c) { return c <= 0x20 || c == 0x7f || c == '/' || c == '"' || c == '\\'; });
        if (plain)
            words.push_back(std::move(word));
    }
    const auto hash = [](const std::string& word) { return std::hash<std::string>()(word); };
    if (hash(words.front()) != hash(words.back()))
        throw std::runtime_error("this library hashes in another way");
    return words;
}

} // namespace vitrine
