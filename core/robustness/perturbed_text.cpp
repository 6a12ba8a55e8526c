// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/robustness/perturbed_text.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>

namespace vitrine {
namespace {

constexpr std::int64_t tokensAtOnce = 2048;

} // namespace

PerturbedText::PerturbedText(const TextModel& network, const Encoding& encoding, bool special)
    : m_network(network)
    , m_inputs(network.inputsFor(encoding))
    , m_embedded(network.wordEmbeddings(m_inputs.ids))
{
    std::vector<double> movable;
    for (const bool isSpecial : encoding.special)
        movable.push_back(special || !isSpecial ? 1 : 0);
    m_movable = at::tensor(movable, at::kDouble).view({ 1, -1, 1 }).to(m_embedded.options());
    const at::NoGradGuard constant;
    m_clean = m_network.logits(m_embedded, m_inputs); // (1, C)
}

bool PerturbedText::canMove() const { return m_movable.any().item<bool>(); }

at::Tensor PerturbedText::logitsAfter(const at::Tensor& steps, const Progress& progress) const
{
    const at::NoGradGuard constant;
    const auto piece = std::max<std::int64_t>(1, tokensAtOnce / m_embedded.size(1));
    std::vector<at::Tensor> logits;
    for (std::int64_t begin = 0; begin < steps.size(0); begin += piece) {
        progress.check();
        const auto part = steps.narrow(0, begin, std::min(piece, steps.size(0) - begin));
        logits.push_back(
            m_network.logits(m_embedded + part, m_inputs).to(at::TensorOptions(at::kCPU).dtype(at::kDouble)));
    }
    return at::cat(logits); // (N, C)
}

at::Tensor PerturbedText::randomDirections(int count, std::uint64_t seed) const
{
    const auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
    const auto numbers = at::randn(
        { count, m_embedded.size(1), m_embedded.size(2) }, generator, at::TensorOptions(at::kCPU).dtype(at::kDouble));
    return unitSamples(numbers.to(m_embedded.options()) * m_movable);
}

TextDirection PerturbedText::direction(const std::string& method, int label, const DirectionSearch& search) const
{
    const EmbeddedLogits logits = [this](const at::Tensor& x) { return m_network.logits(x, m_inputs); };
    if (method == "random")
        return { unitSamples(search.start * m_movable), 0 };
    if (method == "fgm") {
        const auto labels = at::full({ 1 }, label, at::TensorOptions(m_embedded.device()).dtype(at::kLong));
        const auto gradient = lossGradients(logits, m_embedded, labels, m_movable);
        return { unitSamples(gradient), sampleNorms(gradient).item<double>() };
    }
    const auto found = virtualDirection(logits, m_embedded, m_clean, m_movable, search.start, search.iteration);
    const auto step = betterSign(logits, m_embedded, m_clean, search.size * found.direction);
    return { unitSamples(step), found.gradientNorms.item<double>() };
}

} // namespace vitrine
