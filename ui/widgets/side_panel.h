// SPDX-License-Identifier: GPL-3.0-or-later
// Pieces that all right panels are made of, so that they look alike.
#pragma once

#include <QString>

#include <functional>

class QHBoxLayout;
class QWidget;

namespace vitrine {

/// A muted title at the left and `field` at the right; the title becomes the field's accessible name.
QHBoxLayout* sideRow(const QString& title, QWidget* field);

/// "Export figure…" and "Copy".
QHBoxLayout* exportButtons(QWidget* owner, std::function<void()> onExport, std::function<void()> onCopy);

} // namespace vitrine
