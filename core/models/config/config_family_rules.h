// SPDX-License-Identifier: GPL-3.0-or-later
// Fields of config.json that one family alone has.
#pragma once

#include "core/models/config/model_config.h"

namespace vitrine {

class JsonField;

/// Reads and checks them into `config`, whose common fields are known already. Throws Refusal: MalformedFile,
/// UnsupportedFamily.
void readFamilyRules(const JsonField& root, ModelConfig& config);

} // namespace vitrine
