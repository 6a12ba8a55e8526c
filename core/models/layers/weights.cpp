// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/layers/weights.h"

#include "core/runtime/checked.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace vitrine {
namespace {

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text;
    for (const auto size : shape)
        text
            += (text.empty() ? "" : ", ") + (size == WeightReader::anySize ? std::string("any") : std::to_string(size));
    return "(" + text + ")";
}

bool isNumber(Dtype dtype) { return dtype != Dtype::Other && dtype != Dtype::Bool; }

bool fits(const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& wanted)
{
    return std::equal(shape.begin(), shape.end(), wanted.begin(), wanted.end(),
        [](std::int64_t size, std::int64_t asked) { return asked == WeightReader::anySize || size == asked; });
}

constexpr InitialValues zeros { InitialValues::Kind::Zero };
constexpr InitialValues ones { InitialValues::Kind::One };

/// The first ten of `names` and how many there are in all.
std::string firstTen(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(names.size(), 10); ++i)
        text += (i ? ", " : "") + shown(names[i]);
    return names.size() > 10 ? text + ", …" : text;
}

} // namespace

WeightReader::WeightReader(const TensorSource& source, std::string prefix, at::TensorOptions options, Progress progress)
    : m_source(source)
    , m_prefix(std::move(prefix))
    , m_options(options)
    , m_progress(std::move(progress))
    , m_byName(modernNames(source.entries()))
{
    for (const auto& entry : source.entries())
        m_report.tensors.push_back({ entry.name, entry.dtypeText, entry.shape, {}, {}, 0 });
}

const TensorEntry* WeightReader::find(const std::string& name) const
{
    auto found = m_byName.find(name);
    if (found == m_byName.end() && name.starts_with(m_prefix))
        found = m_byName.find(name.substr(m_prefix.size()));
    return found == m_byName.end() ? nullptr : found->second;
}

TensorNote& WeightReader::noteOf(const TensorEntry& entry)
{
    return m_report.tensors[std::size_t(&entry - m_source.entries().data())];
}

namespace {

/// Hands the items of `entry` as numbers to `use`, in pieces.
template <typename Number, typename Use>
void streamNumbers(const TensorSource& source, const TensorEntry& entry, const Progress& progress, Use&& use)
{
    std::vector<Number> numbers;
    const auto convert = [&](std::span<const std::byte> piece) {
        numbers.resize(piece.size() / itemSize(entry.dtype));
        convertItems(entry.dtype, piece.data(), numbers.size(), numbers.data());
        use(numbers);
    };
    source.stream(entry, convert, progress);
}

/// The tensor with these items, and how many of them are not finite.
template <typename Number>
at::Tensor readAs(at::ScalarType type, const TensorSource& source, const TensorEntry& entry, const Progress& progress,
    std::int64_t& notFinite)
{
    const auto tensor = at::empty(entry.shape, type);
    auto* at = tensor.data_ptr<Number>();
    streamNumbers<Number>(source, entry, progress,
        [&at](const std::vector<Number>& numbers) { at = std::copy(numbers.begin(), numbers.end(), at); });
    notFinite = tensor.numel() - at::isfinite(tensor).sum().template item<std::int64_t>();
    return tensor;
}

} // namespace

at::Tensor WeightReader::read(const TensorEntry& entry, std::int64_t& notFinite) const
{
    if (m_options.dtype() == caffe2::TypeMeta::Make<double>())
        return readAs<double>(at::kDouble, m_source, entry, m_progress, notFinite);
    return readAs<float>(at::kFloat, m_source, entry, m_progress, notFinite);
}

void WeightReader::countNotFinite()
{
    std::int64_t total = 0, done = 0;
    for (const TensorEntry* entry : m_shapesOnly)
        total = checkedSum({ total, std::int64_t(entry->bytes) });
    for (const TensorEntry* entry : m_shapesOnly) {
        std::int64_t& count = noteOf(*entry).notFinite;
        count = 0; // a tensor may be taken twice
        streamNumbers<float>(m_source, *entry, m_progress, [&](const std::vector<float>& numbers) {
            m_progress.step(int(done >> 20), int(total >> 20), "reading"); // one tensor may be most of the file
            count += std::count_if(numbers.begin(), numbers.end(), [](float x) { return !std::isfinite(x); });
            done += std::int64_t(numbers.size() * itemSize(entry->dtype));
        });
    }
}

