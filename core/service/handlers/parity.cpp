// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/parity.h"
#include "core/service/handlers/handlers.h"

namespace vitrine {
namespace {

std::vector<ParamSpec> specs()
{
    return {
        modelParameter(),
        { .name = "reference",
            .title = "Reference",
            .kind = ParamKind::Text,
            .help = "a JSON file of texts with logits that another program computed",
            .role = ParamRole::OpenFile },
        { .name = "tolerance",
            .title = "Tolerance",
            .kind = ParamKind::Real,
            .defaultValue = "1e-4",
            .help = "largest difference of a logit that counts as equal",
            .minimum = 0,
            .maximum = 1e6 },
    };
}

AnyDocument run(const Call& call)
{
    const Parameters parameters(specs(), call.values);
    if (parameters.text("reference").empty())
        throw Refusal(ErrorCode::BadArgument,
            "No reference file was named: give a JSON file of texts with their logits.", "reference");
    const auto model = call.session.model(parameters.text("model"), call.progress);
    return compareWithReference(*model, parameters.text("reference"), parameters.real("tolerance"), call.progress);
}

} // namespace

Handler parityHandler()
{
    return { { "parity", "Parity", "Logits that another program computed, compared with ours.", false, specs() }, run };
}

} // namespace vitrine
