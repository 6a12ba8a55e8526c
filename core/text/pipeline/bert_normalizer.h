// SPDX-License-Identifier: GPL-3.0-or-later
// BERT's own cleaning of text.
#pragma once

#include "core/text/pipeline/normalizer.h"

namespace vitrine {

struct BertNormalizerOptions {
    bool cleanText = true; ///< drop controls, make all white space blanks
    bool separateIdeographs = true; ///< a blank before and after each Chinese character
    bool stripAccents = true; ///< decompose and drop accents
    bool lowerCase = true;
};

/// The four steps in the order of the options.
class BertNormalizer : public Normalizer {
public:
    explicit BertNormalizer(BertNormalizerOptions options)
        : m_options(options)
    {
    }

    void apply(Characters& text) const override;
    bool separatesIdeographs() const override { return m_options.separateIdeographs; }
    bool lowersCase() const override { return m_options.lowerCase; }

private:
    BertNormalizerOptions m_options;
};

} // namespace vitrine
