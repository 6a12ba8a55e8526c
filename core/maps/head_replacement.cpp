// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/maps/head_replacement.h"

#include "core/runtime/error.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <array>

namespace vitrine {
namespace {

constexpr std::array<std::string_view, 4> replacements { "uniform", "mean", "zero", "random" };

std::string checkedReplacement(std::string_view name)
{
    if (std::find(replacements.begin(), replacements.end(), name) != replacements.end())
        return std::string(name);
    throw Refusal(ErrorCode::BadArgument,
        "--ablate puts \"" + std::string(name)
            + "\" in the place of a head's attention; there are uniform, mean, zero and random.",
        "ablate");
}

} // namespace

std::vector<std::vector<HeadReplacement>> surgeriesFrom(const std::string& ablate, const ModelConfig& config)
{
    std::vector<std::vector<HeadReplacement>> alone;
    std::vector<HeadReplacement> together;
    for (std::size_t at = 0; at <= ablate.size();) {
        const auto comma = std::min(ablate.find(',', at), ablate.size());
        const auto part = std::string_view(ablate).substr(at, comma - at);
        const auto equals = part.find('=');
        if (equals == part.npos) {
            throw Refusal(ErrorCode::BadArgument,
                "--ablate holds \"" + std::string(part)
                    + "\"; write layer.head=replacement, several separated by commas, or all=replacement.",
                "ablate");
        }
        const auto by = checkedReplacement(part.substr(equals + 1));
        if (part.substr(0, equals) == "all") {
            for (int i = 0; i < config.layers * config.heads; ++i)
                alone.push_back({ { i / config.heads, i % config.heads, by } });
        } else {
            const auto index = headIndexFrom(part.substr(0, equals), config, "ablate");
            if (std::any_of(together.begin(), together.end(), [&](const HeadReplacement& other) {
                    return other.layer == index.layer && other.head == index.head;
                }))
                throw Refusal(ErrorCode::BadArgument,
                    "--ablate names the head " + std::string(part.substr(0, equals)) + " twice.", "ablate");
            together.push_back({ index.layer, index.head, by });
        }
        at = comma + 1;
    }
    if (!together.empty())
        alone.push_back(std::move(together));
    return alone;
}

MeanMatrix::MeanMatrix(std::int64_t longest)
    : m_sum(at::zeros({ longest, longest }, at::kDouble))
    , m_longerThan(std::size_t(longest))
{
}

void MeanMatrix::add(const at::Tensor& probabilities)
{
    const auto length = probabilities.size(0);
    m_sum.narrow(0, 0, length).narrow(1, 0, length) += probabilities.to(at::kCPU, at::kDouble);
    for (std::int64_t i = 0; i < length; ++i)
        ++m_longerThan[std::size_t(i)];
}

at::Tensor MeanMatrix::cropped(std::int64_t length) const
{
    const auto counts
        = at::tensor(std::vector<double>(m_longerThan.begin(), m_longerThan.begin() + length), at::kDouble)
              .clamp_min(1); // (L)
    const auto both = at::minimum(counts.unsqueeze(0), counts.unsqueeze(1)); // (L, L)
    return m_sum.narrow(0, 0, length).narrow(1, 0, length) / both;
}

MeanMatrix& ReplacingMatrices::meanOf(HeadIndex index) { return m_means.try_emplace(index, m_longest).first->second; }

const at::Tensor& ReplacingMatrices::randomScores(HeadIndex index)
{
    auto& scores = m_random[index];
    if (!scores.defined()) {
        auto generator = at::detail::createCPUGenerator(
            m_seed * 1'000'003 + std::uint64_t(index.layer) * 4099 + std::uint64_t(index.head));
        scores = at::empty({ m_longest, m_longest }, at::kDouble).normal_(0, 1, generator);
    }
    return scores;
}

at::Tensor ReplacingMatrices::matrix(const HeadReplacement& replacement, std::int64_t length, const at::Tensor& mask)
{
    const HeadIndex index { replacement.layer, replacement.head };
    auto scores = at::zeros({ length, length }, at::kDouble);
    if (mask.defined())
        scores = scores + mask.to(at::kCPU, at::kDouble).squeeze(0).squeeze(0); // (L, L)
    const auto uniform = at::softmax(scores, -1);
    if (replacement.by == "zero")
        return at::zeros_like(uniform);
    if (replacement.by == "random")
        return at::softmax(scores + randomScores(index).narrow(0, 0, length).narrow(1, 0, length), -1);
    if (replacement.by == "mean") {
        const auto seen = at::where(uniform > 0, meanOf(index).cropped(length), 0.0);
        const auto sums = seen.sum(-1, true); // (L, 1)
        return at::where(sums > 0, seen / sums, uniform);
    }
    return uniform;
}

} // namespace vitrine
