// SPDX-License-Identifier: GPL-3.0-or-later
// Parameters are described once, in the engine. Forms, command-line options and checks are made from these
// descriptions.
#pragma once

#include "core/runtime/fields.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vitrine {

/// The kinds of value a parameter can hold. `Choice` is one of `choices`, or free text when `open` is set.
enum class ParamKind { Choice, Integer, Real, Text, Flag };

/// What a value means beyond its kind: a window shows a field of its own for it.
enum class ParamRole {
    None,
    OpenFile, ///< a file to read
    SaveFolder, ///< a folder to write into
    Percentage, ///< a share, thought of in percent; a Real
    Target, ///< a class of the model, or one class rather than another
};

/// One value of a Choice parameter.
struct ParamChoice {
    std::string value;
    std::string title; ///< what a person reads

    static void fields(auto& visit, auto& choice)
    {
        visit("value", choice.value);
        visit("title", choice.title);
    }
    bool operator==(const ParamChoice&) const = default;
};

/// Unchecked values by the name of their parameter, as the command line and the pipe give them.
using ParameterValues = std::map<std::string, std::string>;

/// Describes one parameter of a method. The default is text and is parsed like any other value.
struct ParamSpec {
    std::string name; ///< as on the command line without the dashes, for example "max-length"
    std::string title; ///< what a person reads beside the field
    ParamKind kind = ParamKind::Text;
    std::string defaultValue {};
    std::string help; ///< one line
    std::optional<double> minimum {};
    std::optional<double> maximum {};
    std::vector<ParamChoice> choices {};
    bool open = false; ///< a Choice that also takes free text ("text:…")
    ParamRole role = ParamRole::None;
    bool advanced = false; ///< for specialists: a form shows it only when asked for more

    static void fields(auto& visit, auto& spec)
    {
        visit("name", spec.name);
        visit("title", spec.title);
        visit("kind", spec.kind);
        visit("default", spec.defaultValue);
        visit("help", spec.help);
        visit("minimum", spec.minimum);
        visit("maximum", spec.maximum);
        visit("choices", spec.choices);
        visit("open", spec.open);
        visit("role", spec.role, mayBeMissing);
        visit("advanced", spec.advanced, mayBeMissing);
    }
    bool operator==(const ParamSpec&) const = default;
};

/// Checked values of one request, by parameter name.
class Parameters {
public:
    using Value = std::variant<bool, long long, double, std::string>;

    Parameters() = default;

    /// Checks `given` against `specs` and fills in the defaults. Throws Refusal(BadArgument) that names the parameter,
    /// the value and the allowed values. An unknown name is refused too.
    Parameters(const std::vector<ParamSpec>& specs, const ParameterValues& given);

    bool flag(std::string_view name) const;
    long long integer(std::string_view name) const;
    double real(std::string_view name) const;
    const std::string& text(std::string_view name) const;

private:
    const Value& at(std::string_view name) const;

    std::map<std::string, Value, std::less<>> m_values;
};

/// The name of a kind in documents: "choice", "integer", "real", "text", "flag".
std::string_view paramKindName(ParamKind kind);
std::optional<ParamKind> paramKindFromName(std::string_view name);

/// The name of a role in documents: "none", "open-file", "save-folder", "percentage", "target".
std::string_view paramRoleName(ParamRole role);
std::optional<ParamRole> paramRoleFromName(std::string_view name);

} // namespace vitrine
