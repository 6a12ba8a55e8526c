// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/text_batches.h"

#include "core/training/training_texts.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <limits>

namespace vitrine {
namespace {

constexpr std::size_t sortedTogether = 32; // batches: enough for even lengths, few enough to stay random

/// (1, L) each → (B, longest), filled up with `fill`; undefined when they are.
at::Tensor stacked(const std::vector<at::Tensor>& rows, int fill)
{
    if (rows.empty() || !rows.front().defined())
        return {};
    std::vector<at::Tensor> flat;
    for (const auto& row : rows)
        flat.push_back(row.squeeze(0));
    return at::pad_sequence(flat, true, fill);
}

std::vector<std::vector<std::size_t>> onePass(
    const std::vector<EncodedText>& texts, std::size_t batch, std::uint64_t seed)
{
    auto order = randomOrder(texts.size(), seed);
    std::vector<std::vector<std::size_t>> batches;
    for (std::size_t begin = 0; begin < order.size(); begin += batch * sortedTogether) {
        const auto first = order.begin() + std::ptrdiff_t(begin);
        const auto last = order.begin() + std::ptrdiff_t(std::min(begin + batch * sortedTogether, order.size()));
        std::stable_sort(
            first, last, [&](std::size_t a, std::size_t b) { return texts[a].length() < texts[b].length(); });
        for (auto at = first; at < last; at += std::min(std::ptrdiff_t(batch), last - at))
            batches.emplace_back(at, at + std::min(std::ptrdiff_t(batch), last - at));
    }
    std::vector<std::vector<std::size_t>> shuffled;
    for (const auto place : randomOrder(batches.size(), seed + 1))
        shuffled.push_back(std::move(batches[place]));
    return shuffled;
}

} // namespace

std::vector<EncodedText> encodeTexts(const std::vector<LabelledText>& texts, const Tokenizer& tokenizer,
    const TextModel& network, int maxTokens, const Progress& progress)
{
    std::vector<EncodedText> encoded;
    for (const auto& text : texts) {
        if (encoded.size() % 1000 == 0)
            progress.step(int(encoded.size()), int(texts.size()), "reading tokens");
        const Encoding encoding
            = tokenizer.encode(text.text, text.pair, { .maxTokens = maxTokens, .progress = &progress });
        encoded.push_back({ network.inputsFor(encoding), encoding.special, text.label });
    }
    return encoded;
}

BatchOrder::BatchOrder(const std::vector<EncodedText>& texts, std::size_t batch, std::uint64_t seed)
    : m_texts(&texts)
    , m_batch(batch)
    , m_seed(seed)
    , m_steps(long(onePass(texts, batch, seed).size()))
{
}

const std::vector<std::size_t>& BatchOrder::at(long step)
{
    if (step / m_steps != m_pass) {
        m_pass = step / m_steps;
        m_batches = onePass(*m_texts, m_batch, m_seed + 2 * std::uint64_t(m_pass));
    }
    return m_batches[std::size_t(step % m_steps)];
}

std::int64_t BatchOrder::tokensAt(long step)
{
    if (m_steps == 0)
        return 0;
    const auto& batch = at(step);
    int longest = 0;
    for (const auto index : batch)
        longest = std::max(longest, (*m_texts)[index].length());
    return std::int64_t(batch.size()) * longest;
}

std::vector<long> typicalSteps(BatchOrder& labelled, BatchOrder& unlabelled, long steps, int count)
{
    std::vector<std::pair<std::int64_t, long>> byTokens;
    for (long step = 0; step < steps; ++step)
        byTokens.emplace_back(labelled.tokensAt(step) + unlabelled.tokensAt(step), step);
    std::sort(byTokens.begin(), byTokens.end());
    const long parts = std::min(steps, long(count));
    std::vector<long> typical;
    for (long part = 0; part < parts; ++part)
        typical.push_back(byTokens[std::size_t((2 * part + 1) * steps / (2 * parts))].second);
    return typical;
}

TextBatch makeBatch(const std::vector<EncodedText>& texts, const std::vector<std::size_t>& which, int paddingId,
    bool moveSpecial, at::TensorOptions options)
{
    std::vector<at::Tensor> ids, segments, positions;
    std::vector<std::int64_t> labels;
    int longest = 0;
    bool labelled = true;
    for (const auto index : which) {
        const auto& text = texts[index];
        ids.push_back(text.inputs.ids);
        segments.push_back(text.inputs.segments);
        positions.push_back(text.inputs.positions);
        labels.push_back(text.label);
        labelled = labelled && text.label >= 0;
        longest = std::max(longest, text.length());
    }
    const auto count = std::int64_t(which.size());
    auto mask = at::full({ count, 1, 1, longest }, -std::numeric_limits<float>::infinity(), at::kFloat);
    auto movable = at::zeros({ count, longest, 1 }, at::kFloat);
    for (std::int64_t row = 0; row < count; ++row) {
        const auto& text = texts[which[std::size_t(row)]];
        float* open = mask.data_ptr<float>() + row * longest;
        float* moves = movable.data_ptr<float>() + row * longest;
        for (int i = 0; i < text.length(); ++i) {
            open[i] = 0;
            moves[i] = moveSpecial || !text.special[std::size_t(i)] ? 1.0f : 0.0f;
        }
    }
    TextBatch batch;
    batch.inputs.ids = stacked(ids, paddingId);
    batch.inputs.segments = stacked(segments, 0);
    batch.inputs.positions = stacked(positions, 0);
    batch.inputs.mask = mask.to(options);
    batch.movable = movable.to(options);
    if (labelled)
        batch.labels = at::tensor(labels, at::kLong).to(options.device());
    return batch;
}

} // namespace vitrine
