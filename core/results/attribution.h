// SPDX-License-Identifier: GPL-3.0-or-later
// Scores of the tokens for one answer, with the evidence for how far they can be trusted.
#pragma once

#include "core/results/certificate.h"
#include "core/results/prediction.h"

namespace vitrine {

/// What was explained.
struct Target {
    int index = -1; ///< class
    std::string label;
    std::string quantity = "logit"; ///< "logit", "probability", "log-probability" or "margin"
    int otherIndex = -1; ///< for "A rather than B": the class B; -1 otherwise
    std::string otherLabel;

    static void fields(auto& visit, auto& target)
    {
        visit("index", target.index);
        visit("label", target.label);
        visit("quantity", target.quantity);
        visit("other_index", target.otherIndex);
        visit("other_label", target.otherLabel);
    }
    bool operator==(const Target&) const = default;
};

/// F along the straight path from baseline (α = 0) to input (α = 1), where it was evaluated, α ascending.
struct PathProfile {
    std::vector<double> alpha;
    std::vector<double> value;

    static void fields(auto& visit, auto& path)
    {
        visit("alpha", path.alpha);
        visit("value", path.value);
    }
    bool operator==(const PathProfile&) const = default;
};

/// Scores of one text under one method. `scores` has one signed entry per token, special tokens included.
struct Attribution {
    static constexpr const char* kind = "attribution";

    Provenance provenance;
    std::string method; ///< id of the method, for example "integrated-gradients"
    std::string rule; ///< quadrature rule or variant that was used; empty where there is none
    bool draft = false; ///< a first, rougher answer that a better one will replace
    Encoding encoding;
    Target target;
    std::string baseline; ///< "pad", "zero-all", …; empty for methods without one
    std::vector<double> scores; ///< (L), in units of F
    std::optional<Certificate> certificate; ///< absent for methods that promise no completeness
    PathProfile path; ///< empty for methods without a path
    Prediction prediction;

    static void fields(auto& visit, auto& attribution)
    {
        visit(attribution.provenance);
        visit("method", attribution.method);
        visit("rule", attribution.rule);
        visit("draft", attribution.draft);
        visit("encoding", attribution.encoding);
        visit("target", attribution.target);
        visit("baseline", attribution.baseline);
        visit("scores", attribution.scores);
        visit("certificate", attribution.certificate);
        visit("path", attribution.path);
        visit("prediction", attribution.prediction);
    }
    bool operator==(const Attribution&) const = default;
};

/// Whether the certificate's token error is a calibrated bound: the true error stays below it in at least 99 of 100
/// cases (docs/certificate.md). Otherwise it is an estimate: fixed rules, bfloat16, and the certified rule when it may
/// use fewer evaluations than its first batch.
bool tokenErrorIsBound(const Attribution& attribution);

} // namespace vitrine
