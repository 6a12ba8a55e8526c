// SPDX-License-Identifier: GPL-3.0-or-later
// LEMON's network simplex on n × n problems, for comparison. LEMON's headers need C++17, so they stay behind this one.
#pragma once

#include <memory>
#include <vector>

namespace vitrine {

class LemonSimplex {
public:
    explicit LemonSimplex(int n);
    ~LemonSimplex();

    /// Takes the numbers over as 64-bit integers of 1e-9; not part of what is timed.
    void take(const std::vector<double>& left, const std::vector<double>& right, const std::vector<double>& cost);
    void solve();
    double cost() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace vitrine
