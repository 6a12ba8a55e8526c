// SPDX-License-Identifier: GPL-3.0-or-later
// Two implementations of the rounds: as in the standard, and with the SHA instructions of x86 where the processor has
// them (about five times as fast, so models open noticeably faster).
#include "core/io/files/sha256.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace vitrine {
namespace {

using State = std::array<std::uint32_t, 8>;

// First 32 bits of the fractional parts of the cube roots of the first 64 primes.
alignas(16) constexpr std::array<std::uint32_t, 64> roundConstants {
    0x428a2f98,
    0x71374491,
    0xb5c0fbcf,
    0xe9b5dba5,
    0x3956c25b,
    0x59f111f1,
    0x923f82a4,
    0xab1c5ed5, //
    0xd807aa98,
    0x12835b01,
    0x243185be,
    0x550c7dc3,
    0x72be5d74,
    0x80deb1fe,
    0x9bdc06a7,
    0xc19bf174, //
    0xe49b69c1,
    0xefbe4786,
    0x0fc19dc6,
    0x240ca1cc,
    0x2de92c6f,
    0x4a7484aa,
    0x5cb0a9dc,
    0x76f988da, //
    0x983e5152,
    0xa831c66d,
    0xb00327c8,
    0xbf597fc7,
    0xc6e00bf3,
    0xd5a79147,
    0x06ca6351,
    0x14292967, //
    0x27b70a85,
    0x2e1b2138,
    0x4d2c6dfc,
    0x53380d13,
    0x650a7354,
    0x766a0abb,
    0x81c2c92e,
    0x92722c85, //
    0xa2bfe8a1,
    0xa81a664b,
    0xc24b8b70,
    0xc76c51a3,
    0xd192e819,
    0xd6990624,
    0xf40e3585,
    0x106aa070, //
    0x19a4c116,
    0x1e376c08,
    0x2748774c,
    0x34b0bcb5,
    0x391c0cb3,
    0x4ed8aa4a,
    0x5b9cca4f,
    0x682e6ff3, //
    0x748f82ee,
    0x78a5636f,
    0x84c87814,
    0x8cc70208,
    0x90befffa,
    0xa4506ceb,
    0xbef9a3f7,
    0xc67178f2,
};

void compressPortable(State& state, const std::byte* blocks, std::size_t count)
{
    for (; count > 0; --count, blocks += 64) {
        std::array<std::uint32_t, 64> w;
        for (std::size_t i = 0; i < 16; ++i) {
            std::uint32_t word = 0;
            std::memcpy(&word, blocks + 4 * i, 4);
            w[i] = __builtin_bswap32(word);
        }
        for (std::size_t i = 16; i < 64; ++i) {
            const std::uint32_t s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3);
            const std::uint32_t s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10);
            w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }
        auto [a, b, c, d, e, f, g, h] = state;
        for (std::size_t i = 0; i < 64; ++i) {
            const std::uint32_t sum1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
            const std::uint32_t t1 = h + sum1 + ((e & f) ^ (~e & g)) + roundConstants[i] + w[i];
            const std::uint32_t sum0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
            const std::uint32_t t2 = sum0 + ((a & b) ^ (a & c) ^ (b & c));
            h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
        }
        const State added { a, b, c, d, e, f, g, h };
        for (std::size_t i = 0; i < 8; ++i)
            state[i] += added[i];
    }
}

