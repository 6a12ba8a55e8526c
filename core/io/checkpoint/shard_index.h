// SPDX-License-Identifier: GPL-3.0-or-later
// model.safetensors.index.json: which tensor stands in which file. The names of the files are a stranger's text.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace vitrine {

/// Throws Refusal(UnsafePath) unless `name` is a bare file name: no separator, no NUL, not "." or "..", 1 to 255 bytes.
/// `subject` is the file that said it.
void requireBareName(std::string_view name, std::string_view subject);

/// File name by tensor name, from an index of at most 16 MB. Every file name is bare.
/// Throws Refusal: UnsafePath, MalformedFile, TooLarge, BadEncoding.
std::map<std::string, std::string, std::less<>> parseShardIndex(std::string_view json, std::string_view subject);

} // namespace vitrine
