// SPDX-License-Identifier: GPL-3.0-or-later
// The four Unicode normal forms.
#pragma once

#include "core/text/pipeline/normalizer.h"

namespace vitrine {

enum class NormalForm { NFC, NFD, NFKC, NFKD };

/// Rewrites `text`. Characters made from one character have its bytes; a character composed of several has the bytes of
/// the first.
void normalize(Characters& text, NormalForm form, const StepLimits& limits = {});

class NormalFormNormalizer : public Normalizer {
public:
    explicit NormalFormNormalizer(NormalForm form)
        : m_form(form)
    {
    }

    void rewrite(Characters& text, const StepLimits& limits) const override { normalize(text, m_form, limits); }

private:
    NormalForm m_form;
};

} // namespace vitrine
