// SPDX-License-Identifier: GPL-3.0-or-later
// The one codec: every document as JSON for people and scripts, as CBOR for the pipe and for files.
#pragma once

#include "core/results/documents.h"
#include "core/runtime/result.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

namespace vitrine {

/// How arrays of numbers are written: as lists (JSON on the command line) or as bytes (CBOR on the pipe and in files).
enum class ArrayForm { Lists, Bytes };

/// Writes a document with its `kind` and `schema`. Under ArrayForm::Lists NaN and infinity become null, because JSON
/// has neither.
nlohmann::json encode(DocumentRef document, ArrayForm form);

/// Reads what encode() wrote, in either form, into a document that was just made. Unknown fields are skipped; a missing
/// or ill-typed field, an array whose bytes do not match its shape, another `kind` and a newer `schema` give
/// Error(MalformedFile) naming the place. null where a number belongs reads as NaN.
std::optional<Error> decodeInto(Documents::Targets document, const nlohmann::json& json);

template <Document T> Result<T> decode(const nlohmann::json& json)
{
    T document;
    if (auto error = decodeInto(&document, json))
        return *std::move(error);
    return document;
}

/// JSON text of a document: numbers in their shortest form that reads back equal whatever the locale, invalid UTF-8
/// replaced by U+FFFD. `indent` < 0 writes one line.
std::string toJsonText(const nlohmann::json& json, int indent = 1);

} // namespace vitrine
