// SPDX-License-Identifier: GPL-3.0-or-later
// vitrine --export: one figure, no window.
#pragma once

#include "app/vitrine/options.h"
#include "ui/engine/engine_command.h"

namespace vitrine {

/// Asks the engine for what the figure needs and writes it. Needs a QApplication (no display). Returns the exit code
/// and prints the reason of a failure as one line on stderr.
int runFigure(const WindowOptions& options, const EngineCommand& command);

} // namespace vitrine
