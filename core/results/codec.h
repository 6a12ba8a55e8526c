// SPDX-License-Identifier: GPL-3.0-or-later
// The one codec: every document as JSON for people and scripts, as CBOR for the pipe and for files.
#pragma once

#include "core/results/attention.h"
#include "core/results/attribution.h"
#include "core/results/description.h"
#include "core/results/evaluation.h"
#include "core/results/head_surgery.h"
#include "core/results/model_card.h"
#include "core/results/prediction.h"
#include "core/results/refusal_document.h"
#include "core/results/self_check.h"
#include "core/results/tokenization.h"
#include "core/runtime/result.h"

#include <nlohmann/json.hpp>

namespace vitrine {

/// How arrays of numbers are written: as lists (JSON on the command line) or as bytes (CBOR on the pipe and in files).
enum class ArrayForm { Lists, Bytes };

/// Writes a document with its `kind` and `schema`. Under ArrayForm::Lists NaN and infinity become null, because JSON
/// has neither. Documents: Encoding, Tokenization, Prediction, Attribution, Attention, ModelCard, BuiltInModel,
/// Description, Greeting, Evaluation, SelfCheck, Parity, Alignment, Nearest, Training, Robustness, HeadSurgery,
/// RefusalDocument.
template <typename Document> nlohmann::json encode(const Document& document, ArrayForm form);

/// Reads what encode() wrote, in either form. Unknown fields are skipped; a missing or ill-typed field, an array whose
/// bytes do not match its shape, another `kind` and a newer `schema` give Error(MalformedFile) naming the place.
/// null where a number belongs reads as NaN.
template <typename Document> Result<Document> decode(const nlohmann::json& json);

/// JSON text of a document: numbers in their shortest form that reads back equal whatever the locale, invalid UTF-8
/// replaced by U+FFFD. `indent` < 0 writes one line.
std::string toJsonText(const nlohmann::json& json, int indent = 1);

} // namespace vitrine
