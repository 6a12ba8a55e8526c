// SPDX-License-Identifier: GPL-3.0-or-later
// Cholesky and back.
#include "core/attribution/square_matrix.h"

#include <cmath>

namespace vitrine {

std::vector<double> SquareMatrix::times(const std::vector<double>& vector) const
{
    std::vector<double> product(m_size, 0.0);
    for (int row = 0; row < m_size; ++row)
        for (int column = 0; column < m_size; ++column)
            product[row] += (*this)(row, column) * vector[column];
    return product;
}

std::optional<double> invertPositive(SquareMatrix& matrix)
{
    const int n = matrix.size();
    double logDeterminant = 0;
    for (int column = 0; column < n; ++column) { // A = C Cᵀ, C in the lower triangle
        for (int row = column; row < n; ++row) {
            double rest = matrix(row, column);
            for (int k = 0; k < column; ++k)
                rest -= matrix(row, k) * matrix(column, k);
            if (row > column) {
                matrix(row, column) = rest / matrix(column, column);
                continue;
            }
            if (!(rest > 0))
                return std::nullopt;
            matrix(column, column) = std::sqrt(rest);
            logDeterminant += std::log(rest);
        }
    }
    for (int column = 0; column < n; ++column) { // C⁻¹ in place, column by column
        matrix(column, column) = 1 / matrix(column, column);
        for (int row = column + 1; row < n; ++row) {
            double sum = 0;
            for (int k = column; k < row; ++k)
                sum -= matrix(row, k) * matrix(k, column);
            matrix(row, column) = sum / matrix(row, row);
        }
    }
    SquareMatrix inverse(n); // C⁻ᵀ C⁻¹
    for (int row = 0; row < n; ++row)
        for (int column = 0; column <= row; ++column) {
            double sum = 0;
            for (int k = row; k < n; ++k)
                sum += matrix(k, row) * matrix(k, column);
            inverse(row, column) = inverse(column, row) = sum;
        }
    matrix = inverse;
    return logDeterminant;
}

} // namespace vitrine
