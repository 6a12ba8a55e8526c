// SPDX-License-Identifier: GPL-3.0-or-later
// How the words of one text are carried onto the words of another: optimal transport between them, and the proof that
// it is optimal.
#pragma once

#include "core/results/encoding.h"
#include "core/results/provenance.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace vitrine {

/// Where word vectors came from.
struct VectorsNote {
    std::string source; ///< "file", "embeddings", "layer", or "none" for a bare problem
    std::string name; ///< the file's name without its path; empty for a model's own vectors
    int layer
        = -1; ///< of the model when `source` is "layer": 0 is the embedding output, k the output of layer k; else -1
    int width = 0; ///< H
    std::string words; ///< how a text was cut: "tokenizer", "spaces", "longest-match"; empty for a bare problem

    static void fields(auto& visit, auto& vectors)
    {
        visit("source", vectors.source);
        visit("name", vectors.name);
        visit("layer", vectors.layer);
        visit("width", vectors.width);
        visit("words", vectors.words);
    }
    bool operator==(const VectorsNote&) const = default;
};

/// One text as masses at words. All lists have one entry per word (n); with the masses "frequency" and "idf" equal
/// words are one entry.
struct AlignmentSide {
    std::string text; ///< as given; empty for a bare problem
    std::vector<std::string> tokens; ///< the words as they are shown
    std::vector<std::pair<int, int>> offsets; ///< [begin, end) in code points of `text`: where each word stands first
    std::vector<std::vector<std::pair<int, int>>> places; ///< everywhere it stands, in order
    std::vector<std::vector<int>>
        tokenIndices; ///< tokens of `encoding` that make the word, at all its places; empty lists without a model
    std::vector<int> counts; ///< how often the word stands in the text
    std::vector<double> mass; ///< ≥ 0, sum 1
    std::vector<double>
        contribution; ///< Σ_j plan_ij·cost_ij of the word: the sum over either side is the distance of this plan
    std::vector<double> derivative; ///< ‖∂distance/∂w_i‖₂: how fast the distance grows when the word's vector moves;
                                    ///< empty for a bare problem
    std::vector<double> derivativeTimesInput; ///< w_i · ∂distance/∂w_i; empty for a bare problem
    std::vector<std::string> unknown; ///< words of the text that have no vector, each once; they take no part
    std::optional<Encoding> encoding; ///< when a model cut the text

    static void fields(auto& visit, auto& side)
    {
        visit("text", side.text);
        visit("tokens", side.tokens);
        visit("offsets", side.offsets);
        visit("places", side.places);
        visit("token_indices", side.tokenIndices);
        visit("counts", side.counts);
        visit("mass", side.mass);
        visit("contribution", side.contribution);
        visit("derivative", side.derivative);
        visit("derivative_times_input", side.derivativeTimesInput);
        visit("unknown", side.unknown);
        visit("encoding", side.encoding);
    }
    bool operator==(const AlignmentSide&) const = default;
};

/// One positive entry of the plan.
struct Flow {
    int left = 0; ///< index into left.tokens
    int right = 0; ///< index into right.tokens
    double mass = 0;
    double cost = 0; ///< of one unit of mass

    static void fields(auto& visit, auto& flow)
    {
        visit("left", flow.left);
        visit("right", flow.right);
        visit("mass", flow.mass);
        visit("cost", flow.cost);
    }
    bool operator==(const Flow&) const = default;
};

/// Lower bounds of the distance. Each is ≤ the exact distance.
struct AlignmentBounds {
    std::optional<double> centroid; ///< ‖Σ p_i w_i − Σ q_j w'_j‖₂; Euclidean costs only
    double relaxedLeft = 0; ///< Σ_i p_i min_j d_ij
    double relaxedRight = 0; ///< Σ_j q_j min_i d_ij
    double relaxed = 0; ///< the larger one
    std::optional<double>
        su; ///< ½‖Σ p_i ŵ_i − Σ q_j ŵ'_j‖², ŵ of length 1 (Su's bound for word rotator's distance); cosine costs only

    static void fields(auto& visit, auto& bounds)
    {
        visit("centroid", bounds.centroid);
        visit("relaxed_left", bounds.relaxedLeft);
        visit("relaxed_right", bounds.relaxedRight);
        visit("relaxed", bounds.relaxed);
        visit("su", bounds.su);
    }
    bool operator==(const AlignmentBounds&) const = default;
};

