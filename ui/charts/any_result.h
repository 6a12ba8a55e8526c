// SPDX-License-Identifier: GPL-3.0-or-later
// A result of any kind, and the one table that says what a kind of result is: who makes it, what its figures are
// called.
#pragma once

#include "core/runtime/parameters.h"
#include "core/runtime/result.h"

#include <QString>

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <memory>
#include <string>
#include <typeindex>
#include <vector>

namespace vitrine {

struct Provenance;
struct Training;

/// Runs that differ in nothing but the seed, in the order of the seeds; none is null. Only together do they say
/// anything.
struct TrainingSeries {
    std::vector<std::shared_ptr<const Training>> runs;
};

/// A shared document that never changes, of a kind that is asked for with as(); or nothing.
class AnyResult {
public:
    AnyResult() = default;
    /// Nothing when `document` is null.
    template <typename T>
    AnyResult(std::shared_ptr<const T> document)
        : m_kind(document ? std::type_index(typeid(T)) : std::type_index(typeid(void)))
        , m_document(std::move(document))
    {
    }

    bool isEmpty() const { return !m_document; }
    /// The type of the document; that of void when there is none.
    std::type_index kind() const { return m_kind; }
    /// Null when this is of another kind, or nothing.
    template <typename T> std::shared_ptr<const T> as() const
    {
        return m_kind == typeid(T) ? std::static_pointer_cast<const T>(m_document) : nullptr;
    }

private:
    std::type_index m_kind { typeid(void) };
    std::shared_ptr<const void> m_document;
};

/// What a result is asked for about, without a window.
struct FigureSubject {
    std::string model;
    std::string text;
    std::string right; ///< the other text of results that compare two
};

/// One kind of result. The functions take results of this kind that are not empty.
struct ResultKind {
    std::type_index document; ///< AnyResult::kind()
    const char* figure; ///< of figureRegistry(): draws a page of such results best

    const char* request; ///< method of the engine that makes it; null: no single request does
    const char* insteadOfRequest; ///< then: what the figure shows and where it is exported, as the end of a sentence
    std::function<ParameterValues(const FigureSubject&)> parameters; ///< of the request
    std::function<Result<AnyResult>(const nlohmann::json&)> decode; ///< its answer; errors as of decode()

    std::function<const Provenance*(const AnyResult&)> provenance; ///< null for a series without runs
    std::function<std::string(const AnyResult&)> text; ///< the document as JSON, for the sidecar
    std::function<QString(const AnyResult&)> fileName; ///< names a figure: "english-integrated-gradients"
    std::function<QString(const AnyResult&)> title; ///< of its figures; empty: the figure's own
    std::function<QString(const AnyResult&)> method; ///< how it was made, for the line of provenance; may be empty
};

const std::vector<ResultKind>& resultKinds();
/// The row of `kind`; null when there is none.
const ResultKind* findKind(std::type_index kind);

} // namespace vitrine
