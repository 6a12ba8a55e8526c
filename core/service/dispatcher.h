// SPDX-License-Identifier: GPL-3.0-or-later
// One table: the name of a request → its parameters and the function that answers it. The pipe and the command line use
// it alike.
#pragma once

#include "core/corpus/corpus_engine.h"
#include "core/results/codec.h"
#include "core/runtime/progress.h"
#include "core/service/session.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace vitrine {

/// What a handler is given. `values` are unchecked; a handler makes Parameters from them.
struct Call {
    Session& session;
    const ParameterValues& values;
    const Progress& progress;
    /// Takes a first answer that a better one will replace; may be empty.
    std::function<void(const AnyDocument&)> partial {};
    /// The parameters of the chosen method, when they came apart from `values`. Only where Handler::takesMethodValues.
    std::optional<ParameterValues> methodValues {};
};

/// One row of the table.
struct Handler {
    MethodDescription description;
    AnyDocument (*run)(const Call&);
    bool takesMethodValues = false; ///< the request names a method that has parameters of its own
    /// The same request for the texts of a corpus, each answered by an AnyDocument; null: it is about more than one
    /// text, or none. `values` without a text.
    TextWork (*texts)(const Call&) = nullptr;
};

/// Every request, in the order of the documentation.
const std::vector<Handler>& handlers();

/// The row of `name`, or nullptr.
const Handler* findHandler(std::string_view name);

/// Runs a request; every failure becomes an Error with a sentence for people.
Result<AnyDocument> answer(const std::string& method, const Call& call);

/// Prepares a request for the texts of a corpus: opens the model and checks the parameters. Throws Refusal, Cancelled.
TextWork textWork(const std::string& method, const Call& call);

/// An answer as JSON: its Error, or an Error when there is no memory for the JSON. With answer() the only catch-all of
/// the engine.
Result<nlohmann::json> encoded(const Result<AnyDocument>& answered, ArrayForm form);

} // namespace vitrine