/// Why the exact distance is exact. Computed from costs, masses and plan alone, not taken from the solver's own state.
struct TransportCertificate {
    std::vector<double> dualLeft; ///< u (n)
    std::vector<double> dualRight; ///< v (m); optimal when u_i + v_j ≤ d_ij everywhere and the gap is 0
    double dualValue = 0; ///< Σ p_i u_i + Σ q_j v_j
    double gap = 0; ///< cost of the exact plan − dualValue
    double dualInfeasibility = 0; ///< largest u_i + v_j − d_ij, 0 if none is positive
    double marginalError = 0; ///< largest |Σ_j plan_ij − p_i| or |Σ_i plan_ij − q_j|
    long long pivots = 0;
    std::string status; ///< "optimal" or "iteration-limit"

    static void fields(auto& visit, auto& certificate)
    {
        visit("dual_left", certificate.dualLeft);
        visit("dual_right", certificate.dualRight);
        visit("dual_value", certificate.dualValue);
        visit("gap", certificate.gap);
        visit("dual_infeasibility", certificate.dualInfeasibility);
        visit("marginal_error", certificate.marginalError);
        visit("pivots", certificate.pivots);
        visit("status", certificate.status);
    }
    bool operator==(const TransportCertificate&) const = default;
};

/// The entropic approximation of the same problem.
struct SinkhornNote {
    double regularisation = 0; ///< weight of the entropy, in units of the cost
    double cost = 0; ///< Σ plan·cost of its plan, without the entropy
    double gap = 0; ///< cost − exact distance
    double marginalError = 0; ///< Σ |plan's marginals − masses|
    int iterations = 0;
    bool converged = false;

    static void fields(auto& visit, auto& sinkhorn)
    {
        visit("regularisation", sinkhorn.regularisation);
        visit("cost", sinkhorn.cost);
        visit("gap", sinkhorn.gap);
        visit("marginal_error", sinkhorn.marginalError);
        visit("iterations", sinkhorn.iterations);
        visit("converged", sinkhorn.converged);
    }
    bool operator==(const SinkhornNote&) const = default;
};

/// Answer to `align`. Left has n words, right has m.
struct Alignment {
    static constexpr const char* kind = "alignment";

    Provenance provenance;
    std::string measure; ///< "wmd" (Euclidean costs), "wrd" (cosine costs, norm masses), "emd" for any other
    std::string costKind; ///< "euclidean", "cosine", or "given" for a bare problem
    std::string massKind; ///< "uniform", "frequency", "norm", "idf", "attribution", or "given"
    VectorsNote vectors;
    AlignmentSide left;
    AlignmentSide right;
    std::vector<std::vector<double>> cost; ///< (n, m); empty when the problem is too large to print, with a warning
    std::vector<std::vector<double>> plan; ///< (n, m); of `solver`; empty when `cost` is
    std::vector<Flow> flows; ///< positive entries of the plan, by left and right; of a Sinkhorn plan those that round
                             ///< to more than 1e-6 of the total
    double distance = 0; ///< Σ plan·cost
    double exact = 0; ///< the exact distance, whichever solver was asked for
    AlignmentBounds bounds;
    TransportCertificate certificate; ///< of the exact solution
    std::string solver; ///< "exact" or "sinkhorn"
    std::optional<SinkhornNote> sinkhorn;

    static void fields(auto& visit, auto& alignment)
    {
        visit(alignment.provenance);
        visit("measure", alignment.measure);
        visit("cost_kind", alignment.costKind);
        visit("mass_kind", alignment.massKind);
        visit("vectors", alignment.vectors);
        visit("left", alignment.left);
        visit("right", alignment.right);
        visit("cost", alignment.cost);
        visit("plan", alignment.plan);
        visit("flows", alignment.flows);
        visit("distance", alignment.distance);
        visit("exact", alignment.exact);
        visit("bounds", alignment.bounds);
        visit("certificate", alignment.certificate);
        visit("solver", alignment.solver);
        visit("sinkhorn", alignment.sinkhorn);
    }
    bool operator==(const Alignment&) const = default;
};

} // namespace vitrine
