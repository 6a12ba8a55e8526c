// SPDX-License-Identifier: GPL-3.0-or-later
// The text coloured by where a step in embedding space goes.
#pragma once

#include "core/results/robustness.h"
#include "ui/charts/tokens/token_strip.h"

namespace vitrine {

/// Shows a Robustness: each cell's share of the squared length of the direction. Shares add up over the tokens of a
/// word, and to 1 over all.
class SensitivityStrip : public TokenStrip {
    Q_OBJECT
public:
    explicit SensitivityStrip(QWidget* parent = nullptr);

    void setResult(const AnyResult& result) override;
    /// Which direction: "fgm", "vat"; the first one there is when it is not among them.
    void setDirection(const std::string& method);

private:
    void show();

    std::shared_ptr<const Robustness> m_robustness;
    std::string m_direction = "fgm";
};

} // namespace vitrine