void WeightReader::makeMissing(int classes, Maker make)
{
    m_classes = classes;
    m_make = std::move(make);
}

at::Tensor WeightReader::made(
    const std::string& name, const std::vector<std::int64_t>& shape, const InitialValues& values)
{
    if (!m_make)
        return {};
    auto tensor = m_make(name, shape, values);
    if (!tensor.defined())
        return {};
    m_report.parameters += tensor.numel();
    tensor = tensor.to(m_options);
    m_parameters.push_back({ name, tensor, values.frozen });
    return tensor;
}

at::Tensor WeightReader::take(
    const std::string& name, const std::vector<std::int64_t>& asked, const InitialValues& values)
{
    auto shape = asked;
    if (m_classes)
        std::replace(shape.begin(), shape.end(), anySize, std::int64_t(m_classes));
    const TensorEntry* entry = find(name);
    if (!entry || (isNumber(entry->dtype) && !fits(entry->shape, shape))) {
        if (auto tensor = made(name, shape, values); tensor.defined())
            return tensor;
    }
    if (!entry) {
        m_absent.push_back(name);
        return {};
    }
    if (!isNumber(entry->dtype)) {
        throw Refusal(ErrorCode::UnsupportedDtype,
            "The tensor \"" + shown(entry->name) + "\" is of type " + shown(entry->dtypeText, 40)
                + "; weights can be F16, BF16, F32, F64 or whole numbers.",
            entry->name);
    }
    if (!fits(entry->shape, shape)) {
        throw Refusal(ErrorCode::ShapeMismatch,
            "The tensor \"" + shown(entry->name) + "\" is " + shapeText(entry->shape)
                + " in the weights, but config.json asks for " + shapeText(shape) + ": they do not belong together.",
            entry->name);
    }
    auto& note = noteOf(*entry);
    note.use = entry->name == name ? "read" : "renamed";
    note.readAs = entry->name == name ? "" : name;
    at::Tensor tensor;
    if (m_options.device().is_meta()) {
        m_shapesOnly.push_back(entry);
        tensor = at::empty(entry->shape, m_options);
    } else {
        m_progress.step(m_taken++, int(m_source.entries().size()), "reading");
        tensor = read(*entry, note.notFinite);
    }
    m_report.parameters = checkedSum({ m_report.parameters, tensor.numel() });
    m_parameters.push_back({ name, tensor.to(m_options), values.frozen });
    return m_parameters.back().value;
}

at::Tensor WeightReader::embedding(const std::string& name, int vocabulary, int width)
{
    if (const TensorEntry* entry = find(name); entry && entry->shape.size() == 2) {
        const auto rows = entry->shape[0];
        if (rows < vocabulary) {
            throw Refusal(ErrorCode::VocabularyMismatch,
                "config.json says vocab_size " + std::to_string(vocabulary) + ", but \"" + shown(entry->name)
                    + "\" has " + std::to_string(rows) + " rows: vocabulary and weights do not belong together.",
                entry->name);
        }
        if (rows > vocabulary) {
            m_report.warnings.push_back("The word embedding has " + std::to_string(rows)
                + " rows, config.json says vocab_size " + std::to_string(vocabulary)
                + "; the rows beyond are taken for padding.");
        }
    }
    const TensorEntry* entry = find(name);
    return take(name, { entry && !entry->shape.empty() ? entry->shape.front() : vocabulary, width });
}

Linear WeightReader::linear(const std::string& name, std::int64_t out, std::int64_t in, bool hasBias)
{
    Linear layer { take(name + ".weight", { out, in }), {} };
    if (hasBias)
        layer.bias = take(name + ".bias", { layer.weight.defined() ? layer.weight.size(0) : out }, zeros);
    return layer;
}

Linear WeightReader::transposedLinear(const std::string& name, std::int64_t out, std::int64_t in)
{
    const auto weight = take(name + ".weight", { in, out });
    return { weight.defined() ? weight.t().contiguous() : weight, take(name + ".bias", { out }, zeros) };
}

LayerNorm WeightReader::layerNorm(const std::string& name, std::int64_t width, double eps)
{
    return { take(name + ".weight", { width }, ones), take(name + ".bias", { width }, zeros), eps };
}

