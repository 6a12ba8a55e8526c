// SPDX-License-Identifier: GPL-3.0-or-later
// --picture: writes a PNG of the real window when the engine has no work left. The pictures of the documentation are
// made in this way.
#pragma once

#include <QString>

namespace vitrine {

class EngineProcess;
class MainWindow;

/// Writes the window to `path` when the engine has answered and been idle for a while, then ends the program: 0, or 3
/// with a sentence when the file cannot be written.
void takePicture(MainWindow& window, EngineProcess& engine, const QString& path);

} // namespace vitrine
