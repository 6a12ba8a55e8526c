// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/recompute_choice.h"

#include "core/models/runtime/memory.h"
#include "core/models/runtime/working_type.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <cstdio>

namespace vitrine {
namespace {

/// More than any layer keeps: a few copies of everything it computes.
double generousBytes(const LoadedModel& model, double texts, double length)
{
    const auto& config = model.config();
    const double each
        = length * (24.0 * config.hidden + 6.0 * config.intermediate) + 8.0 * config.heads * length * length;
    return texts * config.layers * each * double(model.network().options().dtype().itemsize());
}

/// `encoding` cut or repeated to `length` tokens.
Encoding ofLength(const Encoding& encoding, std::int64_t length)
{
    Encoding result;
    for (std::int64_t i = 0; i < length; ++i) {
        result.ids.push_back(encoding.ids[std::size_t(i) % encoding.size()]);
        result.segments.push_back(encoding.segments[std::size_t(i) % encoding.size()]);
    }
    return result;
}

std::int64_t graphBytes(const LoadedModel& model, const Encoding& encoding, std::int64_t texts)
{
    const auto& network = model.network();
    const Pass pass = [&](std::int64_t batch, std::int64_t length) {
        const at::AutoGradMode tracking(true);
        const auto inputs = network.inputsFor(ofLength(encoding, length));
        const auto leaf = network.wordEmbeddings(inputs.ids).expand({ batch, -1, -1 }).clone().requires_grad_(true);
        torch::autograd::grad({ network.logits(leaf, inputs).sum() }, { leaf });
    };
    return forecastBytes(pass, texts, std::int64_t(encoding.size()));
}

std::string inMegabytes(std::int64_t bytes)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f MB", double(bytes) / 1e6);
    return text;
}

} // namespace

ParamSpec recomputeParameter()
{
    return { "recompute", "Recompute", ParamKind::Choice, "auto",
        "Compute layers twice instead of keeping what is inside them: slower, in less memory.", {}, {},
        { { "auto", "Where memory is short" }, { "on", "Always" }, { "off", "Never" } }, false };
}

RecomputeChoice chooseRecompute(const LoadedModel& model, const Encoding& encoding, std::int64_t texts,
    const std::string& choice, std::int64_t budget)
{
    // The price is one more forward pass for any number; the inside of a layer is so much larger than its input that
    // one layer each needs least.
    const int segments = model.config().layers;
    if (choice == "on")
        return { segments, {} };
    if (choice == "off" || model.config().layers < 2)
        return {};
    const auto available = budget > 0 ? budget : freeBytes(model.network().options()) / 2;
    if (available <= 0 || generousBytes(model, double(texts), double(encoding.size())) < double(available))
        return {};
    const auto bytes = graphBytes(model, encoding, texts);
    if (bytes <= available)
        return {};
    return { segments,
        "One evaluation would need " + inMegabytes(bytes) + " of memory, more than the " + inMegabytes(available)
            + " set aside for it, so layers are computed twice (--recompute off turns that off)." };
}

} // namespace vitrine
