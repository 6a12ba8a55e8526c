// SPDX-License-Identifier: GPL-3.0-or-later
// One text with perturbed embeddings: its answers after many steps, and adversarial directions.
#pragma once

#include "core/models/layers/model.h"
#include "core/models/perturbation.h"
#include "core/runtime/progress.h"

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine {

/// A direction in a text's embeddings.
struct TextDirection {
    at::Tensor direction; ///< (1, L, E) of length 1; all zeros where the gradient vanishes
    double gradientNorm = 0; ///< of the loss, or of the divergence
};

/// How the directions of one text are found.
struct DirectionSearch {
    PowerIteration iteration;
    double size = 0.5; ///< the step at which the sign of the virtual direction is chosen
    at::Tensor start; ///< (1, L, E)
};

class PerturbedText {
public:
    /// Special tokens are moved only if `special`. Keeps a reference to `network`.
    PerturbedText(const TextModel& network, const Encoding& encoding, bool special);

    const at::Tensor& embedded() const { return m_embedded; } ///< (1, L, E)
    const at::Tensor& movable() const { return m_movable; } ///< (1, L, 1)
    const at::Tensor& clean() const { return m_clean; } ///< (1, C) logits of the unchanged text
    bool canMove() const;

    /// Logits (N, C) at embedded + `steps` (N, L, E), in float64, piece by piece.
    at::Tensor logitsAfter(const at::Tensor& steps, const Progress& progress) const;
    /// (count, L, E), each of length 1; the same for the same `seed`.
    at::Tensor randomDirections(int count, std::uint64_t seed) const;
    /// `method` is "fgm", "vat" or "random" (the start itself).
    TextDirection direction(const std::string& method, int label, const DirectionSearch& search) const;

private:
    const TextModel& m_network;
    ModelInputs m_inputs;
    at::Tensor m_embedded, m_movable, m_clean;
};

} // namespace vitrine
