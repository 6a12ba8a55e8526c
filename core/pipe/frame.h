// SPDX-License-Identifier: GPL-3.0-or-later
// Frames of the pipe: a 4-byte little-endian length, then one CBOR map.
#pragma once

#include "core/runtime/result.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace vitrine {

/// Longest payload a frame may have.
constexpr std::size_t maxFrameBytes = std::size_t(256) << 20;

/// `message` as one frame. Throws Refusal(TooLarge) when it is longer than maxFrameBytes.
std::vector<std::uint8_t> encodeFrame(const nlohmann::json& message);

/// What a reader of frames accepts. A parsed message takes up to a hundred bytes a value, so values are counted before
/// anything is parsed.
struct FrameLimits {
    std::size_t bytes = maxFrameBytes;
    std::size_t values = 4'000'000; ///< keys, values and containers together
};

/// Of requests, whose params are text: reading one takes less than four times its memory.
constexpr FrameLimits requestLimits { std::size_t(64) << 20, 10'000 };

/// Cuts a stream of bytes into messages; feed it whatever arrived, in pieces of any size.
class FrameDecoder {
public:
    explicit FrameDecoder(const FrameLimits& limits = {})
        : m_limits(limits)
    {
    }

    void feed(std::span<const std::uint8_t> bytes);

    /// The next whole message; nothing when more bytes are needed. A frame that is too long, is no CBOR map, nests
    /// deeper than 64, has too many values or has bytes left over is an Error(MalformedFile); the stream cannot be used
    /// after that.
    Result<std::optional<nlohmann::json>> next();

    /// True when bytes of an unfinished frame wait: the stream was cut if it ends here.
    bool isInsideFrame() const { return m_position < m_buffer.size(); }

private:
    std::size_t claimedLength() const; // of the next payload; 4 bytes are there

    FrameLimits m_limits;
    std::vector<std::uint8_t> m_buffer;
    std::size_t m_position = 0;
};

} // namespace vitrine