#if defined(__x86_64__)
// The instructions keep the eight words as (A, B, E, F) and (C, D, G, H), highest lane first, and do two rounds each.
__attribute__((target("sha,sse4.1"))) void compressHardware(State& state, const std::byte* blocks, std::size_t count)
{
    const auto load = [](const void* from) { return _mm_loadu_si128(static_cast<const __m128i*>(from)); };
    const __m128i bigEndian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i abef = _mm_set_epi32(int(state[0]), int(state[1]), int(state[4]), int(state[5]));
    __m128i cdgh = _mm_set_epi32(int(state[2]), int(state[3]), int(state[6]), int(state[7]));
    for (; count > 0; --count, blocks += 64) {
        const __m128i abefBefore = abef;
        const __m128i cdghBefore = cdgh;
        __m128i w[4]; // the last 16 words of the schedule, four to a lane
        for (std::size_t i = 0; i < 16; ++i) {
            __m128i& words = w[i % 4];
            if (i < 4) {
                words = _mm_shuffle_epi8(load(blocks + 16 * i), bigEndian);
            } else {
                const __m128i last = w[(i + 3) % 4];
                const __m128i sum = _mm_add_epi32(
                    _mm_sha256msg1_epu32(words, w[(i + 1) % 4]), _mm_alignr_epi8(last, w[(i + 2) % 4], 4));
                words = _mm_sha256msg2_epu32(sum, last);
            }
            const __m128i keyed = _mm_add_epi32(words, load(&roundConstants[4 * i]));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, keyed);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(keyed, 0x0e));
        }
        abef = _mm_add_epi32(abef, abefBefore);
        cdgh = _mm_add_epi32(cdgh, cdghBefore);
    }
    alignas(16) std::array<std::uint32_t, 4> words;
    _mm_store_si128(reinterpret_cast<__m128i*>(words.data()), abef);
    state[0] = words[3], state[1] = words[2], state[4] = words[1], state[5] = words[0];
    _mm_store_si128(reinterpret_cast<__m128i*>(words.data()), cdgh);
    state[2] = words[3], state[3] = words[2], state[6] = words[1], state[7] = words[0];
}

bool hasShaInstructions()
{
    unsigned a = 0, b = 0, c = 0, d = 0;
    const bool sse41 = __get_cpuid(1, &a, &b, &c, &d) && (c & (1u << 19)) && (c & (1u << 9));
    return sse41 && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & (1u << 29));
}
#endif

} // namespace

Sha256::Sha256(bool hardware)
    : m_compress(compressPortable)
    , m_state { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 }
{
#if defined(__x86_64__)
    static const bool available = hasShaInstructions();
    if (hardware && available)
        m_compress = compressHardware;
#else
    (void)hardware;
#endif
}

void Sha256::add(std::span<const std::byte> bytes)
{
    m_bytes += bytes.size();
    if (m_filled > 0) {
        const std::size_t taken = std::min(bytes.size(), m_block.size() - m_filled);
        std::copy_n(bytes.begin(), taken, m_block.begin() + std::ptrdiff_t(m_filled));
        m_filled += taken;
        bytes = bytes.subspan(taken);
        if (m_filled < m_block.size())
            return;
        m_compress(m_state, m_block.data(), 1);
    }
    m_compress(m_state, bytes.data(), bytes.size() / 64);
    const auto rest = bytes.last(bytes.size() % 64);
    std::copy(rest.begin(), rest.end(), m_block.begin());
    m_filled = rest.size();
}

std::string Sha256::finish()
{
    const std::uint64_t bits = m_bytes * 8;
    std::array<std::byte, 72> padding {}; // 0x80, zeros up to 8 bytes before the end of a block, the length
    padding[0] = std::byte(0x80);
    const std::size_t zeros = (m_filled < 56 ? 56 : 120) - m_filled;
    for (std::size_t i = 0; i < 8; ++i)
        padding[zeros + i] = std::byte(bits >> (56 - 8 * i));
    add(std::span(padding).first(zeros + 8));

    std::string digits;
    for (const std::uint32_t word : m_state) {
        for (int shift = 28; shift >= 0; shift -= 4)
            digits += "0123456789abcdef"[word >> shift & 15];
    }
    return digits;
}

std::string sha256OfFiles(const std::vector<const InputFile*>& files, const Progress& progress)
{
    constexpr std::size_t piece = std::size_t(4) << 20;
    std::uint64_t total = 0;
    for (const InputFile* file : files)
        total += file->size();
    Sha256 hash;
    std::uint64_t done = 0;
    std::vector<std::byte> buffer(std::size_t(std::min<std::uint64_t>(piece, total)));
    for (const InputFile* file : files) {
        for (std::uint64_t offset = 0; offset < file->size();) {
            progress.step(int(done >> 20), int(total >> 20), "checking");
            const auto part
                = std::span(buffer).first(std::size_t(std::min<std::uint64_t>(buffer.size(), file->size() - offset)));
            file->read(offset, part);
            hash.add(part);
            offset += part.size();
            done += part.size();
        }
    }
    return hash.finish();
}

} // namespace vitrine
