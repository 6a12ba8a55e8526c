// SPDX-License-Identifier: GPL-3.0-or-later
// A small training that comes with the program: 120 questions and statements of its own, and settings that suit them.
#pragma once

#include "ui/pages/training/training_config_file.h"

namespace vitrine {

/// Puts the texts into `folder` and gives every setting of `specs`, with paths in it. Errors: those of writing a file.
Result<ConfigFile> sampleTraining(const std::vector<ParamSpec>& specs, const QString& folder);

} // namespace vitrine
