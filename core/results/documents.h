// SPDX-License-Identifier: GPL-3.0-or-later
// The list of all documents. A struct with `kind` and fields() becomes a document by its row here: reading, writing,
// AnyDocument and the tests follow from the list.
#pragma once

#include "core/results/alignment.h"
#include "core/results/attention.h"
#include "core/results/attribution.h"
#include "core/results/description.h"
#include "core/results/encoding.h"
#include "core/results/evaluation.h"
#include "core/results/gelu.h"
#include "core/results/head_surgery.h"
#include "core/results/model_card.h"
#include "core/results/nearest.h"
#include "core/results/parity.h"
#include "core/results/prediction.h"
#include "core/results/refusal_document.h"
#include "core/results/robustness.h"
#include "core/results/self_check.h"
#include "core/results/tokenization.h"
#include "core/results/training.h"

#include <concepts>
#include <variant>

namespace vitrine {

/// Types as a value.
template <typename... Types> struct TypeList {
    using Values = std::variant<Types...>;
    using Targets = std::variant<Types*...>;
    using Sources = std::variant<const Types*...>;

    template <typename T> static constexpr bool holds = (std::same_as<T, Types> || ...);

    /// Calls `each.template operator()<T>()` with every type, in order.
    static void forEach(auto&& each) { (each.template operator()<Types>(), ...); }
};

/// Every kind of document there is.
using Documents = TypeList<Encoding, Tokenization, Prediction, Attribution, Attention, HeadSurgery, ModelCard,
    BuiltInModel, BuiltInModels, Description, Greeting, Closed, Evaluation, Parity, Alignment, Nearest, Training,
    Robustness, Gelu, SelfCheck, RefusalDocument>;

template <typename T>
concept Document = Documents::holds<T>;

/// What a request answers.
using AnyDocument = Documents::Values;

/// A document of any kind, borrowed for the length of a call.
struct DocumentRef {
    Documents::Sources source;

    template <Document T>
    DocumentRef(const T& document) // NOLINT: every document is meant
        : source(&document)
    {
    }
    DocumentRef(const AnyDocument& document) // NOLINT
        : source(std::visit([](const auto& value) -> Documents::Sources { return &value; }, document))
    {
    }
};

} // namespace vitrine
