// SPDX-License-Identifier: GPL-3.0-or-later
// How a struct tells its fields: one static function fields(visit, object), beside its members. Reading, writing and
// the tests of documents all walk it.
//
//   visit("name", object.member)                 a field
//   visit("name", object.member, mayBeMissing)   a field that documents of older versions do not have
//   visit("name", object.member, asDocuments)    a list of documents, each written with its own kind and schema
//   visit(object.member)                         the member's own fields stand here, without a level of their own
#pragma once

namespace vitrine {

/// When the field is not there, the member keeps its default.
struct MayBeMissing { };
inline constexpr MayBeMissing mayBeMissing {};

/// Each entry of the list is a whole document.
struct AsDocuments { };
inline constexpr AsDocuments asDocuments {};

} // namespace vitrine
