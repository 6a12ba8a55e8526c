// SPDX-License-Identifier: GPL-3.0-or-later
// Frames are cut and checked here for both sides of the pipe.
#include "core/pipe/frame.h"

#include "core/pipe/shallow_cbor.h"

#include <algorithm>

namespace vitrine {
namespace {

constexpr std::size_t lengthBytes = 4;

Error malformed(std::string what)
{
    return { ErrorCode::MalformedFile, "A message of the engine's pipe is broken: " + std::move(what) + ".", "pipe",
        {} };
}

} // namespace

std::vector<std::uint8_t> encodeFrame(const nlohmann::json& message)
{
    std::vector<std::uint8_t> frame(lengthBytes);
    nlohmann::json::to_cbor(message, frame);
    const std::size_t length = frame.size() - lengthBytes;
    if (length > maxFrameBytes)
        throw Refusal(ErrorCode::TooLarge,
            "The answer is " + std::to_string(length >> 20)
                + " MiB long; a message holds at most 256 MiB. Ask for less at once.",
            "pipe");
    for (std::size_t i = 0; i < lengthBytes; ++i)
        frame[i] = std::uint8_t(length >> (8 * i));
    return frame;
}

void FrameDecoder::feed(std::span<const std::uint8_t> bytes)
{
    if (m_position > 0 && m_position == m_buffer.size()) {
        m_buffer.clear();
        m_position = 0;
    }
    if (m_buffer.size() - m_position >= lengthBytes) { // grow to what the frame needs, but never to what it only claims
        const std::size_t whole = m_position + lengthBytes + std::min(claimedLength(), m_limits.bytes);
        const std::size_t now = m_buffer.size() + bytes.size();
        if (now > m_buffer.capacity())
            m_buffer.reserve(std::max(now, std::min(whole, 2 * now)));
    }
    m_buffer.insert(m_buffer.end(), bytes.begin(), bytes.end());
}

std::size_t FrameDecoder::claimedLength() const
{
    std::size_t length = 0;
    for (std::size_t i = 0; i < lengthBytes; ++i)
        length |= std::size_t(m_buffer[m_position + i]) << (8 * i);
    return length;
}

Result<std::optional<nlohmann::json>> FrameDecoder::next()
{
    using Message = std::optional<nlohmann::json>;
    const std::size_t waiting = m_buffer.size() - m_position;
    if (waiting < lengthBytes)
        return Message();
    const std::uint8_t* start = m_buffer.data() + m_position;
    const std::size_t length = claimedLength();
    if (length > m_limits.bytes)
        return malformed("it claims to be " + std::to_string(length) + " bytes long, at most "
            + std::to_string(m_limits.bytes) + " are allowed");
    if (waiting < lengthBytes + length)
        return Message();

    const std::span payload(start + lengthBytes, length);
    if (!isShallowCborMap(payload, 64, m_limits.values))
        return malformed(
            "it is not one CBOR map of at most 64 levels and " + std::to_string(m_limits.values) + " values");
    auto message = nlohmann::json::from_cbor(payload.begin(), payload.end(), true, false);
    if (!message.is_object())
        return malformed("it is not a CBOR map with text keys");
    m_position += lengthBytes + length;
    if (m_position > (std::size_t(1) << 20)) { // drop what was read, now and then
        m_buffer.erase(m_buffer.begin(), m_buffer.begin() + std::ptrdiff_t(m_position));
        m_buffer.shrink_to_fit();
        m_position = 0;
    }
    return Message(std::move(message));
}

} // namespace vitrine
