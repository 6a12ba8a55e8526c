// SPDX-License-Identifier: GPL-3.0-or-later
// Texts as token ids, and the batches of an epoch.
#pragma once

#include "core/models/layers/model.h"
#include "core/runtime/progress.h"
#include "core/text/tokenizers/tokenizer.h"
#include "core/training/training_texts.h"

#include <vector>

namespace vitrine {

/// One text of a run; no strings, because there are many.
struct EncodedText {
    ModelInputs inputs; ///< (1, L)
    std::vector<bool> special;
    int label = -1;

    int length() const { return int(special.size()); }
};

/// As the network takes them, each cut to `maxTokens`.
std::vector<EncodedText> encodeTexts(const std::vector<LabelledText>& texts, const Tokenizer& tokenizer,
    const TextModel& network, int maxTokens, const Progress& progress);

/// Which texts each step of a run takes: every pass shuffled anew, then texts of like length together, so that little
/// is padded.
class BatchOrder {
public:
    BatchOrder() = default;
    /// Of `texts`, which must live longer; the order follows from `seed` alone.
    BatchOrder(const std::vector<EncodedText>& texts, std::size_t batch, std::uint64_t seed);

    /// Indices of the texts of step 0, 1, …; valid until the next call.
    const std::vector<std::size_t>& at(long step);
    long stepsOfPass() const { return m_steps; }
    /// Tokens of that step's batch, padding included; 0 without texts.
    std::int64_t tokensAt(long step);

private:
    const std::vector<EncodedText>* m_texts = nullptr;
    std::size_t m_batch = 1;
    std::uint64_t m_seed = 0;
    long m_steps = 0;
    long m_pass = -1; // which m_batches holds
    std::vector<std::vector<std::size_t>> m_batches;
};

/// `count` of the first `steps` steps (fewer when there are fewer) that stand for all of them: steps ordered by their
/// tokens, those of both orders together, are divided evenly and the middle one of each part is taken.
std::vector<long> typicalSteps(BatchOrder& labelled, BatchOrder& unlabelled, long steps, int count);

/// Several texts side by side.
struct TextBatch {
    ModelInputs inputs; ///< (B, L); padding is masked
    at::Tensor labels; ///< (B) long; undefined when a text has none
    at::Tensor movable; ///< (B, L, 1) of the network's type: 0 at padding and, unless asked for, at special tokens
};

/// `paddingId` fills up. On the device and of the type of `options`.
TextBatch makeBatch(const std::vector<EncodedText>& texts, const std::vector<std::size_t>& which, int paddingId,
    bool moveSpecial, at::TensorOptions options);

} // namespace vitrine
