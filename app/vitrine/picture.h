// SPDX-License-Identifier: GPL-3.0-or-later
// --picture: what the real window shows once the engine has nothing left to do, as a PNG. The documentation's pictures
// are made so.
#pragma once

#include <QString>

namespace vitrine {

class EngineProcess;
class MainWindow;

/// Writes the window to `path` when the engine has answered and been idle for a while, then ends the program: 0, or 3
/// with a sentence when the file cannot be written.
void takePicture(MainWindow& window, EngineProcess& engine, const QString& path);

} // namespace vitrine
