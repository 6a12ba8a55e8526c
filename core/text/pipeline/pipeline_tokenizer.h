// SPDX-License-Identifier: GPL-3.0-or-later
// The tokenizer that runs a pipeline: the same for all kinds of models.
#pragma once

#include "core/text/pipeline/text_reader.h"

#include <utility>

namespace vitrine {

class PipelineTokenizer : public Tokenizer {
public:
    /// Throws Refusal: MalformedFile when a template uses an id that no token has, TooLarge
    /// for an added token that the steps make too long.
    explicit PipelineTokenizer(Pipeline pipeline);

    Encoding encode(
        std::string_view text, std::optional<std::string_view> pair, const EncodeOptions& options) const override;

    int size() const override { return m_size; }
    std::string tokenOf(int id) const override;
    std::optional<int> idOf(std::string_view token) const override;
    const SpecialTokenIds& specialIds() const override { return m_pipeline.specialIds; }
    std::string description() const override;
    const std::vector<std::string>& warnings() const override { return m_pipeline.warnings; }
    std::optional<int> maxTokens() const override { return m_pipeline.maxTokens; }

private:
    const Pipeline m_pipeline;
    const TextSteps m_steps;
    /// Ids and places in the pipeline of the added tokens that the model's vocabulary lacks, by id.
    std::vector<std::pair<int, std::uint32_t>> m_addedById;
    int m_size = 0;
};

} // namespace vitrine
