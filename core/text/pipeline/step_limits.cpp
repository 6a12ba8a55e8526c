// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/pipeline/step_limits.h"

#include "core/runtime/error.h"

#include <string>

namespace vitrine {

void StepLimits::check(std::size_t characters) const
{
    if (characters > m_characters)
        refuseGrowth();
    if (m_progress)
        m_progress->check();
}

void refuseGrowth()
{
    throw Refusal(ErrorCode::TooLarge,
        "tokenizer.json: the steps of the tokenizer make more than " + std::to_string(charactersPerByte)
            + " characters or tokens of each byte of the text; open a model whose tokenizer has other steps.",
        "tokenizer.json");
}

} // namespace vitrine
