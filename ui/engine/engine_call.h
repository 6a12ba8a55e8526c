// SPDX-License-Identifier: GPL-3.0-or-later
// One piece of work for the engine and whom to tell.
#pragma once

#include "core/runtime/parameters.h"
#include "ui/engine/engine_message.h"

#include <optional>
#include <string>

namespace vitrine {

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
