// SPDX-License-Identifier: GPL-3.0-or-later
// Names of the classes as config.json has them, in all the shapes seen in published models.
#pragma once

#include "core/io/json/json_field.h"

#include <string>
#include <vector>

namespace vitrine {

/// Names by class index from id2label, or from label2id when there is no other; an empty string where an index has
/// none, an empty list when the config names no class. A value that is no string is given by its JSON text. What cannot
/// be a class (keys that are no decimal numbers) is skipped and told in `warnings`.
std::vector<std::string> readLabels(const JsonField& config, std::vector<std::string>& warnings);

} // namespace vitrine
