// SPDX-License-Identifier: GPL-3.0-or-later
// Turning the wheel over a form scrolls the form; it never changes the number or the choice that happens to pass below the pointer.
#pragma once

class QWidget;

namespace vitrine {

/// `field` (a spin box, a combo box) leaves the wheel to what scrolls around it, focused or not; the keys still step.
void leaveWheelToPage(QWidget* field);

} // namespace vitrine
