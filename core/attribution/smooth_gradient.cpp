// SPDX-License-Identifier: GPL-3.0-or-later
// SmoothGrad (Smilkov and others 2017) times input: the gradient's mean over noisy copies of the text, which is less
// at the mercy of one place in embedding space.
#include "core/attribution/method.h"
#include "core/attribution/recompute_choice.h"
#include "core/runtime/error.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace vitrine {
namespace {

constexpr int samplesAtOnce = 8;

/// Normal numbers of the shape (count, L, E); the same for a seed on every device and whatever `count` is.
at::Tensor noise(std::mt19937_64& random, std::int64_t count, const at::Tensor& x)
{
    std::normal_distribution<double> normal;
    auto values = at::empty({ count, x.size(1), x.size(2) }, at::kDouble);
    std::generate_n(values.data_ptr<double>(), values.numel(), [&] { return normal(random); });
    return values.to(x.options());
}

void run(const MethodInput& input, Attribution& result)
{
    const auto& x = input.function.input(); // (1, L, E)
    const auto samples = int(input.parameters.integer("samples"));
    const auto typicalLength = at::linalg_vector_norm(x, 2, at::IntArrayRef { 2 }).mean(); // of a token's embedding
    const auto deviation = input.parameters.real("noise") * typicalLength / std::sqrt(double(x.size(2)));
    std::mt19937_64 random { std::uint64_t(input.parameters.integer("seed")) };
    auto sum = at::zeros({ x.size(1) }, at::kDouble), squares = at::zeros_like(sum); // (L)
    for (int done = 0; done < samples; done += samplesAtOnce) {
        input.progress.step(done, samples, "differentiating");
        const auto places = x + deviation * noise(random, std::min(samplesAtOnce, samples - done), x); // (B, L, E)
        input.function.inPieces(places.size(0), [&](std::int64_t begin, std::int64_t size) {
            const auto gradient = input.function.gradient(places.narrow(0, begin, size)).gradient;
            const auto scores = (x.to(at::kDouble) * gradient.to(at::kDouble)).sum(-1).cpu(); // (B, L)
            sum += scores.sum(0);
            squares += scores.square().sum(0);
        });
    }
    input.progress.step(samples, samples, "differentiating");
    const auto mean = sum / samples;
    result.scores = toDoubles(mean);
    const double spread = (squares / samples - mean.square()).clamp_min(0).max().item<double>();
    result.provenance.warnings.push_back("The scores are means over " + std::to_string(samples)
        + " noisy copies of the text; the largest standard error of a score is about "
        + roundedNumber(std::sqrt(spread / (samples - 1))) + ".");
}

} // namespace

AttributionMethod smoothGradientMethod()
{
    auto parameters = targetParameters();
    parameters.push_back({ .name = "samples",
        .title = "Samples",
        .kind = ParamKind::Integer,
        .defaultValue = "32",
        .help = "Noisy copies of the text.",
        .minimum = 2,
        .maximum = 10000 });
    parameters.push_back({ .name = "noise",
        .title = "Noise",
        .kind = ParamKind::Real,
        .defaultValue = "0.1",
        .help = "Length of the noise on a token, as a share of the mean length of an embedding.",
        .minimum = 0,
        .maximum = 10,
        .role = ParamRole::Percentage });
    parameters.push_back({ .name = "seed",
        .title = "Seed",
        .kind = ParamKind::Integer,
        .defaultValue = "1",
        .help = "Of the noise.",
        .minimum = 0,
        .maximum = 2147483647 });
    parameters.push_back(recomputeParameter());
    return { { "smooth-gradient", "Smooth gradient",
                 "Gradient times input, averaged over noisy copies of the text. Its sum has no known value, so nothing "
                 "certifies it.",
                 false, parameters },
        oneByOne(run) };
}

} // namespace vitrine
