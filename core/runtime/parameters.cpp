// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/parameters.h"

#include "core/runtime/error.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>

namespace vitrine {
namespace {

constexpr std::array<std::pair<ParamKind, std::string_view>, 5> kindNames { {
    { ParamKind::Choice, "choice" },
    { ParamKind::Integer, "integer" },
    { ParamKind::Real, "real" },
    { ParamKind::Text, "text" },
    { ParamKind::Flag, "flag" },
} };

constexpr std::array<std::pair<ParamRole, std::string_view>, 5> roleNames { {
    { ParamRole::None, "none" },
    { ParamRole::OpenFile, "open-file" },
    { ParamRole::SaveFolder, "save-folder" },
    { ParamRole::Percentage, "percentage" },
    { ParamRole::Target, "target" },
} };

template <typename Value, std::size_t count>
std::string_view nameIn(const std::array<std::pair<Value, std::string_view>, count>& names, Value value)
{
    return std::find_if(names.begin(), names.end(), [&](const auto& row) { return row.first == value; })->second;
}

template <typename Value, std::size_t count>
std::optional<Value> valueIn(const std::array<std::pair<Value, std::string_view>, count>& names, std::string_view name)
{
    for (const auto& [value, valueName] : names) {
        if (valueName == name)
            return value;
    }
    return std::nullopt;
}

[[noreturn]] void refuse(const ParamSpec& spec, const std::string& value, const std::string& expected)
{
    throw Refusal(
        ErrorCode::BadArgument, "--" + spec.name + " must be " + expected + ", not \"" + value + "\".", spec.name);
}

template <typename Number>
Number parseNumber(const ParamSpec& spec, const std::string& text, const std::string& expected)
{
    Number number {};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        refuse(spec, text, expected);
    return number;
}

std::string shortNumber(double value)
{
    std::array<char, 32> buffer {};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return { buffer.data(), result.ptr };
}

std::string rangeOf(const ParamSpec& spec, const std::string& noun)
{
    if (spec.minimum && spec.maximum)
        return noun + " between " + shortNumber(*spec.minimum) + " and " + shortNumber(*spec.maximum);
    if (spec.minimum)
        return noun + " of at least " + shortNumber(*spec.minimum);
    if (spec.maximum)
        return noun + " of at most " + shortNumber(*spec.maximum);
    return noun;
}

bool inRange(const ParamSpec& spec, double value)
{
    return std::isfinite(value) && !(spec.minimum && value < *spec.minimum) && !(spec.maximum && value > *spec.maximum);
}

Parameters::Value parse(const ParamSpec& spec, const std::string& text)
{
    switch (spec.kind) {
    case ParamKind::Flag:
        if (text == "true" || text == "1")
            return true;
        if (text == "false" || text == "0" || text.empty())
            return false;
        refuse(spec, text, "true or false");
    case ParamKind::Integer: {
        const std::string expected = rangeOf(spec, "a whole number");
        const auto value = parseNumber<long long>(spec, text, expected);
        if (!inRange(spec, double(value)))
            refuse(spec, text, expected);
        return value;
    }
    case ParamKind::Real: {
        const std::string expected = rangeOf(spec, "a number");
        const auto value = parseNumber<double>(spec, text, expected);
        if (!inRange(spec, value))
            refuse(spec, text, expected);
        return value;
    }
    case ParamKind::Choice: {
        const bool known = std::any_of(
            spec.choices.begin(), spec.choices.end(), [&](const auto& choice) { return choice.value == text; });
        if (known || spec.open)
            return text;
        std::string names;
        for (const auto& choice : spec.choices)
            names += (names.empty() ? "" : ", ") + choice.value;
        refuse(spec, text, "one of " + names);
    }
    case ParamKind::Text:
        break;
    }
    return text;
}

} // namespace

Parameters::Parameters(const std::vector<ParamSpec>& specs, const ParameterValues& given)
{
    for (const auto& spec : specs) {
        const auto found = given.find(spec.name);
        m_values[spec.name] = parse(spec, found == given.end() ? spec.defaultValue : found->second);
    }
    for (const auto& [name, value] : given) {
        if (m_values.find(name) == m_values.end())
            throw Refusal(ErrorCode::BadArgument, "There is no parameter \"" + name + "\" here.", name);
    }
}

const Parameters::Value& Parameters::at(std::string_view name) const
{
    const auto found = m_values.find(name);
    if (found == m_values.end())
        throw std::logic_error("parameter without a specification: " + std::string(name));
    return found->second;
}

bool Parameters::flag(std::string_view name) const { return std::get<bool>(at(name)); }
long long Parameters::integer(std::string_view name) const { return std::get<long long>(at(name)); }
double Parameters::real(std::string_view name) const { return std::get<double>(at(name)); }
const std::string& Parameters::text(std::string_view name) const { return std::get<std::string>(at(name)); }

std::string_view paramKindName(ParamKind kind) { return nameIn(kindNames, kind); }
std::optional<ParamKind> paramKindFromName(std::string_view name) { return valueIn(kindNames, name); }

std::string_view paramRoleName(ParamRole role) { return nameIn(roleNames, role); }
std::optional<ParamRole> paramRoleFromName(std::string_view name) { return valueIn(roleNames, name); }

} // namespace vitrine
