// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Python's pickle machine that weights need. It has no way to call anything: what a global, a persistent id
// and a call mean is asked of PickleObjects, which knows a closed list.
#pragma once

#include "core/io/pickle/pickle.h"

#include <string_view>

namespace vitrine {

/// What globals, persistent ids and calls of a pickle stand for.
class PickleObjects {
public:
    virtual ~PickleObjects() = default;

    /// Each throws Refusal for everything it does not know: ContainsProgram, MalformedFile.
    virtual PickleValue global(std::string_view module, std::string_view name) = 0;
    virtual PickleValue persistent(const PickleHeap& heap, const PickleValue& id) = 0;
    /// An OrderedDict is answered by kind alone: the machine makes it.
    virtual PickleValue call(
        const PickleHeap& heap, const PickleValue& function, const std::vector<PickleValue>& arguments)
        = 0;
};

/// Longest pickle that is read.
constexpr std::uint64_t maxPickleBytes = std::uint64_t(64) << 20;

/// What a pickle holds.
struct Unpickled {
    PickleHeap heap;
    PickleValue root;
    std::size_t bytes = 0; ///< up to and with its STOP
};

/// Reads the pickle of protocol 2 that `bytes` begins with. `subject` begins the messages.
/// Throws Refusal: ContainsProgram, TruncatedFile, MalformedFile, TooLarge, BadEncoding, and what `objects` throws.
Unpickled unpickle(std::string_view bytes, std::string_view subject, PickleObjects& objects);

} // namespace vitrine
