// SPDX-License-Identifier: GPL-3.0-or-later
// Memory and time of one training step (forward, backward, dropout 0.1) with and without recomputed segments, on random
// weights. Also the memory of a chain of equal steps, for which the best number of segments is known. Prints tables in
// Markdown:
//   recompute [WIDTH] [HEADS] [BATCH] [REPEATS]
#include "core/models/layers/recompute.h"
#include "core/models/perturbation.h"
#include "core/models/runtime/memory.h"
#include "core/models/runtime/torch_runtime.h"
#include "tests/support/made_network.h"

#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

using namespace vitrine;

namespace {

Pass stepOf(const MadeNetwork& made, int segments)
{
    return [&made, segments](std::int64_t batch, std::int64_t length) {
        const TextModel& network = *made;
        const auto inputs = madeInputs(network, batch, length);
        const ForwardPass step { .recomputeSegments = segments, .training = &made.training };
        const auto labels = at::zeros({ batch }, at::kLong);
        const auto embedded = at::embedding(network.embeddingTable(), inputs.ids);
        const auto loss = sampleLosses(network.forward(embedded, inputs, step), labels).mean();
        torch::autograd::grad({ loss }, made.training.parameters, {}, {}, false, true);
    };
}

/// The shortest time of several runs.
PassCost bestOf(const Pass& pass, int repeats, std::int64_t batch, std::int64_t length)
{
    auto best = measuredCost(pass, batch, length);
    for (int i = 1; i < repeats; ++i)
        best.seconds = std::min(best.seconds, measuredCost(pass, batch, length).seconds);
    return best;
}

/// Computes y = tanh(y) over one megabyte `steps` times. Each step keeps its result.
Pass chainOf(int steps, int segments)
{
    return [=](std::int64_t, std::int64_t) {
        const auto x = at::rand({ 1 << 18 }, at::kFloat).requires_grad_();
        auto y = x;
        for (const auto& [begin, end] : segmentsOf(std::size_t(steps), segments)) {
            const Segment piece = [begin = begin, end = end](const std::vector<at::Tensor>& in) {
                auto z = in[0];
                for (auto i = begin; i < end; ++i)
                    z = at::tanh(z);
                return z;
            };
            y = segments ? recomputed(piece, { y }, {}) : piece({ y });
        }
        torch::autograd::grad({ y }, { x }, { at::ones_like(y) });
    };
}

void printChains()
{
    std::printf("\nA chain of n steps that keep one tensor each: tensors at the peak, by segments.\n\n| n |");
    const int counts[] = { 0, 1, 2, 4, 6, 8, 12, 16, 24, 36, 64, 144 };
    for (const int segments : counts)
        std::printf(segments ? " %d |" : " none |", segments);
    std::printf(" least at | √n |\n|--:|");
    for (std::size_t i = 0; i < std::size(counts) + 2; ++i)
        std::printf("--:|");
    for (const int steps : { 16, 36, 64, 144 }) {
        const auto tensors = [&](int segments) {
            return double(measuredCost(chainOf(steps, segments), 1, 1).bytes) / double(1 << 20);
        };
        std::printf("\n| %d |", steps);
        for (const int segments : counts)
            segments <= steps ? std::printf(" %.0f |", tensors(segments)) : std::printf(" |");
        int best = 1;
        for (int segments = 2; segments <= steps; ++segments)
            best = tensors(segments) < tensors(best) ? segments : best;
        std::printf(" %d | %.0f |", best, std::sqrt(double(steps)));
    }
    std::printf("\n");
}

} // namespace

int main(int argc, char** argv)
{
    const auto argument = [&](int index, int otherwise) { return argc > index ? std::atoi(argv[index]) : otherwise; };
    const int width = argument(1, 128), heads = argument(2, 4), batch = argument(3, 4), repeats = argument(4, 3);
    startTorch("cpu", 1);
    printChains();
    std::printf("\nWidth %d, %d heads, batch %d, float32, one thread.\n\n", width, heads, batch);
    std::printf("| tokens | layers | segments | MB at the peak | forecast | times less | ms | more time "
                "|\n|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    for (const int length : { 64, 128, 256, 512 }) {
        for (const int layers : { 2, 4, 6, 12 }) {
            const auto network = madeNetwork({ layers, width, heads, 1000, 512, 2 }, at::kFloat);
            measuredCost(stepOf(network, 0), 1, 16); // memory that is allocated only once
            PassCost plain;
            for (int segments = 0; segments <= layers; ++segments) {
                const auto pass = stepOf(network, segments);
                const auto cost = bestOf(pass, repeats, batch, length);
                if (segments == 0)
                    plain = cost;
                std::printf("| %d | %d | %s | %.1f | %.1f | %.2f | %.1f | %+.0f %% |\n", length, layers,
                    segments ? std::to_string(segments).c_str() : "none", double(cost.bytes) / 1e6,
                    double(forecastBatchBytes(pass, batch, length)) / 1e6, double(plain.bytes) / double(cost.bytes),
                    1e3 * cost.seconds, 100 * (cost.seconds / plain.seconds - 1));
                std::fflush(stdout);
            }
        }
    }
}
