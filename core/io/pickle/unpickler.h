// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Python's pickle machine that weights need. It cannot call any function. PickleObjects decides what a
// global, a persistent id and a call mean, and accepts only a closed list.
#pragma once

#include "core/io/pickle/pickle.h"
#include "core/runtime/progress.h"

#include <string_view>

namespace vitrine {

/// What globals, persistent ids and calls of a pickle stand for.
class PickleObjects {
public:
    virtual ~PickleObjects() = default;

    /// Each throws Refusal for everything that is not on its list: ContainsProgram, MalformedFile.
    virtual PickleValue global(std::string_view module, std::string_view name) = 0;
    virtual PickleValue persistent(const PickleHeap& heap, const PickleValue& id) = 0;
    /// For an OrderedDict only the kind is returned; the unpickler creates it.
    virtual PickleValue call(
        const PickleHeap& heap, const PickleValue& function, const std::vector<PickleValue>& arguments)
        = 0;
};

/// The largest size of a pickle that is read.
constexpr std::uint64_t maxPickleBytes = std::uint64_t(64) << 20;

/// The content of a pickle.
struct Unpickled {
    PickleHeap heap;
    PickleValue root;
    std::size_t bytes = 0; ///< up to and including its STOP
};

/// Reads the pickle of protocol 2 that `bytes` begins with. `subject` begins the messages.
/// Throws Refusal: ContainsProgram, TruncatedFile, MalformedFile, TooLarge, BadEncoding, and what `objects` throws;
/// Cancelled.
Unpickled unpickle(
    std::string_view bytes, std::string_view subject, PickleObjects& objects, const Progress& progress = {});

} // namespace vitrine
