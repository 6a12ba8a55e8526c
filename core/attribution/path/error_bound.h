// SPDX-License-Identifier: GPL-3.0-or-later
// From the traces of an error to a figure that the true error stays below: the calibration of the certified rule.
#pragma once

#include "core/attribution/path/path_data.h"

namespace vitrine {

/// Up to here the kernel is the usual rule: with more samples its matrix is near singular, and the path is not smooth
/// anyway.
constexpr int fewSamples = 48;

/// What the largest error of one score is below in at least 99 of 100 cases: a weighted largest of the change C, the
/// defect D, √(C·D) and the residual that the control variate removed. The weights come from paths of trained and of
/// random models of every family with six baselines, and were checked on other texts: docs/certificate.md.
/// `isFirst`: no estimate was made before on this path, so a lucky one has not been found out yet.
double errorBound(const PathEstimate& estimate, bool isFirst);

} // namespace vitrine
