// SPDX-License-Identifier: GPL-3.0-or-later
// What goes to the engine and what comes back: one piece of work with its handlers, one message already read into a
// document. The window's thread never parses.
#pragma once

#include "core/results/codec.h"
#include "core/runtime/error.h"
#include "core/runtime/parameters.h"
#include "core/runtime/result.h"

#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <string>

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

/// Handlers run on the window's thread. After onResult or onFailure none is called again; a cancelled call fails with
/// ErrorCode::Cancelled.
struct EngineCall {
    QString title; ///< for the status line: "Explaining"
    std::string method;
    ParameterValues params;
    std::optional<ParameterValues> methodParams; ///< of the method that `params` name; "parameters" on the pipe
    ResultDecoder decoder;
    std::function<void(std::shared_ptr<const void>)> onResult;
    std::function<void(std::shared_ptr<const void>)> onPartial;
    std::function<void(int done, int total, const QString& stage)> onProgress;
    std::function<void(const Error&)> onFailure;
};

} // namespace vitrine
