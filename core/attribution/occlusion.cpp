// SPDX-License-Identifier: GPL-3.0-or-later
// Occlusion (Zeiler and Fergus 2014): what F loses when one token is taken away.
#include "core/attribution/baseline.h"
#include "core/attribution/method.h"

#include <ATen/ATen.h>

namespace vitrine {
namespace {

/// What stands in a token's place: (1, 1, E).
at::Tensor replacementRow(const MethodInput& input, const std::string& name)
{
    const auto& x = input.function.input();
    if (name == "zero")
        return at::zeros({ 1, 1, x.size(2) }, x.options());
    const int id = specialTokenId(input.model, name, "--replacement " + name);
    return input.function.network().wordEmbeddings(indexTensor({ id }, x.device()));
}

void run(const MethodInput& input, Attribution& result)
{
    const std::string& name = input.parameters.text("replacement");
    const auto& x = input.function.input(); // (1, L, E)
    const auto row = replacementRow(input, name);
    const auto length = x.size(1);
    input.function.inPieces(length, [&](std::int64_t begin, std::int64_t size) {
        input.progress.step(int(begin), int(length), "occluding");
        const auto place = at::eye(length, x.options()).narrow(0, begin, size).to(at::kBool).unsqueeze(-1); // (B, L, 1)
        for (const double value : input.function.values(at::where(place, row, x)))
            result.scores.push_back(input.atInput - value);
    });
    result.baseline = name;
    input.progress.step(int(length), int(length), "occluding");
}

} // namespace

AttributionMethod occlusionMethod()
{
    auto parameters = targetParameters();
    parameters.push_back({ "replacement", "Replaced by", ParamKind::Choice, "mask",
        "What stands in the place of the token that is taken away.", {}, {},
        { { "mask", "The mask token" }, { "zero", "A zero vector" }, { "pad", "The padding token" },
            { "unk", "The unknown token" } },
        false });
    return { { "occlusion", "Occlusion",
                 "What the answer loses when one token is replaced, token by token. Exact for one token; blind to "
                 "tokens that act together.",
                 false, parameters },
        oneByOne(run) };
}

} // namespace vitrine
