// SPDX-License-Identifier: GPL-3.0-or-later
// One table: the name of a request → its parameters and the function that answers it. The pipe and the command line use
// it alike.
#pragma once

#include "core/results/codec.h"
#include "core/results/description.h"
#include "core/runtime/progress.h"
#include "core/service/session.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace vitrine {

/// What a handler is given. `values` are unchecked; a handler makes Parameters from them.
struct Call {
    Session& session;
    const std::map<std::string, std::string>& values;
    const Progress& progress;
    std::function<void(const nlohmann::json&)> partial; ///< a first answer that a better one will replace; may be empty
    ArrayForm form = ArrayForm::Bytes;
};

/// One row of the table.
struct Handler {
    MethodDescription description;
    nlohmann::json (*run)(const Call&);
};

/// Every request, in the order of the documentation.
const std::vector<Handler>& handlers();

/// The row of `name`, or nullptr.
const Handler* findHandler(std::string_view name);

/// Runs a request; every failure becomes an Error with a sentence for people. The only catch-all of the engine.
Result<nlohmann::json> answer(const std::string& method, const Call& call);

} // namespace vitrine
