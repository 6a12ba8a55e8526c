// SPDX-License-Identifier: GPL-3.0-or-later
// Typed access without silent conversions. The JSON library alone would read −1 as 2⁶⁴ − 1 and 1.9 as 1.
#include "core/io/json/json_field.h"

#include "core/io/json/json_guard.h"
#include "core/runtime/error.h"
#include "core/runtime/visible_text.h"

namespace vitrine {
namespace {

std::string valueText(const nlohmann::json& value)
{
    if (value.is_object())
        return "an object";
    if (value.is_array())
        return "a list";
    if (value.is_string())
        return '"' + shown(value.get_ref<const std::string&>()) + '"';
    return shown(value.dump());
}

} // namespace

JsonField::JsonField(const nlohmann::json& root, std::string_view subject)
    : JsonField(root, std::make_shared<const std::string>(subject), {})
{
}

JsonField::JsonField(const nlohmann::json& value, std::string_view subject, std::string path)
    : JsonField(value, std::make_shared<const std::string>(subject), std::move(path))
{
}

JsonField::JsonField(const nlohmann::json& value, std::shared_ptr<const std::string> subject, std::string path)
    : m_value(&value)
    , m_subject(std::move(subject))
    , m_path(std::move(path))
{
}

std::string JsonField::pathOf(std::string_view key) const { return (m_path.empty() ? "" : m_path + '.') + shown(key); }

std::optional<JsonField> JsonField::find(std::string_view key) const
{
    if (!m_value->is_object())
        refuse("be an object");
    const auto found = m_value->find(key);
    if (found == m_value->end() || found->is_null())
        return std::nullopt;
    return JsonField(*found, m_subject, pathOf(key));
}

JsonField JsonField::at(std::string_view key) const
{
    auto field = find(key);
    if (!field)
        throw Refusal(
            ErrorCode::MalformedFile, *m_subject + ": " + pathOf(key) + " is missing" + jsonNextStep, *m_subject);
    return *std::move(field);
}

std::vector<std::pair<std::string, JsonField>> JsonField::members() const
{
    if (!m_value->is_object())
        refuse("be an object");
    std::vector<std::pair<std::string, JsonField>> all;
    all.reserve(m_value->size());
    for (const auto& [key, value] : m_value->items())
        all.emplace_back(key, JsonField(value, m_subject, pathOf(key)));
    return all;
}

std::vector<JsonField> JsonField::elements() const
{
    if (!m_value->is_array())
        refuse("be a list");
    std::vector<JsonField> all;
    all.reserve(m_value->size());
    for (const auto& value : *m_value)
        all.push_back(JsonField(value, m_subject, m_path + '[' + std::to_string(all.size()) + ']'));
    return all;
}

std::int64_t JsonField::integer(std::int64_t least, std::int64_t most) const
{
    if (!m_value->is_number_integer())
        refuse("be a whole number");
    const bool huge = m_value->is_number_unsigned()
        && m_value->get<std::uint64_t>() > std::uint64_t(std::numeric_limits<std::int64_t>::max());
    if (huge || m_value->get<std::int64_t>() < least || m_value->get<std::int64_t>() > most)
        refuse("be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return m_value->get<std::int64_t>();
}

std::uint64_t JsonField::size() const
{
    if (!m_value->is_number_unsigned())
        refuse("be a whole number that is not negative");
    return m_value->get<std::uint64_t>();
}

double JsonField::real() const
{
    if (!m_value->is_number())
        refuse("be a number");
    return m_value->get<double>();
}

bool JsonField::boolean() const
{
    if (!m_value->is_boolean())
        refuse("be true or false");
    return m_value->get<bool>();
}

const std::string& JsonField::string() const
{
    if (!m_value->is_string())
        refuse("be a string");
    return m_value->get_ref<const std::string&>();
}

void JsonField::refuse(std::string_view rule) const
{
    throw Refusal(ErrorCode::MalformedFile,
        *m_subject + ": " + (m_path.empty() ? "the document" : m_path) + " must " + std::string(rule) + ", is "
            + valueText(*m_value) + jsonNextStep,
        *m_subject);
}

} // namespace vitrine
