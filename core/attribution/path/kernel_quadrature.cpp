// SPDX-License-Identifier: GPL-3.0-or-later
// Kernel quadrature: the linear algebra of a Gaussian process with one kernel for all tokens.
#include "core/attribution/path/quadrature.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

namespace vitrine {
namespace {

/// A small dense symmetric matrix in double: all the linear algebra that this rule needs.
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

std::vector<double> SquareMatrix::times(const std::vector<double>& vector) const
{
    std::vector<double> product(m_size, 0.0);
    for (int row = 0; row < m_size; ++row)
        for (int column = 0; column < m_size; ++column)
            product[row] += (*this)(row, column) * vector[column];
    return product;
}

/// Replaces a symmetric positive definite matrix by its inverse (Cholesky) and returns the logarithm of its
/// determinant; nothing, with the matrix overwritten, if it is not positive definite in double precision.
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

constexpr std::array lengths { 0.10, 0.14, 0.20, 0.28, 0.40, 0.56, 0.80, 1.20 }; // in t
constexpr double ridge = 1e-10;

double matern(double distance, double length)
{
    const double r = std::sqrt(5.0) * std::abs(distance) / length;
    return (1 + r + r * r / 3) * std::exp(-r);
}

double kernel(double distance, double length) { return matern(distance, length) + 1; }

/// Inverse of the kernel matrix at one length, with the likelihood of the samples under it.
struct Fit {
    double length = 0;
    SquareMatrix inverse; // (n, n)
    double cost = std::numeric_limits<double>::infinity(); // n·log tr(K⁻¹GGᵀ) + log det K, smaller is likelier
};

/// (n, n): G Gᵀ, all that the likelihood needs of the L tokens.
SquareMatrix gram(const PathData& data)
{
    SquareMatrix products(data.size());
    for (int a = 0; a < data.size(); ++a)
        for (int b = 0; b <= a; ++b) {
            double sum = 0;
            for (int i = 0; i < data.tokens(); ++i)
                sum += data.integrand(a)[i] * data.integrand(b)[i];
            products(a, b) = products(b, a) = sum;
        }
    return products;
}

Fit fitAt(double length, const std::vector<double>& t, const SquareMatrix& products)
{
    const int n = int(t.size());
    SquareMatrix matrix(n);
    for (int a = 0; a < n; ++a)
        for (int b = 0; b < n; ++b)
            matrix(a, b) = kernel(t[a] - t[b], length) + (a == b ? ridge : 0);
    Fit fit;
    fit.length = length;
    const std::optional<double> logDeterminant = invertPositive(matrix);
    if (!logDeterminant)
        return fit;
    fit.inverse = matrix;
    double trace = 0;
    for (int a = 0; a < n; ++a)
        for (int b = 0; b < n; ++b)
            trace += matrix(a, b) * products(a, b);
    fit.cost = n * std::log(std::max(trace, std::numeric_limits<double>::min())) + *logDeterminant;
    return fit;
}

Fit likeliest(const std::vector<double>& t, const PathData& data)
{
    const SquareMatrix products = gram(data);
    Fit best = fitAt(lengths.front(), t, products);
    for (std::size_t k = 1; k < lengths.size(); ++k) {
        Fit fit = fitAt(lengths[k], t, products);
        if (fit.cost < best.cost)
            best = std::move(fit);
    }
    return best;
}

/// (n + 1) × (n): weight of sample k in the integral over interval j = Σ_m K⁻¹_{km} ∫_j k(t_m, t(α)) dα.
std::vector<std::vector<double>> intervalWeights(
    const PathData& data, const PathWarp& warp, const std::vector<double>& t, const Fit& fit)
{
    static const QuadratureRule fine = gaussLegendre(8);
    const int n = data.size();
    std::vector<std::vector<double>> weights;
    for (int j = 0; j < data.intervals(); ++j) {
        std::vector<double> integrals(n, 0.0);
        for (std::size_t q = 0; q < fine.nodes.size(); ++q) {
            const double place = warp(data.left(j) + data.width(j) * fine.nodes[q]);
            for (int m = 0; m < n; ++m)
                integrals[m] += data.width(j) * fine.weights[q] * kernel(t[m] - place, fit.length);
        }
        weights.push_back(fit.inverse.times(integrals));
    }
    return weights;
}

/// (n) × (L): sample minus what the other samples would have predicted there (Rasmussen & Williams, eq. 5.12).
std::vector<std::vector<double>> leaveOneOut(const PathData& data, const Fit& fit)
{
    std::vector<std::vector<double>> residuals(data.size(), std::vector<double>(data.tokens(), 0.0));
    for (int k = 0; k < data.size(); ++k) {
        for (int m = 0; m < data.size(); ++m)
            for (int i = 0; i < data.tokens(); ++i)
                residuals[k][i] += fit.inverse(k, m) * data.integrand(m)[i];
        for (double& residual : residuals[k])
            residual /= fit.inverse(k, k);
    }
    return residuals;
}

} // namespace

PathEstimate kernelEstimate(const PathData& data, const PathWarp& warp)
{
    const int n = data.size();
    std::vector<double> t;
    for (double alpha : data.alphas())
        t.push_back(warp(alpha));
    const Fit fit = likeliest(t, data);
    const auto weights = intervalWeights(data, warp, t, fit);
    const auto residuals = leaveOneOut(data, fit);

    PathEstimate estimate;
    std::vector<double> total(n, 0.0);
    double defects = 0; // Σ_j defect_j²
    for (int j = 0; j < data.intervals(); ++j) {
        double defect = -data.rise(j);
        for (int k = 0; k < n; ++k) {
            defect += weights[j][k] * data.slope(k);
            total[k] += weights[j][k];
        }
        estimate.rawResidual += defect;
        defects += defect * defect;
        double missed = 0; // by the samples at the ends of the interval
        for (int k = std::max(j - 1, 0); k <= std::min(j, n - 1); ++k)
            missed = std::max(missed, largestAbsolute(residuals[k]));
        estimate.indicator.push_back(std::abs(defect) + 0.3 * missed * data.width(j));
    }

    const std::vector<double> beta = controlWeights(residuals);
    estimate.scores.assign(data.tokens(), 0.0);
    double jackknife = 0;
    std::vector<double> sums;
    for (const std::vector<double>& row : residuals)
        sums.push_back(std::accumulate(row.begin(), row.end(), 0.0));
    for (int i = 0; i < data.tokens(); ++i) {
        double squares = 0;
        for (int k = 0; k < n; ++k) {
            const double change = total[k] * (residuals[k][i] - beta[i] * sums[k]);
            squares += change * change;
            estimate.scores[i] += total[k] * data.integrand(k)[i];
        }
        estimate.scores[i] -= beta[i] * estimate.rawResidual;
        jackknife = std::max(jackknife, std::sqrt(squares));
    }
    estimate.change = jackknife;
    estimate.defect = std::sqrt(defects);
    estimate.arithmetic = kernelArithmetic * largestAbsolute(estimate.scores);
    return estimate;
}

} // namespace vitrine
