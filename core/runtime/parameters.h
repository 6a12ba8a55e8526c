// SPDX-License-Identifier: GPL-3.0-or-later
// Parameters are described once, here in the engine: forms, command-line options and checks are made from the
// description.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vitrine {

/// The kinds of value a parameter can hold. `Choice` is one of `choices`, or free text when `open` is set.
enum class ParamKind { Choice, Integer, Real, Text, Flag };

/// One value of a Choice parameter.
struct ParamChoice {
    std::string value;
    std::string title; ///< what a person reads
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
};

/// Checked values of one request, by parameter name.
class Parameters {
public:
    using Value = std::variant<bool, long long, double, std::string>;

    Parameters() = default;

    /// Checks `given` against `specs` and fills in the defaults. Throws Refusal(BadArgument) that names the parameter,
    /// the value and what is allowed; an unknown name is refused too.
    Parameters(const std::vector<ParamSpec>& specs, const std::map<std::string, std::string>& given);

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

} // namespace vitrine
