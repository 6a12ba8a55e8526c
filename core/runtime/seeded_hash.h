// SPDX-License-Identifier: GPL-3.0-or-later
// The hash of tables whose keys a file names. The seed is drawn anew in every process, so that no file can be made
// whose keys collide: libstdc++'s own hash has a fixed seed, and 100,000 colliding keys take minutes.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <string_view>

namespace vitrine {

/// SipHash-1-3 (Aumasson and Bernstein 2012) of text. For unordered containers; finds a std::string by a
/// std::string_view when std::equal_to<> stands beside it.
class SeededHash {
public:
    using is_transparent = void;

    std::size_t operator()(std::string_view text) const
    {
        const Seed& seed = processSeed();
        std::uint64_t v0 = seed.a ^ 0x736f6d6570736575, v1 = seed.b ^ 0x646f72616e646f6d;
        std::uint64_t v2 = seed.a ^ 0x6c7967656e657261, v3 = seed.b ^ 0x7465646279746573;
        const auto round = [&] {
            v0 += v1, v1 = std::rotl(v1, 13) ^ v0, v0 = std::rotl(v0, 32);
            v2 += v3, v3 = std::rotl(v3, 16) ^ v2;
            v0 += v3, v3 = std::rotl(v3, 21) ^ v0;
            v2 += v1, v1 = std::rotl(v1, 17) ^ v2, v2 = std::rotl(v2, 32);
        };
        const auto take = [&](std::uint64_t word) {
            v3 ^= word;
            round();
            v0 ^= word;
        };
        std::uint64_t last = std::uint64_t(text.size()) << 56;
        for (; text.size() >= 8; text.remove_prefix(8)) {
            std::uint64_t word = 0;
            std::memcpy(&word, text.data(), 8);
            take(word);
        }
        for (std::size_t i = 0; i < text.size(); ++i)
            last |= std::uint64_t(static_cast<unsigned char>(text[i])) << (8 * i);
        take(last);
        v2 ^= 0xff;
        round(), round(), round();
        return std::size_t(v0 ^ v1 ^ v2 ^ v3);
    }

private:
    struct Seed {
        std::uint64_t a = 0, b = 0;
    };
    static const Seed& processSeed()
    {
        static const Seed seed = [] {
            std::random_device random;
            const auto word = [&random] { return std::uint64_t(random()) << 32 | random(); };
            return Seed { word(), word() };
        }();
        return seed;
    }
};

} // namespace vitrine
