// SPDX-License-Identifier: GPL-3.0-or-later
// The one codec: every document as JSON for people and scripts, as CBOR for the pipe and for files.
#pragma once

#include "core/results/attention.h"
#include "core/results/attribution.h"
#include "core/results/description.h"
#include "core/results/model_card.h"
#include "core/results/prediction.h"
#include "core/runtime/result.h"

#include <nlohmann/json.hpp>

#include <span>

namespace vitrine {

/// How arrays of numbers are written: as lists (JSON on the command line) or as bytes (CBOR).
enum class ArrayForm { Lists, Bytes };

/// Writes a document. NaN and infinity become null under ArrayForm::Lists, because JSON has neither.
nlohmann::json encode(const Encoding&, ArrayForm);
nlohmann::json encode(const Prediction&, ArrayForm);
nlohmann::json encode(const Attribution&, ArrayForm);
nlohmann::json encode(const Attention&, ArrayForm);
nlohmann::json encode(const ModelCard&, ArrayForm);
nlohmann::json encode(const BuiltInModel&, ArrayForm);
nlohmann::json encode(const Description&, ArrayForm);
nlohmann::json encode(const Greeting&, ArrayForm);
nlohmann::json encode(const Error&, ArrayForm); ///< kind "refusal"

/// Reads what encode() wrote, in either form. Unknown fields are skipped; a missing or ill-typed field, an array whose
/// bytes do not match its shape and another `kind` or a newer `schema` give Error(MalformedFile) naming the path.
template <typename Document>
Result<Document> decode(const nlohmann::json&);

extern template Result<Encoding> decode<Encoding>(const nlohmann::json&);
extern template Result<Prediction> decode<Prediction>(const nlohmann::json&);
extern template Result<Attribution> decode<Attribution>(const nlohmann::json&);
extern template Result<Attention> decode<Attention>(const nlohmann::json&);
extern template Result<ModelCard> decode<ModelCard>(const nlohmann::json&);
extern template Result<BuiltInModel> decode<BuiltInModel>(const nlohmann::json&);
extern template Result<Description> decode<Description>(const nlohmann::json&);
extern template Result<Greeting> decode<Greeting>(const nlohmann::json&);
extern template Result<Error> decode<Error>(const nlohmann::json&);

/// JSON text of a document: numbers in their shortest form that reads back equal, invalid UTF-8 replaced, C locale.
/// `indent` < 0 writes one line.
std::string toJsonText(const nlohmann::json&, int indent = 1);

} // namespace vitrine
