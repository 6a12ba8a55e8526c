// SPDX-License-Identifier: GPL-3.0-or-later
// Results to feed charts with: ordinary ones and every degenerate one they must survive.
#pragma once

#include "core/results/alignment.h"
#include "core/results/attention.h"
#include "core/results/attribution.h"
#include "core/results/robustness.h"
#include "ui/charts/chart_registry.h"

#include <QString>

namespace vitrine::samples {

/// Splits at spaces and around Han characters and punctuation, as a tokenizer would, with [CLS] and [SEP] around.
Encoding encode(const QString& text, const QString& pair = {});

/// Scores that differ for every token; the largest belongs to the token in the middle.
std::shared_ptr<const Attribution> attribution(const Encoding& encoding);
/// Rows sum to 1; token i looks mostly at itself and at the token before.
std::shared_ptr<const Attention> attention(const Encoding& encoding, int layers, int heads);

/// The words of the text carried onto themselves in reverse, at costs of 0 to 1.
std::shared_ptr<const Alignment> alignment(const Encoding& encoding);

/// A direction with `parts` in the tokens, and what becomes of the answer along it; the probability is lost where the
/// last part is no number.
std::shared_ptr<const Robustness> robustness(const Encoding& encoding, const std::vector<double>& parts);

/// Results over the same text.
struct Case {
    QString name;
    std::shared_ptr<const Attribution> attribution;
    std::shared_ptr<const Attention> attention;
    std::shared_ptr<const Alignment> alignment;
};

/// empty, one token, 2,000 tokens, all equal, NaN, infinity, Chinese, emoji, right-to-left with controls, a pair.
const std::vector<Case>& cases();
const Case& find(const QString& name);

/// The result of `aCase` that a chart of this kind shows.
AnyResult resultFor(const Case& aCase, std::type_index kind);

} // namespace vitrine::samples
