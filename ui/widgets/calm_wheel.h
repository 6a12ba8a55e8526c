// SPDX-License-Identifier: GPL-3.0-or-later
// Turning the wheel scrolls the page; it never changes the number or the choice that happens to pass below the pointer,
// and no drawing swallows it.
#pragma once

class QWidget;

namespace vitrine {

/// `widget` (a spin box, a combo box, a plot) leaves the wheel to what scrolls around it, focused or not; the keys
/// still step.
void leaveWheelToPage(QWidget* widget);

} // namespace vitrine