void WeightReader::ignore(const std::string& name)
{
    if (const TensorEntry* entry = find(name))
        noteOf(*entry).use = "ignored";
}

LoadReport WeightReader::finish()
{
    if (!m_absent.empty()) {
        const bool one = m_absent.size() == 1;
        throw Refusal(ErrorCode::MissingTensor,
            "The weights lack "
                + (one ? std::string("a needed tensor") : std::to_string(m_absent.size()) + " needed tensors") + ": "
                + firstTen(m_absent) + ".",
            m_absent.front());
    }
    countNotFinite(); // only now: a network that does not fit was refused before
    for (const auto& [name, entry] : m_byName) {
        auto& note = noteOf(*entry);
        if (note.use.empty() && isIgnoredTensor(name))
            note.use = "ignored";
    }
    for (std::size_t i = 0; i < m_report.tensors.size(); ++i) {
        if (auto& note = m_report.tensors[i]; note.use.empty())
            note.use = m_source.entries()[i].dtype == Dtype::Other ? "unsupported" : "unexpected";
    }
    warnAboutContents();
    return std::move(m_report);
}

void WeightReader::warnAboutContents()
{
    std::vector<std::string> spare;
    std::vector<std::string> broken;
    for (const auto& note : m_report.tensors) {
        if (note.use == "unexpected" || note.use == "unsupported")
            spare.push_back(note.name);
        if (note.notFinite)
            broken.push_back(note.name + " (" + std::to_string(note.notFinite) + ")");
    }
    if (!spare.empty()) {
        m_report.warnings.push_back("The weights hold " + std::to_string(spare.size())
            + " tensor(s) that this family does not use: " + firstTen(spare) + ".");
    }
    if (!broken.empty()) {
        m_report.warnings.push_back("Weights are not finite (NaN or infinity) in " + std::to_string(broken.size())
            + " tensor(s), so answers may be missing: " + firstTen(broken) + ".");
    }
    if (!m_report.missing.empty())
        m_report.warnings.push_back("Not in the weights, and not needed: " + firstTen(m_report.missing) + ".");
}

namespace {

constexpr std::string_view parallelPrefix = "module.";

std::string modernName(std::string_view name, bool parallel)
{
    if (parallel)
        name.remove_prefix(parallelPrefix.size());
    constexpr std::array<std::pair<std::string_view, std::string_view>, 2> renamed { {
        { "LayerNorm.gamma", "LayerNorm.weight" },
        { "LayerNorm.beta", "LayerNorm.bias" },
    } };
    for (const auto& [old, modern] : renamed) {
        if (name.ends_with(old))
            return std::string(name.substr(0, name.size() - old.size())) + std::string(modern);
    }
    return std::string(name);
}

} // namespace

std::map<std::string, const TensorEntry*, std::less<>> modernNames(const std::vector<TensorEntry>& entries)
{
    const bool parallel = !entries.empty() && std::all_of(entries.begin(), entries.end(), [](const auto& entry) {
        return entry.name.starts_with(parallelPrefix);
    });
    std::map<std::string, const TensorEntry*, std::less<>> names;
    for (const auto& entry : entries) {
        // A file may hold the old and the modern name of one tensor; the modern one is read.
        const std::string name = modernName(entry.name, parallel);
        const auto [place, isNew] = names.emplace(name, &entry);
        if (!isNew && entry.name == name)
            place->second = &entry;
    }
    return names;
}

bool isIgnoredTensor(std::string_view name)
{
    constexpr std::array<std::string_view, 2> buffers { "position_ids", "token_type_ids" };
    constexpr std::array<std::string_view, 12> heads { "cls.", "lm_head.", "lm_predictions.", "mask_predictions.",
        "predictions.", "sop_classifier.", "discriminator_predictions.", "generator_predictions.", "vocab_transform.",
        "vocab_layer_norm.", "vocab_projector.", "qa_outputs." };
    const std::string_view last = name.substr(name.rfind('.') + 1);
    return std::find(buffers.begin(), buffers.end(), last) != buffers.end() || name.ends_with(".attn.bias")
        || name.ends_with(".attn.masked_bias") // GPT's causal mask as a buffer
        || std::any_of(heads.begin(), heads.end(), [&](std::string_view head) { return name.starts_with(head); });
}

} // namespace vitrine
