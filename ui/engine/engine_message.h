// SPDX-License-Identifier: GPL-3.0-or-later
// What arrives from the engine, already read into a document: the window's thread never parses.
#pragma once

#include "core/results/codec.h"
#include "core/runtime/error.h"

#include <QString>

#include <functional>
#include <memory>

namespace vitrine {

/// A decoded result, or the reason why it is none. The pointer's real type is known to whoever asked.
using DecodedResult = Result<std::shared_ptr<const void>>;

/// Turns the `result` of an answer into a document; runs on the reader's thread.
using ResultDecoder = std::function<DecodedResult(const nlohmann::json&)>;

/// The decoder of one kind of document.
template <Document T> ResultDecoder decoderOf()
{
    return [](const nlohmann::json& json) -> DecodedResult {
        auto document = decode<T>(json);
        if (!document)
            return document.error();
        return std::shared_ptr<const void>(std::make_shared<const T>(*std::move(document)));
    };
}

/// One message of the engine. Only the fields of its kind are set.
struct EngineMessage {
    enum class Kind { Answer, Failure, Partial, Progress, Heartbeat, Broken };

    Kind kind = Kind::Heartbeat;
    quint64 id = 0;
    std::shared_ptr<const void> result; ///< Answer, Partial
    Error error; ///< Failure; Broken: why the stream cannot be read any further
    int done = 0; ///< Progress
    int total = 0;
    QString stage;
};

} // namespace vitrine
