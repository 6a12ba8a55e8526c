// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/options.h"

#include "app/engine/command.h"
#include "core/attribution/attribution.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/runtime/version.h"
#include "core/service/dispatcher.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

namespace vitrine {
namespace {

void addEachOnce(std::vector<ParamSpec>& specs, const std::vector<ParamSpec>& more)
{
    for (const auto& spec : more) {
        if (std::none_of(specs.begin(), specs.end(), [&](const ParamSpec& known) { return known.name == spec.name; }))
            specs.push_back(spec);
    }
}

// Parameters of a request, of the one that may answer instead, and those of its methods where it names one, each name
// once.
std::vector<ParamSpec> parametersOf(const Handler& handler, const Command& command)
{
    auto specs = handler.description.parameters;
    if (!command.instead.empty())
        addEachOnce(specs, findHandler(command.instead)->description.parameters);
    if (handler.takesMethodValues) {
        for (const auto& method : attributionMethods())
            addEachOnce(specs, method.parameters);
    }
    return specs;
}

// `attention --ablate` is one request for all texts together: its file of texts is a parameter of the request. False
// when several texts were given, because that request does not accept them.
bool askInstead(const Command& command, Invocation& invocation)
{
    if (command.instead.empty() || !invocation.values.contains(command.when))
        return true;
    if (invocation.texts.size() > 1)
        return false;
    invocation.command = command.instead;
    invocation.json = invocation.json || invocation.jsonLines; // --jsonl prints JSON too
    if (!invocation.texts.empty())
        invocation.values["text"] = invocation.texts.front();
    if (invocation.input)
        invocation.values["input"] = *invocation.input;
    return true;
}

std::string helpOf(const ParamSpec& spec)
{
    std::string help = spec.help;
    if (!spec.choices.empty()) {
        help += " (";
        for (std::size_t i = 0; i < spec.choices.size(); ++i)
            help += (i > 0 ? ", " : "") + spec.choices[i].value;
        help += spec.open ? ", …)" : ")";
    }
    return spec.defaultValue.empty() ? help : help + " [" + spec.defaultValue + "]";
}

void addOptions(CLI::App& app, const Handler& handler, const Command& command, Invocation& invocation)
{
    for (const auto& spec : parametersOf(handler, command)) {
        if (command.takesTexts && (spec.name == "text" || spec.name == "input"))
            continue;
        if (spec.kind == ParamKind::Flag)
            app.add_flag_function(
                "--" + spec.name, [&invocation, name = spec.name](std::int64_t) { invocation.values[name] = "true"; },
                helpOf(spec));
        else
            app.add_option_function<std::string>((spec.name.size() == 1 ? "-" + spec.name + ",--" : "--") + spec.name,
                [&invocation, name = spec.name](const std::string& value) { invocation.values[name] = value; },
                helpOf(spec));
    }
    if (command.takesTexts) {
        app.add_option("--text", invocation.texts, "a text; may be given several times")
            ->take_all()
            ->expected(1)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        app.add_option("--input", invocation.input, "file of texts (.txt, .tsv, .csv, .jsonl), - for standard input");
        app.add_flag("--jsonl", invocation.jsonLines, "one document a line");
    }
    app.add_flag("--json", invocation.json, "one JSON document instead of a table");
    if (app.get_option_no_throw("--output") == nullptr) // some requests have their own parameter "output"
        app.add_option("--output", invocation.output, "write to this file, whole or not at all");
    app.add_flag("--quiet", invocation.quiet, "no notes on standard error");
    app.add_flag("--progress", invocation.progress, "tell progress even when standard error is no terminal");
}

void addSessionOptions(CLI::App& app, Invocation& invocation)
{
    app.add_option("--device", invocation.session.device, "auto, cpu, cuda or cuda:N [auto]");
    app.add_option("--dtype", invocation.session.dtype, "float32, float64 or bfloat16 [float32]");
    app.add_option("--threads", invocation.session.threads, "threads; 0: one a core")->check(CLI::Range(0, 1024));
    app.add_flag("--deterministic", invocation.session.deterministic,
        "no result depends on the number of threads, not even by rounding");
}

void printVersion()
{
    startTorch("auto", 0);
    std::cout << "vitrine-engine " << vitrineVersion() << ", LibTorch " << torchVersion() << "\ndevices:";
    for (const auto& device : usableDevices())
        std::cout << ' ' << device;
    std::cout << '\n';
    if (!whyNoGpu().empty())
        std::cout << "no GPU: " << whyNoGpu() << '\n';
}

} // namespace

std::variant<Invocation, int> parseCommandLine(int argc, char** argv)
{
    Invocation invocation;
    CLI::App app("Vitrine's engine: opens a text classifier and shows why it answered as it did.", "vitrine-engine");
    app.require_subcommand(0, 1);
    bool version = false;
    app.add_flag("--version", version, "versions and devices");

    for (const auto& command : commands()) {
        const Handler* handler = findHandler(command.request);
        CLI::App* sub = app.add_subcommand(command.request, handler->description.help);
        addOptions(*sub, *handler, command, invocation);
        addSessionOptions(*sub, invocation);
    }
    addSessionOptions(
        *app.add_subcommand("serve", "Speaks the pipe protocol on standard input and output."), invocation);

    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp& help) {
        return app.exit(help);
    } catch (const CLI::ParseError& error) {
        std::cerr << "vitrine-engine: " << error.what() << "; --help lists what there is\n";
        return 2;
    }
    if (version) {
        printVersion();
        return 0;
    }
    if (app.get_subcommands().empty()) {
        std::cerr << app.help();
        return 2;
    }
    invocation.command = app.get_subcommands().front()->get_name();
    const auto command = std::find_if(
        commands().begin(), commands().end(), [&](const Command& row) { return row.request == invocation.command; });
    if (command != commands().end() && !askInstead(*command, invocation)) {
        std::cerr << "vitrine-engine: --" << command->when
                  << " looks at one text; put several into a file and give it as --input\n";
        return 2;
    }
    return invocation;
}

} // namespace vitrine
