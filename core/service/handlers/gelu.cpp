// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/activations/gelu.h"
#include "core/service/handlers/handlers.h"

namespace vitrine {
namespace {

std::vector<ParamSpec> specs()
{
    return {
        { .name = "fit",
            .title = "Fit the constants",
            .kind = ParamKind::Flag,
            .defaultValue = "false",
            .help = "also fit the constants of the approximations" },
        { .name = "constant",
            .title = "Own constant",
            .kind = ParamKind::Real,
            .defaultValue = "1.702",
            .help = "λ of x·σ(λx), shown beside the known approximations",
            .minimum = 0.1,
            .maximum = 10 },
        { .name = "from",
            .title = "From",
            .kind = ParamKind::Real,
            .defaultValue = "-6",
            .help = "first x",
            .minimum = -100,
            .maximum = 100 },
        { .name = "to",
            .title = "To",
            .kind = ParamKind::Real,
            .defaultValue = "4",
            .help = "last x",
            .minimum = -100,
            .maximum = 100 },
        { .name = "points",
            .title = "Points",
            .kind = ParamKind::Integer,
            .defaultValue = "401",
            .help = "values of x, equally spaced",
            .minimum = 2,
            .maximum = 100001,
            .advanced = true },
    };
}

AnyDocument run(const Call& call)
{
    const Parameters parameters(specs(), call.values);
    Gelu study = geluStudy({ parameters.real("from"), parameters.real("to"), int(parameters.integer("points")),
                               parameters.real("constant"), parameters.flag("fit") },
        call.progress);
    study.provenance.engine = call.session.stamp();
    return study;
}

} // namespace

Handler geluHandler()
{
    return { { "gelu", "GELU", "GELU and its approximations: values, slopes, errors, and the constants that fit best.",
                 false, specs() },
        run };
}

} // namespace vitrine
