// SPDX-License-Identifier: GPL-3.0-or-later
// Scores of the tokens for one answer, with the evidence for how far they can be trusted.
#pragma once

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

/// The evidence of a completeness-promising method. F is the explained quantity, x the input, x' the baseline.
struct Certificate {
    double atInput = 0; ///< F(x)
    double atBaseline = 0; ///< F(x')
    double difference = 0; ///< F(x) − F(x')
    double sum = 0; ///< of the published scores
    double rawResidual = 0; ///< the rule's sum minus difference, before any correction
    double relativeResidual = 0; ///< |rawResidual| / |difference|; infinite when the difference is 0
    double tokenError = 0; ///< estimated largest absolute error of one token's score
    int evaluations = 0; ///< gradient evaluations on the path
    double tolerance = 0; ///< what was asked for, relative to the scores
    bool met = false; ///< tokenError ≤ tolerance·max|score| and |rawResidual| ≤ tolerance·Σ|score|

    static void fields(auto& visit, auto& certificate)
    {
        visit("at_input", certificate.atInput);
        visit("at_baseline", certificate.atBaseline);
        visit("difference", certificate.difference);
        visit("sum", certificate.sum);
        visit("raw_residual", certificate.rawResidual);
        visit("relative_residual", certificate.relativeResidual);
        visit("token_error", certificate.tokenError);
        visit("evaluations", certificate.evaluations);
        visit("tolerance", certificate.tolerance);
        visit("met", certificate.met);
    }
    bool operator==(const Certificate&) const = default;
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

} // namespace vitrine
