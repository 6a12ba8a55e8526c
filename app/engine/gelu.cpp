// SPDX-License-Identifier: GPL-3.0-or-later
// The largest errors of each approximation, and the fitted constants.
#include "app/engine/command.h"
#include "app/engine/table.h"

namespace vitrine {

void print(std::ostream& out, const Gelu& gelu)
{
    using Align = Table::Align;
    Table curves({ Align::Left, Align::Right, Align::Right, Align::Right, Align::Right, Align::Left });
    curves.row({ "function", "error", "at |x|", "of the slope", "at |x|", "formula" });
    for (const ActivationCurve& curve : gelu.curves) {
        const bool isExact = curve.id == "exact";
        const auto cell = [&](double value, int digits) { return isExact ? std::string("–") : number(value, digits); };
        curves.row({ curve.title + (curve.id == "own" ? ", λ = " + number(gelu.constant, 6) : ""),
            cell(curve.maxError, 5), cell(curve.maxErrorAt, 5), cell(curve.maxDerivativeError, 5),
            cell(curve.maxDerivativeErrorAt, 5), curve.formula });
    }
    curves.print(out);
    if (gelu.fits.empty())
        return;
    out << '\n';
    Table fits({ Align::Left, Align::Left, Align::Right, Align::Right, Align::Left });
    fits.row({ "fit", "constants", "error of Φ", "error of GELU", "formula" });
    for (const GeluFit& fit : gelu.fits) {
        std::string constants;
        for (const FitConstant& constant : fit.constants)
            constants += (constants.empty() ? "" : ", ") + constant.name + " = " + number(constant.value, 13);
        fits.row({ fit.title, constants, number(fit.phiError, 7), number(fit.geluError, 7), fit.formula });
    }
    fits.print(out);
}

} // namespace vitrine
