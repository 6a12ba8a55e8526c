// SPDX-License-Identifier: GPL-3.0-or-later
// A small dense symmetric matrix in double: all the linear algebra that kernel quadrature needs.
#pragma once

#include <optional>
#include <vector>

namespace vitrine {

class SquareMatrix {
public:
    explicit SquareMatrix(int size = 0)
        : m_size(size)
        , m_entries(std::size_t(size) * size, 0.0)
    {
    }

    int size() const { return m_size; }
    double& operator()(int row, int column) { return m_entries[std::size_t(row) * m_size + column]; }
    double operator()(int row, int column) const { return m_entries[std::size_t(row) * m_size + column]; }
    std::vector<double> times(const std::vector<double>& vector) const;

private:
    int m_size;
    std::vector<double> m_entries;
};

/// Replaces a symmetric positive definite matrix by its inverse (Cholesky) and returns the logarithm of its
/// determinant; nothing, with the matrix in ruins, if it is not positive definite in double precision.
std::optional<double> invertPositive(SquareMatrix& matrix);

} // namespace vitrine
