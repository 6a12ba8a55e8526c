// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/path/certificate.h"

#include "core/runtime/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace vitrine {
namespace {

double largest(const std::vector<double>& scores)
{
    return std::accumulate(
        scores.begin(), scores.end(), 0.0, [](double most, double score) { return std::max(most, std::abs(score)); });
}

double sumOfAbsolutes(const std::vector<double>& scores)
{
    return std::accumulate(
        scores.begin(), scores.end(), 0.0, [](double sum, double score) { return sum + std::abs(score); });
}

double relativeResidual(double rawResidual, double difference)
{
    return difference == 0 ? std::numeric_limits<double>::infinity() : std::abs(rawResidual / difference);
}

} // namespace

Certificate certificateOf(const PathIntegral& integral, double atInput, double atBaseline, double tolerance)
{
    Certificate certificate;
    certificate.atInput = atInput;
    certificate.atBaseline = atBaseline;
    certificate.difference = atInput - atBaseline;
    certificate.sum = std::accumulate(integral.scores.begin(), integral.scores.end(), 0.0);
    certificate.rawResidual = integral.rawResidual;
    certificate.relativeResidual = relativeResidual(integral.rawResidual, certificate.difference);
    certificate.tokenError = integral.tokenError;
    certificate.evaluations = integral.evaluations;
    certificate.tolerance = tolerance;
    certificate.met = integral.met;
    return certificate;
}

std::vector<std::string> certificateRemarks(
    const Certificate& certificate, const std::vector<double>& scores, PathRule rule)
{
    std::vector<std::string> remarks;
    if (rule == PathRule::AlphaWeighted) {
        remarks.push_back("This rule multiplies the gradient by the scaled input, a known fault kept for teaching: its "
                          "scores add up to "
            + roundedNumber(certificate.sum) + " where the answer changed by " + roundedNumber(certificate.difference)
            + ".");
    } else if (!certificate.met) {
        remarks.push_back("The tolerance was not reached in " + std::to_string(certificate.evaluations)
            + " evaluations: a token's score may be off by " + roundedNumber(certificate.tokenError)
            + ", the largest score is " + roundedNumber(largest(scores)) + ".");
    }
    if (scoresCancel(certificate, scores)) {
        remarks.push_back("The answer changed little between baseline and text ("
            + roundedNumber(certificate.difference)
            + "), because scores of both signs cancel: the residual relative to it says little here.");
    }
    return remarks;
}

SampledCertificate::SampledCertificate(double atInput, double tolerance)
    : m_atInput(atInput)
    , m_tolerance(tolerance)
{
}

void SampledCertificate::add(const PathIntegral& integral, double atBaseline)
{
    ++m_count;
    m_sum.resize(integral.scores.size());
    m_squares.resize(integral.scores.size());
    for (std::size_t i = 0; i < integral.scores.size(); ++i) {
        m_sum[i] += integral.scores[i];
        m_squares[i] += integral.scores[i] * integral.scores[i];
    }
    m_atBaseline += atBaseline;
    m_rawResidual += integral.rawResidual;
    m_absoluteResidual += std::abs(integral.rawResidual);
    m_tokenError += integral.tokenError;
    m_evaluations += integral.evaluations;
}

std::vector<double> SampledCertificate::scores() const
{
    std::vector<double> means = m_sum;
    for (double& mean : means)
        mean /= m_count;
    return means;
}

Certificate SampledCertificate::certificate() const
{
    PathIntegral mean;
    mean.scores = scores();
    mean.rawResidual = m_rawResidual / m_count;
    mean.tokenError = m_tokenError / m_count;
    mean.evaluations = m_evaluations;
    mean.met = mean.tokenError <= m_tolerance * largest(mean.scores)
        && m_absoluteResidual / m_count <= m_tolerance * sumOfAbsolutes(mean.scores);
    Certificate certificate = certificateOf(mean, m_atInput, m_atBaseline / m_count, m_tolerance);
    certificate.samplingError = samplingError();
    return certificate;
}

std::optional<double> SampledCertificate::samplingError() const
{
    if (m_count < 2)
        return std::nullopt;
    double worst = 0;
    for (std::size_t i = 0; i < m_sum.size(); ++i) {
        const double mean = m_sum[i] / m_count;
        const double variance = std::max(0.0, m_squares[i] / m_count - mean * mean) * m_count / (m_count - 1);
        worst = std::max(worst, std::sqrt(variance / m_count));
    }
    return worst;
}

std::string SampledCertificate::samplingRemark() const
{
    const std::optional<double> error = samplingError();
    if (!error)
        return "Only one baseline was drawn: another one may give other scores.";
    return "Mean over " + std::to_string(m_count)
        + " drawn baselines: drawing so few gives a token's score a standard error of up to " + roundedNumber(*error)
        + ", beside the token error.";
}

} // namespace vitrine
