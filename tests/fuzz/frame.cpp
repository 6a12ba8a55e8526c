// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a stream of the pipe: a message that is read can be written, and reads back as the same bytes.
#include "core/pipe/frame.h"
#include "core/runtime/error.h"
#include "tests/fuzz/require.h"

using namespace vitrine;

namespace {

// Bytes, not values, are compared: NaN is unequal to itself.
void checkRoundTrip(const nlohmann::json& message)
{
    const std::vector<std::uint8_t> frame = encodeFrame(message);
    FrameDecoder decoder;
    decoder.feed(frame);
    const auto read = decoder.next();
    require(read && *read, "a written frame is read");
    require(!decoder.isInsideFrame(), "nothing is left over");
    require(encodeFrame(**read) == frame, "decode(encode(x)) = x");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::span bytes(data, size);
    FrameDecoder decoder;
    decoder.feed(bytes.first(size / 2)); // a stream arrives in pieces
    decoder.feed(bytes.subspan(size / 2));
    while (true) {
        const auto message = decoder.next();
        if (!message || !*message)
            return 0;
        checkRoundTrip(**message);
    }
}
