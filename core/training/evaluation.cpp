// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/evaluation.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <limits>
#include <numeric>

namespace vitrine {

Proportion Evaluated::accuracy(const std::vector<bool>& which) const
{
    long count = 0, right = 0;
    for (std::size_t i = 0; i < correct.size(); ++i) {
        if (which.empty() || which[i]) {
            ++count;
            right += correct[i];
        }
    }
    return wilson(right, count);
}

double Evaluated::meanLoss(const std::vector<bool>& which) const
{
    double sum = 0;
    long count = 0;
    for (std::size_t i = 0; i < loss.size(); ++i) {
        if (which.empty() || which[i]) {
            ++count;
            sum += loss[i];
        }
    }
    return count ? sum / double(count) : std::numeric_limits<double>::quiet_NaN();
}

Evaluated evaluate(const TextModel& network, const std::vector<EncodedText>& texts, int paddingId, std::size_t batch,
    const Progress& progress)
{
    const at::NoGradGuard constant;
    Evaluated result { std::vector<double>(texts.size()), std::vector<bool>(texts.size()) };
    std::vector<std::size_t> order(texts.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(),
        [&](std::size_t a, std::size_t b) { return texts[a].length() < texts[b].length(); });
    for (std::size_t begin = 0; begin < order.size(); begin += batch) {
        progress.check();
        const std::vector<std::size_t> which(order.begin() + std::ptrdiff_t(begin),
            order.begin() + std::ptrdiff_t(std::min(begin + batch, order.size())));
        const auto some = makeBatch(texts, which, paddingId, true, network.options().requires_grad(false));
        const auto logits
            = network.logits(at::embedding(network.embeddingTable(), some.inputs.ids), some.inputs); // (B, C)
        const auto losses
            = toDoubles(at::cross_entropy_loss(logits.to(at::kFloat), some.labels, {}, at::Reduction::None));
        const auto right = toDoubles(logits.argmax(1).eq(some.labels));
        for (std::size_t i = 0; i < which.size(); ++i) {
            result.loss[which[i]] = losses[i];
            result.correct[which[i]] = right[i] > 0;
        }
    }
    return result;
}

} // namespace vitrine
