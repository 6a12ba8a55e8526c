// SPDX-License-Identifier: GPL-3.0-or-later
// From named bytes to tensors of the working type, with an account of every tensor that was and was not used.
#pragma once

#include "core/io/weights/tensor_source.h"
#include "core/models/layers/layers.h"
#include "core/results/model_card.h"

#include <ATen/core/Tensor.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// What became of the tensors of a file.
struct LoadReport {
    std::vector<TensorNote> tensors; ///< one per tensor of the file, in its order
    std::vector<std::string> missing; ///< looked for, not found, not needed
    std::vector<std::string> warnings; ///< whole sentences
    std::int64_t parameters = 0; ///< values that were read
};

/// How a tensor begins that no file holds, and whether training may change it.
struct InitialValues {
    enum class Kind { Normal, Zero, One };
    Kind kind = Kind::Normal;
    double deviation = 0.02; ///< of Normal
    bool frozen = false;
};

/// One tensor of a network, under the name it has in files. It is the network's own: what changes here changes there.
struct NamedParameter {
    std::string name;
    at::Tensor value;
    bool frozen = false;
};

/// Finds tensors under the names that checkpoints of many years use: `LayerNorm.gamma`/`.beta`, a leading `module.`,
/// with and without the family's prefix. Missing tensors are collected and refused together by finish(); until then
/// they are undefined.
class WeightReader {
public:
    static constexpr std::int64_t anySize = -1;

    /// `prefix` is the family's, "bert.". The tensors get the type and device of `options` and never ask for gradients.
    /// On the device meta they are shapes without memory: everything is checked and reported as on a real device, and
    /// values are looked at in passing only, to count those that are not finite.
    WeightReader(const TensorSource& source, std::string prefix, at::TensorOptions options, Progress progress);

    bool has(const std::string& name) const { return find(name) != nullptr; }

    /// From now on anySize is `classes`, and what the file does not have, or has in another shape, is made by `make`,
    /// which may decline with an undefined tensor. For training; nothing is made otherwise.
    using Maker = std::function<at::Tensor(
        const std::string& name, const std::vector<std::int64_t>& shape, const InitialValues& values)>;
    void makeMissing(int classes, Maker make);

    /// The tensor of that full name. `shape` may hold anySize. Throws Refusal: ShapeMismatch, UnsupportedDtype,
    /// Unreadable, TruncatedFile.
    at::Tensor take(const std::string& name, const std::vector<std::int64_t>& shape, const InitialValues& values = {});
    /// What was taken so far, in that order.
    const std::vector<NamedParameter>& parameters() const { return m_parameters; }
    /// Word embeddings (rows, width). More rows than `vocabulary` are padding and noted; fewer are
    /// Refusal(VocabularyMismatch).
    at::Tensor embedding(const std::string& name, int vocabulary, int width);
    Linear linear(const std::string& name, std::int64_t out, std::int64_t in, bool hasBias = true);
    /// A linear layer whose weight is stored (in, out), as GPT's are.
    Linear transposedLinear(const std::string& name, std::int64_t out, std::int64_t in);
    LayerNorm layerNorm(const std::string& name, std::int64_t width, double eps);
    /// Notes that `name`, if it is there, is known and not used.
    void ignore(const std::string& name);
    /// Notes that `name` was looked for and is not needed.
    void noteAbsent(const std::string& name) { m_report.missing.push_back(name); }

    /// Throws Refusal(MissingTensor) naming the first ten and the count; else the account of the whole file.
    LoadReport finish();

private:
    const TensorEntry* find(const std::string& name) const;
    at::Tensor made(const std::string& name, const std::vector<std::int64_t>& shape, const InitialValues& values);
    at::Tensor read(const TensorEntry& entry, std::int64_t& notFinite) const;
    void countNotFinite();
    TensorNote& noteOf(const TensorEntry& entry);
    void warnAboutContents();

    const TensorSource& m_source;
    std::string m_prefix;
    at::TensorOptions m_options;
    Progress m_progress;
    std::map<std::string, const TensorEntry*, std::less<>>
        m_byName; ///< by the modern name, as far as the file's own name tells it
    std::vector<std::string> m_absent;
    std::vector<const TensorEntry*> m_shapesOnly; ///< taken without values
    std::vector<NamedParameter> m_parameters;
    int m_classes = 0; ///< 0: as the file has it
    Maker m_make;
    int m_taken = 0;
    LoadReport m_report;
};

// The names of tensors over the years. No tensor library.

/// Entries by their modern name: `LayerNorm.gamma` and `.beta` are `.weight` and `.bias`, and a leading `module.` that
/// every name has is dropped. The pointers point into `entries`.
std::map<std::string, const TensorEntry*, std::less<>> modernNames(const std::vector<TensorEntry>& entries);

/// True for tensors that published checkpoints carry and that are never read: buffers, and heads of other tasks.
bool isIgnoredTensor(std::string_view modernName);

} // namespace vitrine
