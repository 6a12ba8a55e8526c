// SPDX-License-Identifier: GPL-3.0-or-later
// A model card as sentences: the same facts for the dialog and for the clipboard.
#pragma once

#include "core/results/model_card.h"

#include <QString>

#include <vector>

namespace vitrine {

struct LoadFact {
    QString name;
    QString value; ///< controls and direction marks made visible
};

/// What the model is, in the order of reading. Facts that are unknown are left out.
std::vector<LoadFact> loadFacts(const ModelCard& card);

/// How many tensors were put to each use, the uses in the order of their weight: "read", "renamed", "ignored", …
struct TensorUse {
    std::string use; ///< as in TensorNote::use, or "missing"
    QString title; ///< for people
    int count = 0;
};

/// Only uses that occur.
std::vector<TensorUse> tensorUses(const ModelCard& card);

/// A number of bytes as people read it: "45.4 MB".
QString bytesText(std::int64_t bytes);

} // namespace vitrine
