// SPDX-License-Identifier: GPL-3.0-or-later
// LEMON's network simplex on n × n problems, for comparison. LEMON's headers need C++17, so only transport_lemon.cpp
// includes them.
#pragma once

#include <memory>
#include <vector>

namespace vitrine {

class LemonSimplex {
public:
    explicit LemonSimplex(int n);
    ~LemonSimplex();

    /// Converts the numbers to 64-bit integers in units of 1e-9. This is not part of the measured time.
    void take(const std::vector<double>& left, const std::vector<double>& right, const std::vector<double>& cost);
    void solve();
    double cost() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace vitrine
